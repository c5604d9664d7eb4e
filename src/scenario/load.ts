import { type Diagnostic, type Place, type Related, sortDiagnostics } from '../diagnostic/index.ts';
import type { Dialect } from './dialect.ts';
import { normaliseClnrm } from './generations/clnrm.ts';
import { dialectOf, refuseUnread } from './generations/recognise.ts';
import { expandShorthands } from './generations/shorthand.ts';
import type { KeyPath } from './path.ts';
import { createPatternBudget } from './pattern.ts';
import { type Plugins, presets } from './plugins/presets.ts';
import { createProblems, type Problems } from './problems.ts';
import { check } from './schema/check.ts';
import { type ScenarioFile, scenarioFile } from './schema/file.ts';
import { checkStructure } from './structure/check.ts';
import { templateProblem } from './template.ts';
import { type LocatedTable, locate, parseToml, type Use11 } from './toml/index.ts';

/** A checked scenario file: only {@link loadScenarioFile} makes one, so later stages cannot be handed an unchecked one. */
export interface LoadedFile {
  /** As shown to people: relative to the working directory where possible. */
  readonly file: string;
  /** Absolute folder of the file; relative paths in it start here. */
  readonly dir: string;
  /** Source text without a byte order mark, for excerpts. */
  readonly text: string;
  readonly dialect: Dialect;
  /** The values of `[matrix]` that this was rendered with, as text, by name; undefined without a matrix. */
  readonly combination: ReadonlyMap<string, string> | undefined;
  /**
   * In one normal form, whatever the file was written in: clnrm's older tables have become `meta`, `service`,
   * `scenario` and `expect`; shorthands such as `run`, `timeout_ms`, `expected_exit_code` and `wait_for_span` have
   * become what they stand for; every scenario has `steps`, and every step a `command`.
   */
  readonly model: ScenarioFile;
  /**
   * Place of the value at a key path of the model, or of the deepest part of the path that was written. What was
   * rewritten leads to where the author wrote it.
   */
  readonly locate: (path: KeyPath) => Place;
  /** Of a template: what the place of a key path came out as, to be shown beside it; empty where it is as written. */
  readonly renderedAt?: ((path: KeyPath) => readonly Related[]) | undefined;
  /** What `plugin` of its services may stand for; default the bundled plugins. */
  readonly plugins?: Plugins | undefined;
  /** The same as its author spelled it, before anything was rewritten. */
  readonly written: Written;
}

/** For rules about spelling. */
export interface Written {
  /** The TOML that was read, without a byte order mark; of a template, what it rendered to. */
  readonly text: string;
  /** Its tables; their places are in `text`. */
  readonly root: LocatedTable;
  /** Where a place in `text` stands in the file, or in the file that a template took it from. */
  readonly origin: (place: Place) => Origin;
}

export interface Origin {
  readonly place: Place;
  /** Whether the whole stretch stands there character by character, so that it can be replaced there. */
  readonly literal: boolean;
}

/** `loaded` is absent when there are errors; warnings may accompany it. Diagnostics are in the order of the file. */
export interface LoadResult {
  readonly loaded: LoadedFile | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export interface LoadInput {
  readonly file: string;
  readonly dir: string;
  readonly content: string | Uint8Array;
  /** What services may be run by; default the bundled plugins. */
  readonly plugins?: Plugins | undefined;
}

/**
 * Reads, normalises and checks one scenario file, reporting everything wrong with it at once. Pure, and bounded in
 * time and memory whatever the content is.
 */
export function loadScenarioFile(input: LoadInput): LoadResult {
  const text = textOf(input.content);
  const template = templateProblem(input.file, text);
  return template
    ? { loaded: undefined, diagnostics: [template] }
    : loadToml({ ...input, text, rendered: false });
}

export interface TomlInput extends LoadInput {
  /** What `content` says, as text. */
  readonly text: string;
  /** A template made it. */
  readonly rendered: boolean;
}

/** Far above what anyone writes; a hostile file that stays below takes about a second, and not much more than 64 MiB. */
const LIMITS = { maxBytes: 1_048_576, maxValues: 20_000 };

/** The same for what is known to be no template, or has been rendered. */
export function loadToml(input: TomlInput): LoadResult {
  const { root, diagnostics, uses11 } = parseToml({ file: input.file, text: input.content }, LIMITS);
  const problems = createProblems(input.file);
  problems.add(diagnostics);
  const loaded = root && loadTable({ input, root, uses11, problems });
  return {
    loaded: problems.failed() ? undefined : loaded,
    diagnostics: sortDiagnostics(problems.list()),
  };
}

const lenient = new TextDecoder();

export function textOf(content: string | Uint8Array): string {
  if (typeof content === 'string') return content.replace(/^\ufeff/, '');
  // A larger file is refused whatever it says. A TextDecoder leaves out the byte order mark by itself.
  return lenient.decode(content.subarray(0, LIMITS.maxBytes));
}

interface Parsed {
  readonly input: TomlInput;
  readonly root: LocatedTable;
  readonly uses11: readonly Use11[];
  readonly problems: Problems;
}

function loadTable({ input, root, uses11, problems }: Parsed): LoadedFile | undefined {
  const { text, rendered, plugins = presets } = input;
  const { report } = problems;
  const dialect = dialectOf(input.file, root);
  const checkInput = { dialect, source: text, report, patterns: createPatternBudget() };
  if (dialect === 'clnrm') {
    if (refuseUnread(root, report)) return undefined;
    warnOf11(uses11, problems);
  }
  const native = dialect === 'clnrm' ? normaliseClnrm(root, checkInput) : root;
  const normal = expandShorthands(scenarioFile, native, checkInput);
  const model = check(scenarioFile, normal, checkInput);
  // Only a table is ever made of a table.
  if (!model || normal.kind !== 'table') return undefined;
  checkStructure({ model, root: normal, source: text, dialect, rendered, plugins, report });
  const { file, dir } = input;
  return {
    file,
    dir,
    text,
    dialect,
    combination: undefined,
    model,
    locate: (path) => locate(normal, path).value,
    plugins,
    written: { text, root, origin: (place) => ({ place, literal: true }) },
  };
}

/** clnrm reads TOML 1.0 only, so such a file would work here and not there. */
function warnOf11(uses11: readonly Use11[], { report }: Problems): void {
  for (const { what, instead, place } of uses11) {
    report('SW3018', () => ({ message: `${what} is not TOML 1.0, which clnrm reads`, place, hint: instead }));
  }
}
