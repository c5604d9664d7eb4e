import { dirname, resolve } from 'node:path';
import type { PublishDiagnosticsParams } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type DiagnosticOptions,
  mentionOf,
  protocolDiagnostics,
  readEdited,
  type ShownDiagnostic,
} from '../../editor/index.ts';
import { redact, secretsOf } from '../../report/index.ts';
import { loadRendered } from '../../scenario/index.ts';
import { type ReportedDiagnostic, validateAll } from '../../validate/index.ts';
import { isScenarioFile } from '../files/discover.ts';
import { shownPath } from '../files/say.ts';
import type { Abilities } from './abilities.ts';
import { pathOf, type Surroundings, type Workspace } from './workspace.ts';

/** Longer than between two key strokes, shorter than anyone waits for. */
const DEBOUNCE_MS = 100;

export interface ChecksOptions {
  readonly workspace: Workspace;
  readonly documentOf: (uri: string) => TextDocument | undefined;
  readonly publish: (params: PublishDiagnosticsParams) => void;
  /** Told of a crash, which is a bug; the server goes on. */
  readonly crashed: (error: unknown) => void;
  readonly docs: (code: string) => string | undefined;
  readonly abilities: () => Pick<Abilities, 'related' | 'tags'>;
}

/** What was found in one version of a document. */
export interface Checked {
  readonly version: number;
  /** As the document is named in places. */
  readonly file: string;
  readonly diagnostics: readonly ShownDiagnostic[];
  /** Every path that was looked at, absolute. */
  readonly seen: ReadonlySet<string>;
}

/**
 * Keeps the diagnostics of the open scenario files up to date: each is checked a moment after its last change, and again
 * when a file that it was rendered from changes. One check at a time, with a pause between two in which requests are
 * answered.
 */
export class Checks {
  private readonly options: ChecksOptions;
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly waiting = new Set<string>();
  private readonly results = new Map<string, Checked>();
  private isRunning = false;

  constructor(options: ChecksOptions) {
    this.options = options;
  }

  /** A document was opened, which is checked at once, or changed. */
  changed(uri: string): void {
    if (this.results.has(uri)) this.later(uri);
    else this.enqueue(uri);
    this.touched(uri);
  }

  closed(uri: string): void {
    clearTimeout(this.timers.get(uri));
    this.timers.delete(uri);
    this.waiting.delete(uri);
    if (this.results.delete(uri)) this.options.publish({ uri, diagnostics: [] });
    this.touched(uri);
  }

  /** Files changed on disk. */
  filesChanged(uris: readonly string[]): void {
    for (const uri of uris) this.touched(uri);
  }

  /** Something changed that may matter to any file. */
  everything(): void {
    for (const uri of this.results.keys()) this.later(uri);
  }

  /** What is wrong with a document as it stands, checked now if it has changed since. */
  current(uri: string): Checked | undefined {
    const document = this.options.documentOf(uri);
    const known = this.results.get(uri);
    return !document || known?.version === document.version ? known : this.check(uri);
  }

  /** Checks every file again that was rendered with the help of this one. */
  private touched(uri: string): void {
    const path = pathOf(uri);
    if (path === undefined) return;
    for (const [user, { seen }] of this.results) if (user !== uri && seen.has(path)) this.later(user);
  }

  private later(uri: string): void {
    clearTimeout(this.timers.get(uri));
    this.timers.set(
      uri,
      setTimeout(() => this.enqueue(uri), DEBOUNCE_MS),
    );
  }

  private enqueue(uri: string): void {
    clearTimeout(this.timers.get(uri));
    this.timers.delete(uri);
    this.waiting.add(uri);
    if (this.isRunning) return;
    this.isRunning = true;
    setImmediate(() => this.next());
  }

  private next(): void {
    const [uri] = this.waiting;
    if (uri === undefined) {
      this.isRunning = false;
      return;
    }
    this.waiting.delete(uri);
    this.check(uri);
    setImmediate(() => this.next());
  }

  private check(uri: string): Checked | undefined {
    const document = this.options.documentOf(uri);
    const path = pathOf(uri);
    if (!document || path === undefined || !isScenarioFile(path)) return undefined;
    try {
      const checked = this.checked(document, path);
      this.results.set(uri, checked);
      const diagnostics = checked.diagnostics.map(({ shown }) => shown);
      this.options.publish({ uri, version: document.version, diagnostics });
      return checked;
    } catch (error) {
      this.options.crashed(error);
      return undefined;
    }
  }

  private checked(document: TextDocument, path: string): Checked {
    const { workspace } = this.options;
    const seen = new Set<string>();
    const around = workspace.around(path, (each) => seen.add(each));
    const file = shownPath(path, around.cwd);
    const found = diagnosticsOf(document, { file, path, around });
    const subject = { file, uri: document.uri, lines: document };
    const shown = protocolDiagnostics(found, subject, this.optionsFor(document, path, around));
    const diagnostics = found.flatMap((each, index) => {
      const protocol = shown[index];
      return protocol ? [{ found: each, shown: protocol }] : [];
    });
    return { version: document.version, file, diagnostics, seen };
  }

  /** What is said of places in other files. */
  private optionsFor(document: TextDocument, path: string, { cwd, view }: Surroundings): DiagnosticOptions {
    const { workspace, docs, abilities } = this.options;
    const { related, tags } = abilities();
    return {
      docs,
      related,
      tags,
      other: (name) => {
        const uri = workspace.uriOf(resolve(cwd, name));
        const text = view.read(resolve(cwd, name));
        return { uri, lines: text === undefined ? undefined : TextDocument.create(uri, 'toml', 0, text) };
      },
      mention: (name) => {
        const at = mentionOf(readEdited(path, document.getText()), resolve(cwd, name), view);
        return at && { start: document.positionAt(at.start), end: document.positionAt(at.end) };
      },
    };
  }
}

interface Subject {
  readonly file: string;
  readonly path: string;
  readonly around: Surroundings;
}

/** What `spanwright validate` says of the file, were it saved. */
function diagnosticsOf(
  document: TextDocument,
  { file, path, around }: Subject,
): readonly ReportedDiagnostic[] {
  const input = { file, dir: dirname(path), content: document.getText() };
  const report = validateAll([input], { load: (each) => loadRendered(each, around.template) });
  const secrets = secretsOf(around.template.host.env);
  return report.files.flatMap(({ diagnostics }) => diagnostics.map((each) => withoutSecrets(each, secrets)));
}

/** What a template took from the environment may stand in a message. */
function withoutSecrets(found: ReportedDiagnostic, secrets: readonly string[]): ReportedDiagnostic {
  const { message, expected, hint, related } = found;
  const hidden = (text: string) => redact(text, secrets);
  return {
    ...found,
    message: hidden(message),
    ...(expected !== undefined && { expected: hidden(expected) }),
    ...(hint !== undefined && { hint: hidden(hint) }),
    ...(related && { related: related.map((each) => ({ ...each, message: hidden(each.message) })) }),
  };
}
