import type { Diagnostic, Place } from '../diagnostic/index.ts';
import type { Host } from '../host/index.ts';
import {
  contextOf,
  type Dependency,
  type DialectName,
  dialectOf,
  type LineMap,
  type Rendered,
  renderTemplate,
  resolveVariables,
  type Uses,
  variablesFrom,
} from '../render/index.ts';
import { type LoadedFile, type LoadInput, loadScenarioFile, loadToml, textOf } from './load.ts';
import { isTemplate, withoutTemplateEnding } from './template.ts';
import { parseToml, toPlain } from './toml/index.ts';

/** What rendering may look at besides the template. */
export interface TemplateSurroundings {
  readonly host: Host;
  /** Absolute; includes are read from inside it only. */
  readonly root: string;
  /** Environment variables a template may read. */
  readonly allowedEnv: ReadonlySet<string>;
}

/** What came of a file. */
export interface LoadedSet {
  /** One for each combination of `[matrix]`, one for a file without; none when anything is an error. */
  readonly files: readonly LoadedFile[];
  /** In the order of the file. What is wrong in several combinations is said once. */
  readonly diagnostics: readonly Diagnostic[];
  /** The other files that the rendering read or looked for, sorted by path. */
  readonly dependencies: readonly Dependency[];
  /** What else it depends on. */
  readonly uses: Uses;
}

/**
 * Reads a scenario file, rendering it first if it is a template. Every diagnostic and every place then leads to the
 * template, through macros, loops and includes; nothing in a template is executed.
 */
export function loadRendered(input: LoadInput, surroundings: TemplateSurroundings): LoadedSet {
  const text = textOf(input.content);
  if (!isTemplate(input.file, text)) return loadPlain(input);
  const rendered = render(input.file, text, surroundings);
  const { dependencies, uses } = rendered;
  if (rendered.text === undefined) {
    return { files: [], diagnostics: rendered.diagnostics, dependencies, uses };
  }
  const { loaded, diagnostics } = loadToml({
    ...input,
    content: rendered.text,
    text: rendered.text,
    rendered: true,
  });
  const origin = placer(rendered.map, input.file);
  return {
    files: loaded ? [inTemplate(loaded, { text, map: rendered.map, origin })] : [],
    diagnostics: [...rendered.diagnostics, ...diagnostics.map((each) => mapped(each, origin))],
    dependencies,
    uses,
  };
}

/** Reads a file that is no template, or refuses one that is. */
export function loadPlain(input: LoadInput): LoadedSet {
  const { loaded, diagnostics } = loadScenarioFile(input);
  return {
    files: loaded ? [loaded] : [],
    diagnostics,
    dependencies: [],
    uses: { clock: false, random: false, env: [] },
  };
}

function render(file: string, text: string, { host, root, allowedEnv }: TemplateSurroundings): Rendered {
  const native = /\.span\.toml$/i.test(withoutTemplateEnding(file));
  const own = tablesOf(file, text);
  const variables = resolveVariables({
    file: variablesFrom(own.vars),
    env: (name) => (allowedEnv.has(name) ? host.env[name] : undefined),
    prd: !native,
  });
  const dialect: DialectName = dialectOf(file) ?? (native ? 'nunjucks' : 'tera');
  const { determinism } = own;
  return renderTemplate({
    file,
    text,
    dialect,
    root,
    host,
    allowedEnv,
    determinism,
    variables: contextOf(variables),
  });
}

/**
 * The tables of a template that its own rendering depends on, read before it is rendered: `[vars]` (in clnrm 0.6 also
 * `[template.vars]`) and `[determinism]`. Lines with a tag are left out, for their values are not known yet.
 */
function tablesOf(file: string, text: string) {
  const read = (header: string) => {
    const { root } = parseToml({ file, text: plainLines(text, header) });
    const plain = root ? toPlain(root) : {};
    return plain as { readonly [key: string]: unknown };
  };
  const { seed, freeze_clock: freezeClock } = read('determinism');
  return {
    vars: { ...read('template.vars'), ...read('vars') },
    determinism: {
      seed: typeof seed === 'number' || typeof seed === 'bigint' ? seed : undefined,
      freezeClock: typeof freezeClock === 'string' ? freezeClock : undefined,
    },
  };
}

function plainLines(text: string, header: string): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.trim() === `[${header}]`);
  if (start === -1) return '';
  const length = lines.slice(start + 1).findIndex((line) => /^\s*\[/.test(line));
  const body = lines.slice(start + 1, length === -1 ? undefined : start + 1 + length);
  return body.filter((line) => !/\{[{%#]/.test(line)).join('\n');
}

type Placer = (place: Place) => Place;

/** From a place in the rendered text to where the template made it. What a tag made is marked at the tag's beginning. */
function placer(map: LineMap, template: string): Placer {
  return ({ line, column, length }) => {
    const origin = map.originOf(line, column);
    // Only an empty text has places that no piece of the template made.
    if (!origin) return { file: template, line: 1, column: 1, length: 1 };
    return {
      file: origin.file,
      line: origin.line,
      column: origin.column,
      length: origin.literal ? length : 1,
    };
  };
}

interface Template {
  readonly text: string;
  readonly map: LineMap;
  readonly origin: Placer;
}

/** What was loaded from the rendered text, with its places in the template. */
function inTemplate(loaded: LoadedFile, { text, map, origin }: Template): LoadedFile {
  return {
    ...loaded,
    text,
    locate: (path) => origin(loaded.locate(path)),
    written: {
      ...loaded.written,
      origin: (place) => ({ place: origin(place), literal: isLiteral(map, place) }),
    },
  };
}

/** A stretch longer than this is taken for one with a tag in it, so that nobody has to wait for a megabyte of text. */
const LONGEST_STRETCH = 2000;

function isLiteral(map: LineMap, { line, column, length }: Place): boolean {
  const first = map.originOf(line, column);
  if (!first?.literal || length > LONGEST_STRETCH) return false;
  for (let step = 1; step < length; step++) {
    const origin = map.originOf(line, column + step);
    const isNext = origin?.literal && origin.line === first.line && origin.column === first.column + step;
    if (!isNext || origin.file !== first.file) return false;
  }
  return true;
}

function mapped(diagnostic: Diagnostic, origin: Placer): Diagnostic {
  const { place, related } = diagnostic;
  return {
    ...diagnostic,
    place: place && origin(place),
    related: related?.map((each) => ({ ...each, place: origin(each.place) })),
    // A replacement fits the rendered text only.
    fix: undefined,
  };
}
