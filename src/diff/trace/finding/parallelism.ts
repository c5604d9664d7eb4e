import type { Span } from '../../../trace/index.ts';
import type { Forest } from '../forest.ts';
import { pathOf } from '../span-path.ts';
import type { FindingInput, TraceFinding } from './finding.ts';

/** Nanoseconds of overlap that are worth a word. */
const WORTH_NS = 5_000_000;
/** Total time of the children over the time in which at least one of them ran. */
const PARALLEL = 1.4;
const SEQUENTIAL = 1.1;

/** Children that ran at the same time and now run one after the other, so that their parent takes longer. */
export function lostParallelism({ pair }: FindingInput): TraceFinding[] {
  const { before, after, matching } = pair;
  const found: TraceFinding[] = [];
  for (const [u, v] of matching.toAfter.entries()) {
    if (v === -1) continue;
    // Only those that are on both sides: a new child is another matter.
    const kept = (before.children[u] ?? []).filter(
      (child) => after.parent[matching.toAfter[child] ?? -1] === v,
    );
    if (kept.length < 2) continue;
    const then = overlapOf(before, kept);
    const now = overlapOf(
      after,
      kept.map((child) => matching.toAfter[child] ?? -1),
    );
    const isLost = then.factor >= PARALLEL && now.factor <= SEQUENTIAL && then.savedNs >= WORTH_NS;
    if (!isLost || grownBy(before.spans[u], after.spans[v]) < then.savedNs / 2) continue;
    const path = pathOf(after, v);
    const name = path.at(-1) ?? '';
    const message = `${kept.length} children of "${name}" ran at the same time and now run one after the other, ${milliseconds(grownBy(before.spans[u], after.spans[v]))} longer`;
    found.push({ kind: 'lost-parallelism', path, message });
  }
  return found;
}

interface Overlap {
  readonly factor: number;
  /** Nanoseconds that running at the same time saves. */
  readonly savedNs: number;
}

function overlapOf({ spans }: Forest, indexes: readonly number[]): Overlap {
  const stretches = indexes
    .map((index) => stretchOf(spans[index]))
    .filter((each) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  let total = 0n;
  let covered = 0n;
  let end = 0n;
  for (const [from, to] of stretches) {
    total += to - from;
    const start = from > end ? from : end;
    if (to > start) covered += to - start;
    if (to > end) end = to;
  }
  return { factor: covered === 0n ? 1 : Number(total) / Number(covered), savedNs: Number(total - covered) };
}

function stretchOf(span: Span | undefined): [bigint, bigint] | undefined {
  if (span?.startNs === undefined || span.endNs === undefined || span.endNs < span.startNs) return undefined;
  return [span.startNs, span.endNs];
}

function grownBy(before: Span | undefined, after: Span | undefined): number {
  const [then, now] = [stretchOf(before), stretchOf(after)];
  return then && now ? Number(now[1] - now[0] - (then[1] - then[0])) : 0;
}

function milliseconds(ns: number): string {
  return `${Math.round(ns / 1_000_000)} ms`;
}
