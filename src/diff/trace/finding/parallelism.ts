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
  for (let u = 0; u < matching.toAfter.length; u++) {
    const v = matching.toAfter[u] ?? -1;
    if (v === -1) continue;
    if ((before.children[u]?.length ?? 0) < 2) continue;
    // What was saved is lost, half of it at least; most spans are ruled out by that.
    const grownNs = durationOf(after.spans[v]) - durationOf(before.spans[u]);
    if (grownNs < WORTH_NS / 2) continue;
    // Only those that are on both sides: a new child is another matter.
    const kept = (before.children[u] ?? []).filter(
      (child) => after.parent[matching.toAfter[child] ?? -1] === v,
    );
    if (kept.length < 2) continue;
    const then = overlapOf(before, kept);
    if (then.factor < PARALLEL || then.savedNs < WORTH_NS) continue;
    const others = kept.map((child) => matching.toAfter[child] ?? -1);
    const now = overlapOf(
      after,
      others.sort((a, b) => a - b),
    );
    if (now.factor > SEQUENTIAL || grownNs < then.savedNs / 2) continue;
    const path = pathOf(after, v);
    const name = path.at(-1) ?? '';
    const message = `${kept.length} children of "${name}" ran at the same time and now run one after the other, ${Math.round(grownNs / 1_000_000)} ms longer`;
    found.push({ kind: 'lost-parallelism', path, message });
  }
  return found;
}

interface Overlap {
  readonly factor: number;
  /** Nanoseconds that running at the same time saves. */
  readonly savedNs: number;
}

/**
 * Of spans in the order of their positions, which is that of their starts. Times as numbers, which are off by some 100 ns
 * at most: what is looked for here takes milliseconds.
 */
function overlapOf({ spans }: Forest, indexes: readonly number[]): Overlap {
  let [totalNs, coveredNs, endNs] = [0, 0, 0];
  for (const index of indexes) {
    const span = spans[index];
    const ns = durationOf(span);
    if (span?.startNs === undefined || ns === 0) continue;
    const from = Number(span.startNs);
    totalNs += ns;
    coveredNs += Math.max(0, from + ns - Math.max(from, endNs));
    endNs = Math.max(endNs, from + ns);
  }
  return { factor: coveredNs === 0 ? 1 : totalNs / coveredNs, savedNs: totalNs - coveredNs };
}

/** In nanoseconds; 0 for a span without both times, or that ends before it starts. */
function durationOf(span: Span | undefined): number {
  if (span?.startNs === undefined || span.endNs === undefined || span.endNs < span.startNs) return 0;
  return Number(span.endNs - span.startNs);
}
