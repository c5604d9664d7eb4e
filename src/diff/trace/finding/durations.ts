import { createSteadier } from '../../../trace/index.ts';
import { descentOf } from '../descent.ts';
import type { Forest } from '../forest.ts';
import { Numbers } from '../numbers.ts';
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
  if (history.length + 1 < MIN_RUNS) return [];
  const numbers = new Numbers();
  const before = history.map((trace) => ({ spans: trace.spans, parent: trace.parents() }));
  const earlier = [pair.before, ...before].map((trace) => durationsOf(trace, numbers));
  const changes = [...durationsOf(pair.after, numbers)].flatMap(([key, { first, ms }]) => {
    const runs = earlier.flatMap((each) => each.get(key)?.ms ?? []);
    return changeOf(runs, { path: pathOf(pair.after, first), nowMs: ms });
  });
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

function changeOf(
  runs: readonly number[],
  { path, nowMs }: { readonly path: readonly string[]; readonly nowMs: number },
): Change[] {
  if (runs.length < MIN_RUNS) return [];
  const middle = median(runs);
  const spread = median(runs.map((each) => Math.abs(each - middle)));
  const byMs = nowMs - middle;
  const allowed = Math.max(DEVIATIONS * MAD_TO_SIGMA * spread, MIN_SHARE * middle, MIN_MS);
  if (Math.abs(byMs) <= allowed) return [];
  const message = `"${path.at(-1)}" took ${rounded(middle)} ms (median of ${runs.length} runs, deviation ${rounded(spread)} ms) and now takes ${rounded(nowMs)} ms`;
  return [{ path, byMs, message }];
}

/** What the spans at one path took together. */
interface Spent {
  /** Position of the first of them. */
  readonly first: number;
  ms: number;
}

/** By path, which is the number of its last name and of the path above it. */
function durationsOf(
  { spans, parent }: Pick<Forest, 'spans' | 'parent'>,
  numbers: Numbers,
): Map<number, Spent> {
  const steadier = createSteadier(spans);
  const path = new Int32Array(spans.length).fill(-1);
  const durations = new Map<number, Spent>();
  for (const index of descentOf(parent).order) {
    const span = spans[index];
    numbers.add(path[parent[index] ?? -1] ?? -1);
    numbers.add(numbers.of(steadier.text(span?.name ?? '')));
    const key = numbers.list();
    path[index] = key;
    if (span?.startNs === undefined || span.endNs === undefined || span.endNs < span.startNs) continue;
    const spent = durations.get(key) ?? { first: index, ms: 0 };
    spent.ms += Number(span.endNs - span.startNs) / 1_000_000;
    durations.set(key, spent);
  }
  return durations;
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
