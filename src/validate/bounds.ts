import type { Bound, KeyPath, SpanExpectation } from '../scenario/index.ts';
import type { Part } from './scopes.ts';

/** What a bound comes to: every limit that is given must hold. `most` is infinite where nothing limits it. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

export interface PlacedRange extends Range {
  readonly at: KeyPath;
  /** The limits as written, such as `gte = 3, lte = 2`; empty when none is given. */
  readonly written: string;
  /** Whether the file cannot pass unless some number is in the range. */
  readonly needed: boolean;
}

export function rangeOf({ gte = 0, lte = Infinity, eq }: Bound): Range {
  return { least: Math.max(gte, eq ?? 0), most: Math.min(lte, eq ?? Infinity) };
}

/** How many spans an expectation needs. None where it is conditional, or its count allows none. */
export function leastOf({ when, count }: SpanExpectation): number {
  if (when) return 0;
  // A table without bounds counts as none at all.
  return count && Object.values(count).some((limit) => limit !== undefined) ? rangeOf(count).least : 1;
}

/** Every bound on a number in a table of expectations. */
export function rangesIn({ expect, base }: Part): readonly PlacedRange[] {
  const ranges: PlacedRange[] = [];
  const add = (bound: Bound | undefined, needed: boolean, ...at: KeyPath) => {
    if (bound) ranges.push({ ...rangeOf(bound), at: [...base, ...at], written: limitsText(bound), needed });
  };
  for (const [index, span] of (expect.span ?? []).entries()) {
    const needed = leastOf(span) > 0;
    add(span.count, needed, 'span', index, 'count');
    add(span.links?.count, needed, 'span', index, 'links', 'count');
    const duration = span.duration_ms;
    if (duration) {
      const { min = 0, max = Infinity } = duration;
      const at = [...base, 'span', index, 'duration_ms'];
      ranges.push({ least: min, most: max, at, written: limitsText(duration), needed });
    }
  }
  const { counts } = expect;
  for (const key of ['spans_total', 'events_total', 'errors_total'] as const)
    add(counts?.[key], true, 'counts', key);
  for (const [name, bound] of Object.entries(counts?.by_name ?? {}))
    add(bound, true, 'counts', 'by_name', name);
  return ranges;
}

function limitsText(limits: Readonly<Record<string, number | undefined>>): string {
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  return given.map(([key, value]) => `${key} = ${value}`).join(', ');
}
