import { compareSpans, createTrace, type Resource, type Span, type Trace } from '../trace/index.ts';
import { Arena } from './arena.ts';
import type { FoundSpan } from './wire/request.ts';
import { WireSpan } from './wire/wire-span.ts';

/** A span object, its two index entries and its place in the list, over and above the bytes it was sent in. Measured. */
const SPAN_BYTES = 250;
/** A span held as plain objects, from JSON or standard output. An estimate for ordinary spans of some eight attributes. */
const PLAIN_SPAN_BYTES = 1_200;

export interface StoreLimits {
  readonly maxSpans: number;
  readonly maxBytes: number;
}

type OnAdded = (resource: Resource) => void;

/**
 * The spans of one scenario, one for each pair of trace id and span id. Which of several different spans with the same
 * ids is kept depends on what they say, not on which came first. Spans received as protobuf stay encoded.
 */
export class SpanStore {
  readonly #arena = new Arena();
  readonly #limits: StoreLimits;
  readonly #spans = new Map<string, Span>();
  readonly #own = new Map<string, Span>();
  /** How many stored spans wait for the parent with these ids. */
  readonly #awaited = new Map<string, number>();
  #missingParents = 0;
  #plainSpans = 0;
  #trace: Trace | undefined;

  constructor(limits: StoreLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#spans.size;
  }

  /** An estimate of the memory in use. */
  get bytes(): number {
    return this.#arena.allocated + this.#spans.size * SPAN_BYTES + this.#plainSpans * PLAIN_SPAN_BYTES;
  }

  /** Spans whose parent has not been received, neither from the tested system nor as one of our own. */
  get missingParents(): number {
    return this.#missingParents;
  }

  /** The limit in words that so many more spans of so many bytes would exceed; undefined when there is room. */
  limitFor(spans: number, bytes: number): string | undefined {
    const { maxSpans, maxBytes } = this.#limits;
    if (this.#spans.size + spans > maxSpans)
      return `${maxSpans.toLocaleString('en-GB')} spans for one scenario`;
    if (this.bytes + bytes + spans * SPAN_BYTES > maxBytes) {
      return `${Math.floor(maxBytes / 1024 / 1024)} MiB of spans for one scenario`;
    }
    return undefined;
  }

  /**
   * Adds the spans found in a body and calls back for each that is new; returns how many repeat ids already known.
   * The body may change afterwards.
   */
  addEncoded(body: Buffer, found: readonly FoundSpan[], onAdded: OnAdded): number {
    if (found.length === 0) return 0;
    const kept = this.#arena.keep(body);
    let [added, replaced] = [0, 0];
    for (const each of found) {
      const span = new WireSpan({
        ...each,
        bytes: kept.bytes,
        at: kept.at + each.at,
        end: kept.at + each.end,
      });
      const result = this.#put(each.ids, span, each.parentIds);
      if (result === 'replaced') replaced += 1;
      if (result !== 'added') continue;
      added += 1;
      onAdded(span.resource);
    }
    if (added + replaced === 0) this.#arena.undo(kept);
    return found.length - added;
  }

  /** The same for spans that are objects already. */
  addPlain(spans: readonly Span[], onAdded: OnAdded): number {
    let added = 0;
    for (const span of spans) {
      if (this.#put(idsOf(span.traceId, span.spanId), span, parentIdsOf(span)) !== 'added') continue;
      added += 1;
      onAdded(span.resource);
    }
    this.#plainSpans += added;
    return spans.length - added;
  }

  /** Adds one of Spanwright's own spans; a parent that spans were waiting for is then found. */
  addOwn(span: Span): void {
    const ids = idsOf(span.traceId, span.spanId);
    this.#own.set(ids, span);
    this.#arrived(ids);
    this.#trace = undefined;
  }

  /** A view of what is stored now; the same object until something is added. */
  trace(): Trace {
    this.#trace ??= createTrace({ spans: [...this.#spans.values()], own: [...this.#own.values()] });
    return this.#trace;
  }

  #put(ids: string, span: Span, parentIds: string | undefined): 'added' | 'replaced' | 'known' {
    const known = this.#spans.get(ids);
    if (known !== undefined && (isRepeat(span, known) || compareSpans(known, span) <= 0)) return 'known';
    if (known === undefined) this.#arrived(ids);
    else this.#forget(parentIdsOf(known));
    this.#spans.set(ids, span);
    this.#trace = undefined;
    this.#expect(parentIds);
    return known === undefined ? 'added' : 'replaced';
  }

  #arrived(ids: string): void {
    this.#missingParents -= this.#awaited.get(ids) ?? 0;
    this.#awaited.delete(ids);
  }

  #expect(parentIds: string | undefined): void {
    if (parentIds === undefined || this.#spans.has(parentIds) || this.#own.has(parentIds)) return;
    this.#awaited.set(parentIds, (this.#awaited.get(parentIds) ?? 0) + 1);
    this.#missingParents += 1;
  }

  #forget(parentIds: string | undefined): void {
    const waiting = parentIds === undefined ? undefined : this.#awaited.get(parentIds);
    if (parentIds === undefined || waiting === undefined) return;
    this.#awaited.set(parentIds, waiting - 1);
    this.#missingParents -= 1;
  }
}

function isRepeat(span: Span, known: Span): boolean {
  return span instanceof WireSpan && known instanceof WireSpan && span.isRepeatOf(known);
}

function parentIdsOf(span: Span): string | undefined {
  return span.parentSpanId === undefined ? undefined : idsOf(span.traceId, span.parentSpanId);
}

/** The separator is for ids read from text, which may have any length; those of OTLP fill 48 digits. */
function idsOf(traceId: string, spanId: string): string {
  return traceId.length === 32 && spanId.length === 16 ? traceId + spanId : `${traceId}/${spanId}`;
}
