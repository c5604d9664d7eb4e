import { dirname, join, resolve } from 'node:path';
import { type Diagnostic, EXIT } from '../../diagnostic/index.ts';
import { isTemplateText } from '../../render/index.ts';
import {
  type LoadedSet,
  type LoadInput,
  loadRendered,
  type TemplateSurroundings,
} from '../../scenario/index.ts';
import { loadProject } from '../config/project.ts';
import type { CommandContext } from '../context.ts';
import { discover, type FoundFile } from '../files/discover.ts';
import type { Selection } from '../files/selection.ts';
import { surroundingsOf } from '../files/surroundings.ts';
import { UnreadableBlob } from '../git/contents.ts';
import type { commands } from '../options/table.ts';
import { createSources } from '../sources.ts';
import { differences } from './difference.ts';
import { pathsIn } from './paths.ts';
import { openStaged, type Staged, unreadableDiagnostic } from './staged.ts';

/**
 * The scenario files that are staged, and the templates made of something that is, all as they are in the index of git:
 * the project file and what templates include as well. Or what stands in the way.
 */
export function stagedScenarios(
  context: CommandContext<typeof commands.validate.options>,
): Selection | readonly Diagnostic[] {
  const staged = openStaged(context.host);
  if ('code' in staged) return [staged];
  const { host } = staged;
  const sources = createSources(host);
  const source = (name: string) => sources.read(name) ?? context.sources.read(name);
  const { project, diagnostics } = loadProject(host);
  if (diagnostics.some(({ severity }) => severity === 'error')) {
    for (const { place } of diagnostics) {
      if (place) context.sources.add(place.file, source(place.file) ?? '');
    }
    return diagnostics;
  }
  const inIndex = { ...context, host, project };
  const paths = pathsIn(staged.root, inIndex, context.host);
  if ('diagnostics' in paths) return paths.diagnostics;
  const { files, problems } = discover(paths.named, host);
  const load = loaderOf(surroundingsOf(inIndex));
  return {
    found: {
      files: files.filter(concernedBy(staged, load)),
      // A path to what is in the folder only, or is to be removed, leads to nothing that is staged, and that is no fault.
      problems: problems.filter(({ shown }) => {
        const path = resolve(host.cwd, shown);
        return !staged.changed.has(path) && context.host.files.stat(path) === undefined;
      }),
    },
    read(file) {
      const content = orUnreadable(() => host.files.read(file.path) ?? new Uint8Array());
      return content instanceof UnreadableBlob ? unreadableDiagnostic(content, host.cwd) : content;
    },
    load,
    source,
    sayNothing() {
      if (context.settings.format.value === 'human')
        context.terminal.out.write('no scenario file is staged\n');
      return EXIT.passed;
    },
    notesOn: (files) => differences(files, { folder: context.host, source: sources.read }),
  };
}

function orUnreadable<T>(read: () => T): T | UnreadableBlob {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof UnreadableBlob) return cause;
    throw cause;
  }
}

/** Loads as ever, but for includes that are staged and cannot be read. */
function loaderOf(surroundings: TemplateSurroundings): (input: LoadInput) => LoadedSet {
  return (input) => {
    const set = orUnreadable(() => loadRendered(input, surroundings));
    if (!(set instanceof UnreadableBlob)) return set;
    return {
      files: [],
      diagnostics: [unreadableDiagnostic(set, surroundings.host.cwd)],
      dependencies: [{ file: set.path, digest: undefined }],
      uses: { clock: false, random: false, env: [] },
    };
  };
}

/**
 * Whether the next commit changes what comes of a file: the file itself, the project file, which every template sees, or
 * a file that the template reads or looks for.
 */
function concernedBy(
  { host, changed }: Staged,
  load: (input: LoadInput) => LoadedSet,
): (file: FoundFile) => boolean {
  const isChanged = (path: string) => changed.has(path) || changed.has(host.files.realPath(path) ?? path);
  const isProjectChanged = foldersFrom(host.cwd).some((folder) =>
    changed.has(join(folder, 'spanwright.toml')),
  );
  return (file) => {
    if (isChanged(file.path)) return true;
    if (changed.size === 0) return false;
    const content = orUnreadable(() => host.files.read(file.path) ?? new Uint8Array());
    if (content instanceof UnreadableBlob || !isTemplateText(new TextDecoder().decode(content))) return false;
    if (isProjectChanged) return true;
    const { dependencies } = load({ file: file.shown, dir: dirname(file.path), content });
    return dependencies.some((each) => changed.has(each.file));
  };
}

/** The folder and all above it. */
function foldersFrom(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersFrom(above)];
}
