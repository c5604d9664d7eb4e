import type { Diagnostic, Place, Related } from '../diagnostic/index.ts';
import type { Dependency, LineMap, Uses } from '../render/index.ts';
import { type LoadedFile, type LoadInput, loadScenarioFile, loadToml, textOf } from './load.ts';
import { mergeCombinations } from './matrix/merge.ts';
import { callsAt, inTemplate, type Placer, placer } from './origin.ts';
import { renderedNote } from './rendering/note.ts';
import { type Rendering, renderFile, type VariableUse } from './rendering/render-file.ts';
import type { TemplateSurroundings } from './rendering/surroundings.ts';
import { isTemplate } from './template.ts';

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
  /** Undefined for a file that is no template. */
  readonly variables?: VariableUse | undefined;
}

/**
 * Reads a scenario file, rendering it first if it is a template. Every diagnostic and every place then leads to the
 * template, through macros, loops and includes; nothing in a template is executed.
 */
export function loadRendered(input: LoadInput, surroundings: TemplateSurroundings): LoadedSet {
  const text = textOf(input.content);
  const { plugins = surroundings.plugins } = input;
  if (!isTemplate(input.file, text)) return loadPlain({ ...input, plugins });
  const { renderings, found, diagnostics, ...rest } = renderFile(input.file, text, surroundings);
  const loads = loadEach(renderings, { ...input, plugins, content: text });
  const examined = renderings.length > 0 ? found.slice(0, loads.length) : found;
  const merged = mergeCombinations(
    input.file,
    examined.map((each, index) => ({
      ...each,
      diagnostics: [...each.diagnostics, ...(loads[index]?.diagnostics ?? [])],
    })),
  );
  const all = [...diagnostics, ...merged];
  return {
    files: all.some(isError) ? [] : loads.flatMap(({ loaded }) => loaded ?? []),
    diagnostics: all,
    ...rest,
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
    variables: undefined,
  };
}

interface TemplateInput extends LoadInput {
  /** Of the template, without a byte order mark. */
  readonly content: string;
}

/** Problems of all combinations together; whoever has more has seen enough. */
const ENOUGH_PROBLEMS = 1_000;

function loadEach(renderings: readonly Rendering[], input: TemplateInput) {
  const loads: ReturnType<typeof loadRendering>[] = [];
  let problems = 0;
  for (const rendering of renderings) {
    const load = loadRendering(rendering, input);
    loads.push(load);
    problems += load.diagnostics.filter(isError).length;
    if (problems > ENOUGH_PROBLEMS) break;
  }
  return loads;
}

function loadRendering(rendering: Rendering, input: TemplateInput) {
  const { text, map, combination } = rendering;
  const { loaded, diagnostics } = loadToml({ ...input, content: text, text, rendered: true });
  const origin = placer(map, input.file);
  const source = { text, origin, template: { file: input.file, text: input.content } };
  const noteOf = (place: Place) => [...callsAt(map, place), ...renderedNote(place, source)];
  return {
    loaded: loaded && { ...fromTemplate(loaded, { input, map, origin, noteOf }), combination },
    diagnostics: diagnostics.map((each) => inTemplate(each, origin, each.place && noteOf(each.place))),
  };
}

interface Template {
  readonly input: TemplateInput;
  readonly map: LineMap;
  readonly origin: Placer;
  readonly noteOf: (place: Place) => readonly Related[];
}

/** What was loaded from the rendered text, with its places in the template. */
function fromTemplate(loaded: LoadedFile, { input, map, origin, noteOf }: Template): LoadedFile {
  return {
    ...loaded,
    text: input.content,
    locate: (path) => origin(loaded.locate(path)),
    renderedAt: (path) => noteOf(loaded.locate(path)),
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

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}
