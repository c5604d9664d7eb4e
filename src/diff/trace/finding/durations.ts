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

/** Paths without which nothing can be said about the pace of a whole run. */
const MIN_PATHS = 3;

/**
 * Work that takes much longer or shorter than in the earlier runs: beyond what they vary by (median absolute deviation),
 * by half at least, and by 10 ms at least. Of a chain of spans that slow each other down, the lowest is named. Where most
 * of the work slowed down alike, which is how a busy machine shows, what did not slow down more than that is not named.
 */
export function changedDurations({ pair, history }: FindingInput): TraceFinding[] {
  if (history.length + 1 < MIN_RUNS) return [];
  const numbers = new Numbers();
  const before = history.map((trace) => ({ spans: trace.spans, parent: trace.parents() }));
  const earlier = [pair.before, ...before].map((trace) => durationsOf(trace, numbers));
  const now = durationsOf(pair.after, numbers);
  const pace = paceOf(now, earlier);
  const changes = [...now].flatMap(([key, { first, ms }]) => {
    const runs = earlier.flatMap((each) => each.get(key)?.ms ?? []);
    return changeOf(runs, { path: pathOf(pair.after, first), nowMs: ms, pace });
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

/**
 * How many times longer than in earlier runs the median path took by itself, what is below it left out; at least 1. Of an
 * even number of paths the faster of the two in the middle counts, so that one that slows down of two is no pace.
 */
function paceOf(now: Durations, earlier: readonly Durations[]): number {
  const ratios = [...now].flatMap(([key, { selfMs }]) => {
    const runs = earlier.flatMap((each) => each.get(key)?.selfMs ?? []);
    const usual = median(runs);
    return runs.length < MIN_RUNS || usual <= 0 ? [] : [selfMs / usual];
  });
  if (ratios.length < MIN_PATHS) return 1;
  ratios.sort((a, b) => a - b);
  return Math.max(1, ratios[Math.floor((ratios.length - 1) / 2)] ?? 1);
}

interface Taken {
  readonly path: readonly string[];
  readonly nowMs: number;
  readonly pace: number;
}

function changeOf(runs: readonly number[], { path, nowMs, pace }: Taken): Change[] {
  if (runs.length < MIN_RUNS) return [];
  const middle = median(runs);
  const spread = median(runs.map((each) => Math.abs(each - middle)));
  const byMs = nowMs - middle;
  const allowed = Math.max(DEVIATIONS * MAD_TO_SIGMA * spread, MIN_SHARE * middle, MIN_MS);
  // Waiting does not slow down with the machine, so a change has to show with its pace and without.
  if (Math.abs(byMs) <= allowed || (byMs > 0 && nowMs / pace - middle <= allowed)) return [];
  const message = `"${path.at(-1)}" took ${rounded(middle)} ms (median of ${runs.length} runs, deviation ${rounded(spread)} ms) and now takes ${rounded(nowMs)} ms`;
  return [{ path, byMs, message }];
}

/** What the spans at one path took together. */
interface Spent {
  /** Position of the first of them. */
  readonly first: number;
  ms: number;
  /** Without what the spans right below took, which may be more than all where they ran beside each other. */
  selfMs: number;
}

type Durations = ReadonlyMap<number, Spent>;

/** By path, which is the number of its last name and of the path above it. */
function durationsOf({ spans, parent }: Pick<Forest, 'spans' | 'parent'>, numbers: Numbers): Durations {
  const steadier = createSteadier(spans);
  const path = new Int32Array(spans.length).fill(-1);
  const durations = new Map<number, Spent>();
  for (const index of descentOf(parent).order) {
    const span = spans[index];
    const above = path[parent[index] ?? -1] ?? -1;
    numbers.add(above);
    numbers.add(numbers.of(steadier.text(span?.name ?? '')));
    const key = numbers.list();
    path[index] = key;
    if (span?.startNs === undefined || span.endNs === undefined || span.endNs < span.startNs) continue;
    const ms = Number(span.endNs - span.startNs) / 1_000_000;
    const spent = durations.get(key) ?? { first: index, ms: 0, selfMs: 0 };
    spent.ms += ms;
    spent.selfMs += ms;
    durations.set(key, spent);
    const around = durations.get(above);
    if (around) around.selfMs -= ms;
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
