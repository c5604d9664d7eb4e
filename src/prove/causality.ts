import type { Subject } from '../expect/index.ts';
import type { Span, Trace } from '../trace/index.ts';
import type { Changes } from './changes.ts';
import type { Indexed } from './indexed.ts';
import type { Edit } from './mutant.ts';

export type Causality = ReturnType<Subject['causality']>;

interface Laid extends Trace {
  readonly edit: Edit;
  recorded(span: Span): Span;
}

/**
 * Who descends from whom, from the numbers that are known: where one span hangs elsewhere, its stretch of numbers moves
 * along, to a place behind everything or between two numbers. Only the order of numbers matters, so they may be fractions.
 * Undefined where that cannot be done: where parents run in circles, or several spans move or come.
 */
export function overlaidCausality(laid: Laid, changes: Changes, indexed: Indexed): Causality | undefined {
  const { added, removed } = laid.edit;
  const before = indexed.subject.causality();
  const { moved } = changes;
  if (moved.length + added.length === 0) return overRecorded(before, laid);
  if (!indexed.isForest()) return undefined;
  if (added.length === 0 && moved.every((span) => laid.parentOf(now(span, laid)) === undefined))
    return removed.length > 1 ? undefined : cutLoose(before, laid, { moved, indexed });
  const [added0] = added;
  const [moved0] = moved;
  if (added0 && added.length === 1 && moved.length === 0)
    return hungBelow(before, laid, { from: 0, to: -1, span: added0, indexed });
  if (!moved0 || moved.length > 1 || added.length > 0) return undefined;
  return hungBelow(before, laid, {
    from: before.enter(moved0),
    to: before.leave(moved0),
    span: now(moved0, laid),
    indexed,
  });
}

function now(span: Span, { edit }: Laid): Span {
  return edit.replaced.find(([was]) => was === span)?.[1] ?? span;
}

function overRecorded({ enter, leave }: Causality, laid: Laid): Causality {
  return related(
    (span) => enter(laid.recorded(span)),
    (span) => leave(laid.recorded(span)),
  );
}

function related(enter: Causality['enter'], leave: Causality['leave']): Causality {
  const holds = (outer: Span, inner: Span) => enter(outer) <= enter(inner) && enter(inner) <= leave(outer);
  return { enter, leave, related: (a, b) => holds(a, b) || holds(b, a) };
}

/** The stretches of spans that have no parent any more lie behind everything, as far apart as they were. */
function cutLoose(
  { enter, leave }: Causality,
  laid: Laid,
  { moved, indexed }: { readonly moved: readonly Span[]; readonly indexed: Indexed },
): Causality {
  const behind = indexed.trace.spans.length + indexed.trace.own.length;
  const stretches = moved.map((span) => ({ from: enter(span), to: leave(span) }));
  const isMoved = (number: number) => stretches.some(({ from, to }) => number >= from && number <= to);
  const enterNow = (span: Span) => enter(laid.recorded(span));
  return related(
    (span) => enterNow(span) + (isMoved(enterNow(span)) ? behind : 0),
    (span) => leave(laid.recorded(span)) + (isMoved(enterNow(span)) ? behind : 0),
  );
}

/**
 * One span, new or from elsewhere, hangs below another: its numbers lie right behind the last descendant of that one, and
 * the numbers of that one and of all above it reach as far.
 */
function hungBelow(
  { enter, leave }: Causality,
  laid: Laid,
  {
    from,
    to,
    span,
    indexed,
  }: { readonly from: number; readonly to: number; readonly span: Span; readonly indexed: Indexed },
): Causality | undefined {
  const parent = laid.parentOf(span);
  if (parent === undefined) return undefined;
  const parentEnter = enter(laid.recorded(parent));
  const parentLeave = leave(laid.recorded(parent));
  // Below one of its own descendants: a ring.
  if (parentEnter >= from && parentEnter <= to) {
    const isChild = indexed.trace.parentOf(laid.recorded(parent)) === laid.recorded(span);
    return isChild ? ring({ enter, leave }, laid, { from, to, child: laid.recorded(parent) }) : undefined;
  }
  const place = (number: number) => parentLeave + 0.25 + (0.5 * (number - from)) / (to - from + 2);
  const isMoved = (number: number) => number >= from && number <= to;
  const isNew = to < from;
  return related(
    (each) => {
      if (isNew && each === span) return place(from);
      const number = enter(laid.recorded(each));
      return isMoved(number) ? place(number) : number;
    },
    (each) => {
      if (isNew && each === span) return place(from);
      const number = enter(laid.recorded(each));
      const last = leave(laid.recorded(each));
      if (isMoved(number)) return place(last);
      const isAbove = number <= parentEnter && parentLeave <= last;
      return isAbove ? last + 0.9 : last;
    },
  );
}

/** A span hangs below its own child: both are above all that was below the span, and none of it below anything else. */
function ring(
  { enter, leave }: Pick<Causality, 'enter' | 'leave'>,
  laid: Laid,
  { from, to, child }: { readonly from: number; readonly to: number; readonly child: Span },
): Causality {
  // Behind everything, and small enough for fractions.
  const behind = 2 ** 40;
  const isInside = (number: number) => number >= from && number <= to;
  return related(
    (span) => {
      const recorded = laid.recorded(span);
      if (recorded === child) return from + 0.5 + behind;
      return enter(recorded) + (isInside(enter(recorded)) ? behind : 0);
    },
    (span) => {
      const recorded = laid.recorded(span);
      if (recorded === child) return to + behind;
      return leave(recorded) + (isInside(enter(recorded)) ? behind : 0);
    },
  );
}
