import type { Span } from '../../trace/index.ts';
import { type Edit, type Mutant, replacing } from '../mutant.ts';
import type { Scene } from '../scene.ts';

type Timed = Span & { readonly startNs: bigint; readonly endNs: bigint };

/** When it happens: spans that take long, and siblings in the other order. Spans without both times are left alone. */
export function* timeMutants(span: Span, scene: Scene): Iterable<Mutant> {
  if (!isTimed(span)) return;
  yield {
    operator: 'slow-down',
    span,
    subject: undefined,
    detail: `${inMs(span.endNs - span.startNs)} -> ${inMs(span.endNs - span.startNs + delayOf(span))}`,
    equivalent: false,
    edit: () => slowedDown(span, scene),
  };
  const next = nextSibling(span, scene);
  if (!next) return;
  yield {
    operator: 'reorder',
    span,
    subject: next.name,
    detail: `after ${JSON.stringify(next.name)}`,
    equivalent: false,
    edit: () => swapped(span, next, scene),
  };
}

function isTimed(span: Span): span is Timed {
  return span.startNs !== undefined && span.endNs !== undefined && span.endNs >= span.startNs;
}

const SECOND_NS = 1_000_000_000n;

/** Beyond what a limit is set to that a busy machine must not break. */
function delayOf({ startNs, endNs }: Timed): bigint {
  return 9n * (endNs - startNs) + 10n * SECOND_NS;
}

/**
 * What is above it takes longer, and what began in its trace after it had ended begins later. Only distances matter, so
 * that what had ended before it began may as well end earlier, if that is less.
 */
function slowedDown(span: Timed, scene: Scene): Edit {
  const delay = delayOf(span);
  const above = new Set<Span>();
  for (let at = scene.parentOf(span); at && at !== span && !above.has(at); at = scene.parentOf(at))
    above.add(at);
  const beside = (each: Span): each is Timed =>
    each.traceId === span.traceId && each !== span && !above.has(each) && isTimed(each);
  const { spans } = scene.trace;
  const from = countBefore(spans, span.endNs);
  const isLess = from < spans.length - from;
  const moved: Timed[] = [];
  // Spans stand in the order of their starts.
  for (let at = isLess ? 0 : from; at < (isLess ? from : spans.length); at++) {
    const each = spans[at];
    if (each && beside(each) && (isLess ? each.endNs <= span.startNs : each.startNs >= span.endNs))
      moved.push(each);
  }
  const replaced: (readonly [Span, Span])[] = moved.map((each) => [
    each,
    shifted(each, isLess ? -delay : delay),
  ]);
  for (const each of [span, ...above]) {
    if (!isTimed(each) || each.startNs > span.startNs || each.endNs < span.endNs) continue;
    const { startNs, endNs } = each;
    replaced.push([
      each,
      isLess ? retimed(each, startNs - delay, endNs) : retimed(each, startNs, endNs + delay),
    ]);
  }
  return replacing(...replaced);
}

/** How many spans began before a time; those without a start stand last. */
function countBefore(spans: readonly Span[], timeNs: bigint): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle]?.startNs ?? timeNs) < timeNs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** As far apart as the clocks of expectations may be, twice: what is nearer has no order that could be claimed. */
const APART_NS = 2_000_000n;

/** Of siblings that overlap, so many are passed over in search of one that does not. */
const MAX_PASSED = 100;

/** The sibling that began first after this one had ended; spans of one name cannot be told apart by their order. */
function nextSibling(span: Timed, scene: Scene): Timed | undefined {
  const next = scene.siblingsAfter(span, MAX_PASSED).find((each) => isTimed(each) && isAfter(each, span));
  if (!next || !isTimed(next) || next.name === span.name) return undefined;
  return next.endNs - span.startNs > APART_NS ? next : undefined;
}

function isAfter(next: Timed, span: Timed): boolean {
  return next.startNs > span.startNs && next.startNs + APART_NS / 2n >= span.endNs;
}

function swapped(first: Timed, second: Timed, scene: Scene): Edit {
  const moved = (span: Timed, by: bigint) =>
    scene.subtreeOf(span).map((each): readonly [Span, Span] => [each, shifted(each, by)]);
  // Where parents run in circles a span can be below both.
  const both = new Map([
    ...moved(first, second.endNs - first.endNs),
    ...moved(second, first.startNs - second.startNs),
  ]);
  return replacing(...both);
}

function shifted(span: Span, by: bigint): Span {
  return isTimed(span) ? retimed(span, span.startNs + by, span.endNs + by) : span;
}

/** As `alter` would, and several times as fast: one slow span moves half a trace. */
function retimed(span: Span, startNs: bigint, endNs: bigint): Span {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    kind: span.kind,
    startNs,
    endNs,
    attributes: span.attributes,
    events: span.events,
    links: span.links,
    status: span.status,
    resource: span.resource,
    scope: span.scope,
  };
}

function inMs(ns: bigint): string {
  return `${Math.round(Number(ns) / 1e6)} ms`;
}
