import type { Diagnostic } from '../diagnostic/index.ts';
import type { Host } from '../host/index.ts';
import { dialects } from './evaluate/dialect.ts';
import { lookUp } from './evaluate/expression.ts';
import { type Dependency, Loader, templateOf } from './evaluate/load.ts';
import { diagnosticOf, Run, STOP } from './evaluate/run.ts';
import { MappedText } from './evaluate/sink.ts';
import { render, renderWhole } from './evaluate/statement.ts';
import { Fault } from './fault.ts';
import { type Determinism, type Uses, World } from './function/world.ts';
import { defaultLimits, type RenderLimits } from './limits.ts';
import type { LineMap } from './line-map.ts';
import type { DialectName } from './syntax/lexer.ts';
import { type ParseResult, parseText, type SyntaxTree } from './syntax/parse.ts';
import type { ValueMap } from './value/value.ts';

export interface ParseTemplateInput {
  /** As diagnostics name it. */
  readonly file: string;
  readonly text: string;
  readonly dialect: DialectName;
  readonly limits?: Partial<RenderLimits> | undefined;
}

/**
 * Parses a template. The tree depends on the text, the dialect and the limits alone, and is never changed: it may be
 * kept by the digest of the text and given to {@link renderTemplate} any number of times. A template that cannot be
 * read gives one diagnostic with its place.
 */
export function parseTemplate(
  input: ParseTemplateInput,
): SyntaxTree | { readonly diagnostics: readonly Diagnostic[] } {
  const parsed = parse(input.text, input.dialect, { ...defaultLimits, ...input.limits });
  if (!('fault' in parsed)) return parsed;
  return { diagnostics: [diagnosticOf(parsed.fault, { file: input.file, via: undefined })] };
}

export interface RenderInput extends ParseTemplateInput {
  /** Absolute path of the project; templates are read from inside it only. */
  readonly root: string;
  readonly host: Host;
  /** Everything that the template sees by name; `contextOf` puts it together. */
  readonly variables: ValueMap;
  /** Names of the environment variables that `env()` and `get_env()` may read. */
  readonly allowedEnv: ReadonlySet<string>;
  readonly determinism?: Determinism | undefined;
  /** A tree of the same text and dialect, from {@link parseTemplate}. */
  readonly tree?: SyntaxTree | undefined;
  /** Parses the files that the template names; the place for a cache. */
  readonly parse?: ((text: string, dialect: DialectName) => ParseResult) | undefined;
}

export interface Rendered {
  /** Undefined when something is wrong; what it is, is in `diagnostics`. */
  readonly text: string | undefined;
  /** Of `text`, or of what was rendered before it went wrong. */
  readonly map: LineMap;
  /** Files other than the template itself, sorted by path. */
  readonly dependencies: readonly Dependency[];
  readonly uses: Uses;
  /** Errors, warnings about what has no effect, and notes about what is not portable; in the order of evaluation. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Renders a template to text, within bounds, reading nothing but files inside the root and the environment variables
 * allowed. Everything wrong is a diagnostic at its place in the template; nothing is thrown. A fault in one tag does not
 * hide those in the tags after it.
 */
export function renderTemplate(input: RenderInput): Rendered {
  const limits = { ...defaultLimits, ...input.limits };
  const parseWith = input.parse ?? ((text, dialect) => parse(text, dialect, limits));
  const world = new World(input.host, input.allowedEnv, input.determinism ?? {});
  const parsed = input.tree ?? parseWith(input.text, input.dialect);
  if ('fault' in parsed) {
    const diagnostics = [diagnosticOf(parsed.fault, { file: input.file, via: undefined })];
    return {
      text: undefined,
      map: new MappedText().finish().map,
      dependencies: [],
      uses: world.uses,
      diagnostics,
    };
  }
  const loader = new Loader({
    host: input.host,
    root: input.root,
    limits,
    text: input.text,
    parse: parseWith,
  });
  const sink = new MappedText();
  const template = templateOf(input.file, parsed);
  const run = new Run(template, sink, {
    limits,
    world,
    context: input.variables,
    load: (from, name, at) => loader.load(from, name, at),
    nearestTemplate: (from, name) => loader.nearest(from, name),
    engine: { lookUp, render },
  });
  evaluateAll(run, () => {
    for (const note of parsed.notes) run.remark(note.at, note);
    loader.resolve(run, template);
    renderWhole(run, template);
  });
  const { text, map } = sink.finish();
  const failed = run.diagnostics.some(({ severity }) => severity === 'error');
  return {
    text: failed ? undefined : text,
    map,
    dependencies: loader.dependencies,
    uses: world.uses,
    diagnostics: run.diagnostics,
  };
}

/** Does the work until its end or a bound; faults that no tag could keep to itself are reported here. */
function evaluateAll(run: Run, work: () => void): void {
  try {
    work();
  } catch (cause) {
    if (cause instanceof Fault) run.report(cause, false);
    else if (cause !== STOP) throw cause;
  }
}

function parse(text: string, dialect: DialectName, limits: RenderLimits): ParseResult {
  return parseText(text, {
    dialect,
    sourceLength: limits.sourceLength,
    nesting: limits.nesting,
    parametersOf: (callee) => parametersOf(dialect, callee),
  });
}

function parametersOf(dialect: DialectName, callee: string): readonly string[] | undefined {
  const { functions, filters } = dialects[dialect];
  return (functions.get(callee) ?? filters.get(callee))?.parameters.map(({ name }) => name);
}

/** Whether a text has anything for a template engine to do: a tag of any kind, comments included. */
export function isTemplateText(text: string): boolean {
  return /\{[{%#]/.test(text);
}
