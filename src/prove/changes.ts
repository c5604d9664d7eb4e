import type { Attributes, Resource, Span } from '../trace/index.ts';
import type { Indexed } from './indexed.ts';
import type { Edit } from './mutant.ts';
import { READ, type Reads, SIZE } from './reads.ts';

/** What of a trace a mutant changes, in the terms in which {@link Reads} says what a claim depends on. */
export interface Changes {
  /** By position: the members that read otherwise now. */
  readonly members: ReadonlyMap<number, number>;
  /** Those of all spans together. */
  readonly bits: number;
  readonly attributeKeys: ReadonlySet<string>;
  readonly resourceKeys: ReadonlySet<string>;
  /** Names under which other spans are found now. In which order they are found does not matter to any claim. */
  readonly names: ReadonlySet<string>;
  /** Other spans are there. */
  readonly all: boolean;
  /** Recorded spans that have another parent than before, so that all below them descends from others. */
  readonly moved: readonly Span[];
  /** A parent that was named and missing may be there now, or the other way round. */
  readonly orphans: boolean;
  /** Spans were added, removed, or renamed. */
  readonly targets: boolean;
}

/** Beside the bits of {@link READ}: the span is gone, and whatever was read of it with it. */
const GONE = 1 << 13;

export function changesOf({ removed, added, replaced }: Edit, indexed: Indexed): Changes {
  const members = new Map<number, number>();
  const attributeKeys = new Set<string>();
  const resourceKeys = new Set<string>();
  const names = new Set<string>();
  const moved: Span[] = [];
  let bits = 0;
  const gone = new Set(removed);
  const mark = (span: Span | undefined, bit: number) => {
    const at = span && indexed.positionOf(span);
    if (at === undefined) return;
    members.set(at, (members.get(at) ?? 0) | bit);
    bits |= bit;
  };
  const markParentOf = (span: Span) => {
    if (span.parentSpanId !== undefined) mark(indexed.byId(span.traceId, span.parentSpanId), READ.children);
  };

  for (const span of removed) {
    mark(span, GONE);
    names.add(span.name);
    markParentOf(span);
    for (const child of indexed.trace.childrenOf(span)) {
      mark(child, READ.parent);
      if (!gone.has(child)) moved.push(child);
    }
  }
  for (const span of added) {
    names.add(span.name);
    markParentOf(span);
  }
  const resources = new Map<Resource, Resource>();
  for (const [was, is] of replaced) {
    const changed = changedMembers(was, is);
    if (changed & READ.attributes) noteKeys(was.attributes, is.attributes, attributeKeys);
    if (changed & READ.resource && resources.get(was.resource) !== is.resource) {
      resources.set(was.resource, is.resource);
      noteKeys(was.resource.attributes, is.resource.attributes, resourceKeys);
    }
    if (changed & READ.ids) {
      moved.push(was);
      markParentOf(was);
      markParentOf(is);
    }
    if (changed & READ.name) names.add(was.name).add(is.name);
    mark(was, changed | (changed & READ.ids ? READ.parent : 0));
  }
  const isMember = removed.length > 0 || added.length > 0;
  return {
    members,
    bits,
    attributeKeys,
    resourceKeys,
    names,
    all: isMember,
    moved,
    orphans: isMember || moved.length > 0,
    targets: isMember || names.size > 0,
  };
}

function changedMembers(was: Span, is: Span): number {
  const isIdSame =
    was.traceId === is.traceId && was.spanId === is.spanId && was.parentSpanId === is.parentSpanId;
  return (
    (was.name === is.name ? 0 : READ.name) |
    (was.kind === is.kind ? 0 : READ.kind) |
    (was.startNs === is.startNs && was.endNs === is.endNs ? 0 : READ.times) |
    (was.attributes === is.attributes ? 0 : READ.attributes) |
    (was.events === is.events ? 0 : READ.events) |
    (was.links === is.links ? 0 : READ.links) |
    (was.status === is.status ? 0 : READ.status) |
    (was.resource === is.resource ? 0 : READ.resource) |
    (was.scope === is.scope ? 0 : READ.scope) |
    (isIdSame ? 0 : READ.ids)
  );
}

function noteKeys(was: Attributes, is: Attributes, keys: Set<string>): void {
  for (const [key, value] of is) if (was.get(key) !== value) keys.add(key);
  for (const key of was.keys()) if (!is.has(key)) keys.add(key);
  if (was.size !== is.size) keys.add(SIZE);
}

/** Whether the judgement of a claim may be another one. When in doubt, it may. */
export function mayTouch(changes: Changes, reads: Reads, indexed: Indexed): boolean {
  if (changes.all && reads.all) return true;
  if (changes.orphans && reads.orphans) return true;
  if (changes.targets && (reads.targets || reads.names)) return true;
  if (changes.names.size > 0 && selectsAny(reads, changes.names)) return true;
  return readsAny(changes, reads) || readsMoved(changes, reads, indexed);
}

function selectsAny({ selected }: Reads, names: ReadonlySet<string>): boolean {
  for (const matches of selected.values()) for (const name of names) if (matches(name)) return true;
  return false;
}

function readsAny(changes: Changes, reads: Reads): boolean {
  if ((changes.bits & (reads.bits | GONE)) === 0) return false;
  const isSmaller = changes.members.size <= reads.members.size;
  const [few, many] = isSmaller ? [changes.members, reads.members] : [reads.members, changes.members];
  for (const [at, bits] of few) {
    const others = many.get(at);
    if (others === undefined) continue;
    if ((bits | others) & GONE) return true;
    if (isRead(bits & others, changes, reads)) return true;
  }
  return false;
}

/** Whether it was asked from whom a span descends that hangs elsewhere now, or below one that does. */
function readsMoved({ moved }: Changes, { bits, lineages }: Reads, indexed: Indexed): boolean {
  if (moved.length === 0 || (bits & READ.ancestry) === 0) return false;
  if (!indexed.isForest()) return true;
  const { enter, leave } = indexed.subject.causality();
  return moved.some((span) => hasBetween(lineages, enter(span), leave(span)));
}

/** Whether one of the numbers, which ascend, lies between two, bounds included. */
function hasBetween(numbers: Float64Array, from: number, to: number): boolean {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? from) < from) low = middle + 1;
    else high = middle;
  }
  return (numbers[low] ?? Number.POSITIVE_INFINITY) <= to;
}

/** Of attributes only those count that were asked for. */
export function isRead(common: number, changes: Changes, reads: Reads): boolean {
  if (common & ~(READ.attributes | READ.resource)) return true;
  if (common & READ.attributes && meet(changes.attributeKeys, reads.attributeKeys)) return true;
  return (common & READ.resource) !== 0 && meet(changes.resourceKeys, reads.resourceKeys);
}

function meet(changed: ReadonlySet<string>, read: ReadonlySet<string> | undefined): boolean {
  if (read === undefined) return true;
  for (const key of changed) if (read.has(key)) return true;
  return false;
}
