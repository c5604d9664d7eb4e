import { join, relative, resolve } from 'node:path';
import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import { type CanonicalValue, digestOf, sha256 } from '../../digest/index.ts';
import type { Host } from '../../host/index.ts';
import type { Locate, Plan, PlannedScenario } from '../../plan/index.ts';
import { compileGlob, isGlob } from '../../scenario/index.ts';
import type { Inputs, RunInputs } from './inputs-file.ts';

export interface InputsOptions {
  readonly host: Host;
  /** Absolute; paths are kept relative to it, so that they are the same in every checkout. */
  readonly projectDir: string;
  /** Name and version. */
  readonly tool: string;
  /** Of a scenario file, by its name: digest of its source, and absolute paths of what its rendering read. */
  readonly sources: ReadonlyMap<string, Source>;
  readonly locate: Locate;
}

export interface Source {
  readonly digest: string;
  readonly dependencies: readonly string[];
}

export interface FoundInputs {
  readonly inputs: RunInputs;
  /** Inputs that are declared and not there. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Files one scenario may declare; more are not a mistake that should take minutes. */
const MAX_FILES = 50_000;

/** What each scenario of a plan is made of now. Every file is read once, however many scenarios name it. */
export function findInputs({ scenarios }: Plan, options: InputsOptions): FoundInputs {
  const book = new InputBook(options);
  const inputs = new Map(scenarios.map((each) => [each.id, book.of(each)]));
  return { inputs, diagnostics: book.diagnostics };
}

class InputBook {
  readonly diagnostics: Diagnostic[] = [];
  readonly #options: InputsOptions;
  readonly #digests = new Map<string, string>();
  readonly #found = new Map<string, readonly string[]>();

  constructor(options: InputsOptions) {
    this.#options = options;
  }

  of(scenario: PlannedScenario): Inputs {
    const { sources, tool } = this.#options;
    const source = sources.get(scenario.file);
    return new Map([
      [`file ${this.#shown(resolve(this.#options.host.cwd, scenario.file))}`, source?.digest ?? 'unknown'],
      ...(source?.dependencies ?? []).map((path): [string, string] => [
        `template ${this.#shown(path)}`,
        this.#digest(path),
      ]),
      ...this.#declared(scenario).map((path): [string, string] => [
        `input ${this.#shown(path)}`,
        this.#digest(path),
      ]),
      ['scenario', meaningOf(scenario)],
      ['tool', tool],
    ]);
  }

  #declared(scenario: PlannedScenario): readonly string[] {
    return scenario.inputs.flatMap((pattern, index) => {
      const paths = this.#matching(resolve(scenario.dir, pattern));
      if (paths.length > 0) return paths;
      const place = this.#options.locate(scenario, [...scenario.path, 'inputs', index]);
      this.diagnostics.push(
        diagnostic({
          code: 'SW0026',
          message: `the input "${pattern}" of scenario \`${scenario.name}\` leads to no file`,
          place,
          hint: 'paths and globs start at the folder of the scenario file',
        }),
      );
      return [];
    });
  }

  /** The files that a path, a folder or a glob leads to, sorted. */
  #matching(path: string): readonly string[] {
    const known = this.#found.get(path);
    if (known) return known;
    const { files } = this.#options.host;
    const found: string[] = [];
    if (isGlob(path)) {
      const glob = compileGlob(path);
      walk(folderOf(path), files, (each) => glob.test(each) && found.push(each) >= MAX_FILES);
    } else if (files.stat(path)?.kind === 'directory') {
      walk(path, files, (each) => found.push(each) >= MAX_FILES);
    } else if (files.stat(path)) found.push(path);
    this.#found.set(path, found.sort());
    return found;
  }

  #digest(path: string): string {
    const known = this.#digests.get(path);
    if (known !== undefined) return known;
    const digest = contentDigest(path, this.#options.host);
    this.#digests.set(path, digest);
    return digest;
  }

  #shown(path: string): string {
    return relative(this.#options.projectDir, path).replaceAll('\\', '/');
  }
}

function contentDigest(path: string, { files }: Host): string {
  try {
    const bytes = files.read(path);
    return bytes ? sha256(bytes) : 'missing';
  } catch {
    return 'unreadable';
  }
}

/** The part of a glob before its first wildcard. */
function folderOf(glob: string): string {
  const parts = glob.split('/');
  const wild = parts.findIndex((part) => isGlob(part));
  return parts.slice(0, wild).join('/') || '/';
}

/** Each file below a folder, until one is enough. What belongs to no source (node_modules, dot folders) is left out. */
function walk(folder: string, files: Host['files'], visit: (path: string) => boolean): boolean {
  let entries: ReturnType<Host['files']['list']>;
  try {
    entries = files.list(folder);
  } catch {
    return false;
  }
  for (const { name, kind } of entries ?? []) {
    const path = join(folder, name);
    if (kind === 'directory') {
      if (name === 'node_modules' || name.startsWith('.')) continue;
      if (walk(path, files, visit)) return true;
    } else if (kind === 'file' && visit(path)) return true;
  }
  return false;
}

/** What is run and claimed, whatever the run is asked about time, retries and order. */
function meaningOf({
  timeoutMs: _,
  retries: _retries,
  priority: _priority,
  unchangedSince: _since,
  dir: _dir,
  ...rest
}: PlannedScenario): string {
  // Plans are plain data by contract, which their interfaces cannot say.
  return digestOf(rest as object as CanonicalValue);
}
