import type { Trace } from '../../../trace/index.ts';
import { type Forest, forestOf, Numbers } from '../forest.ts';
import { pathOf } from '../span-path.ts';
import type { FindingInput, TraceFinding } from './finding.ts';

/** Runs without which nothing can be said about what varies. */
const MIN_RUNS = 5;
/** Median absolute deviations, scaled to standard deviations of a normal distribution, that are no chance. */
const DEVIATIONS = 8;
const MAD_TO_SIGMA = 1.4826;
/** Smaller changes are of no interest however steady the runs are. */
const MIN_SHARE = 0.5;
const MIN_MS = 10;

/**
 * Work that takes much longer or shorter than in the earlier runs: beyond what they vary by (median absolute deviation),
 * by half at least, and by 10 ms at least. Of a chain of spans that slow each other down, the lowest is named.
 */
export function changedDurations({ pair, history }: FindingInput): TraceFinding[] {
  const earlier = [durationsOf(pair.before), ...history.map((trace) => durationsOf(forestFor(trace)))];
  if (earlier.length < MIN_RUNS) return [];
  const changes = [...durationsOf(pair.after)].flatMap(([key, now]) => changeOf(key, now, earlier));
  // The deepest first, so that those above can be explained by them.
  changes.sort((a, b) => b.path.length - a.path.length);
  const named: Change[] = [];
  for (const change of changes) {
    const below = named.filter((each) => isBelow(each.path, change.path));
    const explained = below.reduce((sum, each) => sum + each.byMs, 0);
    if (Math.abs(change.byMs - explained) > Math.max(MIN_MS, Math.abs(change.byMs) * 0.3)) named.push(change);
  }
  return named.map(({ path, message }) => ({ kind: 'duration', path, message }));
}

interface Change {
  readonly path: readonly string[];
  readonly byMs: number;
  readonly message: string;
}

function changeOf(key: string, nowMs: number, earlier: readonly ReadonlyMap<string, number>[]): Change[] {
  const runs = earlier.flatMap((each) => each.get(key) ?? []);
  if (runs.length < MIN_RUNS) return [];
  const middle = median(runs);
  const spread = median(runs.map((each) => Math.abs(each - middle)));
  const byMs = nowMs - middle;
  const allowed = Math.max(DEVIATIONS * MAD_TO_SIGMA * spread, MIN_SHARE * middle, MIN_MS);
  if (Math.abs(byMs) <= allowed) return [];
  const path: string[] = JSON.parse(key);
  const message = `"${path.at(-1)}" took ${rounded(middle)} ms (median of ${runs.length} runs, deviation ${rounded(spread)} ms) and now takes ${rounded(nowMs)} ms`;
  return [{ path, byMs, message }];
}

/** Milliseconds spent at each path, summed over the spans there. */
function durationsOf(forest: Forest): Map<string, number> {
  const durations = new Map<string, number>();
  for (const [index, { startNs, endNs }] of forest.spans.entries()) {
    if (startNs === undefined || endNs === undefined || endNs < startNs) continue;
    const key = JSON.stringify(pathOf(forest, index));
    durations.set(key, (durations.get(key) ?? 0) + Number(endNs - startNs) / 1_000_000);
  }
  return durations;
}

function forestFor(trace: Trace): Forest {
  return forestOf(trace, { numbers: new Numbers(), counts: () => true });
}

function isBelow(path: readonly string[], above: readonly string[]): boolean {
  return path.length > above.length && above.every((name, index) => path[index] === name);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function rounded(ms: number): string {
  return ms < 10 ? ms.toFixed(1) : String(Math.round(ms));
}
