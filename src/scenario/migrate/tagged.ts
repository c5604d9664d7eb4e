import type { Place } from '../../diagnostic/index.ts';
import { tokenize } from '../format/index.ts';
import type { KeyPath } from '../path.ts';
import type { ScenarioFile } from '../schema/file.ts';
import { locate, parseToml } from '../toml/index.ts';
import { at, type Run, type Tags } from './tags.ts';

export interface Tagged {
  readonly path: KeyPath;
  readonly run: Run;
}

export interface CarriedValues {
  /** With the tags in it, where the values that they make stood. */
  readonly text: string;
  readonly carried: readonly Tagged[];
  /** What makes a value that is written in another form now. */
  readonly stuck: readonly Run[];
}

export interface ValuesInput {
  /** The new file, with the values that the tags made. */
  readonly text: string;
  readonly model: ScenarioFile;
  readonly locateOld: (path: KeyPath) => Place;
  readonly tags: Tags;
}

/** Writes values with tags in them as they were written, wherever they stand now. */
export function carriedValues({ text, model, locateOld, tags }: ValuesInput): CarriedValues {
  const { root } = parseToml({ file: '', text });
  if (!root || tags.values.size === 0) return { text, carried: [], stuck: [] };
  const carried: Tagged[] = [];
  const stuck = new Set<Run>();
  const replaced = new Map<string, Run>();
  const tokens = tokensByPlace(text);
  for (const path of pathsOf(model)) {
    const run = tags.values.get(at(locateOld(path.steps)));
    if (run === undefined) continue;
    const { value, steps } = locate(root, path.steps);
    const token = steps === path.steps.length ? tokens.get(at(value)) : undefined;
    if (path.isPlain && token !== undefined && isText(token) === isText(run.text)) {
      replaced.set(at(value), run);
      carried.push({ path: path.steps, run });
    } else if (path.isPlain || !isText(run.text)) stuck.add(run);
  }
  return { text: withRuns(text, replaced), carried, stuck: [...stuck] };
}

function isText(token: string): boolean {
  return token.startsWith('"') || token.startsWith("'");
}

interface ModelPath {
  readonly steps: KeyPath;
  /** Whether the value is neither a table nor a list. */
  readonly isPlain: boolean;
}

/** Every path of a model. */
function* pathsOf(model: ScenarioFile): Generator<ModelPath> {
  const queue: { readonly steps: KeyPath; readonly value: unknown }[] = [{ steps: [], value: model }];
  for (const { steps, value } of queue) {
    if (value === undefined) continue;
    const isPlain = typeof value !== 'object' || value === null;
    if (steps.length > 0) yield { steps, isPlain };
    if (isPlain) continue;
    for (const [key, inner] of Object.entries(value)) {
      queue.push({ steps: [...steps, Array.isArray(value) ? Number(key) : key], value: inner });
    }
  }
}

/** Words and strings by where they begin. */
function tokensByPlace(text: string): ReadonlyMap<string, string> {
  const tokens = new Map<string, string>();
  for (const { place, text: token } of placed(text)) tokens.set(at(place), token);
  return tokens;
}

function withRuns(text: string, runs: ReadonlyMap<string, Run>): string {
  return [...placed(text)].map(({ place, text: token }) => runs.get(at(place))?.text ?? token).join('');
}

function* placed(text: string) {
  let line = 1;
  let column = 1;
  for (const token of tokenize(text, false)) {
    yield { place: { line, column }, text: token.text };
    const breaks = token.text.split('\n');
    line += breaks.length - 1;
    column = (breaks.length > 1 ? 1 : column) + (breaks.at(-1)?.length ?? 0);
  }
}
