import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { InitializeParams, WorkspaceFoldersChangeEvent } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { MAX_TEXT, type ProjectView } from '../../editor/index.ts';
import type { Host } from '../../host/index.ts';
import type { TemplateSurroundings } from '../../scenario/index.ts';
import { loadProject } from '../config/project.ts';
import { surroundingsOf } from '../files/surroundings.ts';
import { overlayHost } from './overlay.ts';

/** Documents as the client has them, by URI. */
export interface OpenDocuments {
  all(): readonly TextDocument[];
}

/** The project around one file, as `spanwright validate` would see it from the folder that is open in the editor. */
export interface Surroundings {
  readonly cwd: string;
  readonly template: TemplateSurroundings;
  readonly view: ProjectView;
}

/** Folders that are open in the editor, files as they stand in it, and the way between URIs and paths. */
export class Workspace {
  private readonly host: Host;
  private readonly documents: OpenDocuments;
  private folders: readonly string[] = [];

  constructor(host: Host, documents: OpenDocuments) {
    this.host = host;
    this.documents = documents;
  }

  /** Without folders, each file is looked at from its own. */
  open({ workspaceFolders, rootUri }: Pick<InitializeParams, 'workspaceFolders' | 'rootUri'>): void {
    const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
    this.folders = uris.flatMap((uri) => pathOf(uri) ?? []);
  }

  /** Folders were added to those open in the editor, or taken away. */
  change({ added, removed }: WorkspaceFoldersChangeEvent): void {
    const gone = new Set(removed.map(({ uri }) => pathOf(uri)));
    const kept = this.folders.filter((folder) => !gone.has(folder));
    this.folders = [...new Set([...kept, ...added.flatMap(({ uri }) => pathOf(uri) ?? [])])];
  }

  /** What a file is looked at with; every path it asks for is told to `seen`. */
  around(path: string, seen: (path: string) => void = () => {}): Surroundings {
    const cwd = this.folderOf(path);
    const open = this.openTexts();
    const host = overlayHost(this.host, { cwd, open, seen });
    const { project } = loadProject(host);
    const template = surroundingsOf({ host, project });
    return { cwd, template, view: viewOf(template) };
  }

  /** The client's own spelling for a file that is open in it. */
  uriOf(path: string): string {
    const open = this.documents.all().find(({ uri }) => pathOf(uri) === path);
    return open?.uri ?? pathToFileURL(path).href;
  }

  private folderOf(path: string): string {
    const around = this.folders.filter((folder) => isInside(path, folder));
    return around.sort((a, b) => b.length - a.length)[0] ?? dirname(path);
  }

  private openTexts(): ReadonlyMap<string, string> {
    const texts = new Map<string, string>();
    for (const document of this.documents.all()) {
      const path = pathOf(document.uri);
      if (path === undefined) continue;
      texts.set(path, document.getText());
      // Templates are asked for by the path that links lead to.
      const real = quietly(() => this.host.files.realPath(path));
      if (real !== undefined) texts.set(real, document.getText());
    }
    return texts;
  }
}

/** The path of a `file:` URI; undefined for any other, and for one that is none. */
export function pathOf(uri: string): string | undefined {
  return uri.startsWith('file:') ? quietly(() => fileURLToPath(uri)) : undefined;
}

function isInside(path: string, folder: string): boolean {
  const below = relative(folder, path);
  return below !== '' && below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}

function viewOf({ host, root, project }: TemplateSurroundings): ProjectView {
  const real = quietly(() => host.files.realPath(root)) ?? root;
  const inRoot = (path: string) => {
    const target = quietly(() => host.files.realPath(path));
    return target !== undefined && (target === real || isInside(target, real)) ? target : undefined;
  };
  return {
    root,
    variables: [...(project?.keys() ?? [])],
    read: (path) =>
      quietly(() => {
        const target = inRoot(path);
        const stat = target === undefined ? undefined : host.files.stat(target);
        if (target === undefined || stat?.kind !== 'file' || stat.size > MAX_TEXT) return undefined;
        return new TextDecoder().decode(host.files.read(target));
      }),
    list: (folder) =>
      quietly(() => {
        const target = inRoot(folder);
        const entries = target === undefined ? [] : (host.files.list(target) ?? []);
        return entries.filter(({ kind }) => kind === 'file').map(({ name }) => name);
      }) ?? [],
  };
}

/** What cannot be read is treated as absent: the check of the file that needs it says why. */
function quietly<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

/** Where the long text of a code is found in the documentation that comes with Spanwright. */
export function docsOf(packageDir: string): (code: string) => string {
  const page = pathToFileURL(join(packageDir, 'docs/reference/diagnostics.md')).href;
  return (code) => `${page}#${code.toLowerCase()}`;
}
