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

/** Trees by their dialect and text; a Map will do, or anything that forgets the oldest. */
export interface TreeCache {
  get(key: string): SyntaxTree | undefined;
  set(key: string, tree: SyntaxTree): unknown;
}

export interface ParseTemplateInput {
  /** As diagnostics name it: absolute, or from the working directory. */
  readonly file: string;
  readonly text: string;
  readonly dialect: DialectName;
  readonly limits?: Partial<RenderLimits> | undefined;
  /** Trees of earlier parses with the same limits, looked up and added to. */
  readonly trees?: TreeCache | undefined;
}

/**
 * Parses a template, to know whether it can be read. The tree depends on the text, the dialect and the limits alone, and
 * is never changed, so that one in `trees` serves any number of renderings. A template that cannot be read gives one
 * diagnostic with its place.
 */
export function parseTemplate(
  input: ParseTemplateInput,
): SyntaxTree | { readonly diagnostics: readonly Diagnostic[] } {
  const parsed = parserOf(input)(input.text, input.dialect);
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
}

export interface Rendered {
  /** Undefined when something is wrong; what it is, is in `diagnostics`. */
  readonly text: string | undefined;
  /** Of `text`, or of what was rendered before it went wrong. */
  readonly map: LineMap;
  /** Files other than the template itself, sorted by path. */
  readonly dependencies: readonly Dependency[];
  readonly uses: Uses;
  /** Units of work that it took, of those that the limits allow. */
  readonly steps: number;
  /** Errors, warnings about what has no effect, and notes about what is not portable; in the order of evaluation. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Renders a template to text, within bounds, reading nothing but files inside the root and the environment variables
 * allowed. Everything wrong is a diagnostic at its place in the template; nothing is thrown. A fault in one tag does not
 * hide those in the tags after it.
 */
export function renderTemplate(input: RenderInput): Rendered {
  const { file, text, dialect, host, root } = input;
  const limits = { ...defaultLimits, ...input.limits };
  const world = new World(host, input.allowedEnv, input.determinism ?? {});
  const parse = parserOf(input);
  const parsed = parse(text, dialect);
  if ('fault' in parsed) return notRendered(diagnosticOf(parsed.fault, { file, via: undefined }), world);
  const loader = new Loader({ host, root, limits, file, text, parse });
  const sink = new MappedText();
  const template = templateOf(file, parsed);
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
  const { dependencies } = loader;
  const { diagnostics } = run;
  const rendered = sink.finish();
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  return {
    ...rendered,
    text: failed ? undefined : rendered.text,
    dependencies,
    uses: world.uses,
    steps: run.stepsTaken,
    diagnostics,
  };
}

function notRendered(found: Diagnostic, world: World): Rendered {
  const { map } = new MappedText().finish();
  return { text: undefined, map, dependencies: [], uses: world.uses, steps: 0, diagnostics: [found] };
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

function parserOf(input: ParseTemplateInput): (text: string, dialect: DialectName) => ParseResult {
  const { sourceLength, nesting } = { ...defaultLimits, ...input.limits };
  return (text, dialect) => {
    // The text itself and no digest of it: node:crypto takes 9 ms to load.
    const key = `${dialect} ${text}`;
    const known = input.trees?.get(key);
    if (known) return known;
    const names = (callee: string) => parametersOf(dialect, callee);
    const parsed = parseText(text, { dialect, sourceLength, nesting, parametersOf: names });
    if (!('fault' in parsed)) input.trees?.set(key, parsed);
    return parsed;
  };
}

function parametersOf(dialect: DialectName, callee: string): readonly string[] | undefined {
  const { functions, filters } = dialects[dialect];
  return (functions.get(callee) ?? filters.get(callee))?.parameters.map(({ name }) => name);
}

/** Whether a text has anything for a template engine to do: a tag of any kind, comments included. */
export function isTemplateText(text: string): boolean {
  return /\{[{%#]/.test(text);
}
