import {
  compareSpans,
  createTrace,
  isSpanId,
  isTraceId,
  type Resource,
  type Span,
  type Trace,
} from '../trace/index.ts';
import { Arena } from './arena.ts';
import { EncodedSpans } from './encoded-spans.ts';
import { IdTable } from './id-table.ts';
import type { SpanPlaces } from './wire/places.ts';
import { type Interner, type SpanPlace, visitSpans } from './wire/request.ts';
import { type SpanSource, WireSpan } from './wire/wire-span.ts';

/**
 * A span that stays encoded, once somebody asked for it: its object and its places in the lists. What its ids take is counted
 * with their table.
 */
const ENCODED_SPAN_BYTES = 90;
/** A span held as plain objects, from JSON or standard output: an estimate for some eight attributes. */
const PLAIN_SPAN_BYTES = 1_200;

export interface StoreLimits {
  readonly maxSpans: number;
  readonly maxBytes: number;
}

/** A body that was found valid, and where its spans are. */
export interface EncodedRequest {
  readonly body: Buffer;
  readonly places: SpanPlaces;
}

/** Called for spans that are new: so many of one resource. */
type OnAdded = (resource: Resource, spans: number) => void;

/**
 * The spans of one scenario, one for each pair of trace id and span id. Which of several different spans with the same
 * ids is kept depends on what they say, not on which came first. Spans received as protobuf stay encoded.
 */
export class SpanStore {
  readonly #limits: StoreLimits;
  readonly #arena = new Arena();
  readonly #ids = new IdTable();
  /** Numbers of ids that are not OTLP's: those read from text may have any length. */
  readonly #textIds = new Map<string, number>();
  /** By number; a number without a span belongs to a parent that is waited for, or to one of our own. */
  readonly #encoded = new EncodedSpans();
  /** By number, the spans that somebody asked for or that came as objects; they count before those above. */
  readonly #spans: (Span | undefined)[] = [];
  readonly #own = new Map<number, Span>();
  /** How many spans wait for the parent of this number. */
  readonly #awaited = new Map<number, number>();
  #size = 0;
  #plainSpans = 0;
  #missingParents = 0;
  #trace: Trace | undefined;

  constructor(limits: StoreLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#size;
  }

  /** An estimate of the memory in use. */
  get bytes(): number {
    const encoded = this.#size - this.#plainSpans;
    const spans = encoded * ENCODED_SPAN_BYTES + this.#plainSpans * PLAIN_SPAN_BYTES;
    return this.#arena.allocated + this.#ids.bytes + spans;
  }

  /** Spans whose parent has not been received, neither from the tested system nor as one of our own. */
  get missingParents(): number {
    return this.#missingParents;
  }

  /** The limit in words that so many more spans of so many bytes would exceed; undefined when there is room. */
  limitFor(spans: number, bytes: number): string | undefined {
    const { maxSpans, maxBytes } = this.#limits;
    if (this.#size + spans > maxSpans) return `${maxSpans.toLocaleString('en-GB')} spans for one scenario`;
    if (this.bytes + bytes + spans * ENCODED_SPAN_BYTES > maxBytes) {
      return `${Math.floor(maxBytes / 1024 / 1024)} MiB of spans for one scenario`;
    }
    return undefined;
  }

  /** Where a body can be put together that {@link addEncoded} may be given at once. */
  room(bytes: number): Buffer {
    return this.#arena.room(bytes);
  }

  /** Adds the spans of a request, which may change afterwards; returns how many repeat ids already known. */
  addEncoded({ body, places }: EncodedRequest, interner: Interner, onAdded: OnAdded): number {
    const kept = this.#arena.keep(body);
    const parents = new LastParent(this.#ids, kept.bytes);
    const added = new Run(onAdded);
    const before = this.#size;
    let [taken, visited] = [0, 0];
    visitSpans({ ...kept, places }, interner, (place, source) => {
      visited += 1;
      const trace = this.#ids.traceOf(kept.bytes, place.traceAt);
      const parent = place.parentAt === -1 ? undefined : parents.numberOf(trace, place.parentAt);
      const number = this.#ids.numberIn(trace, kept.bytes, place.spanAt);
      const result = this.#putEncoded(number, { place, source, parent });
      if (result !== 'known') taken += 1;
      if (result === 'added') added.note(source.resource);
    });
    added.end();
    if (taken === 0) this.#arena.undo(kept);
    return visited - (this.#size - before);
  }

  /** Adds spans that are objects already; returns how many repeat ids already known. */
  addPlain(spans: readonly Span[], onAdded: OnAdded): number {
    const before = this.#size;
    for (const span of spans) {
      const number = this.#numberOf(span.traceId, span.spanId);
      if (this.#put(number, span, this.#parentNumberOf(span)) === 'added') onAdded(span.resource, 1);
    }
    const added = this.#size - before;
    this.#plainSpans += added;
    return spans.length - added;
  }

  /** Adds one of Spanwright's own spans; a parent that spans were waiting for is then found. */
  addOwn(span: Span): void {
    const number = this.#numberOf(span.traceId, span.spanId);
    this.#own.set(number, span);
    this.#arrived(number);
    this.#trace = undefined;
  }

  /** A view of what is stored now; the same object until something is added. */
  trace(): Trace {
    this.#trace ??= createTrace({ spans: this.#all(), own: [...this.#own.values()] });
    return this.#trace;
  }

  #all(): Span[] {
    const spans: Span[] = [];
    for (let number = 0; number < this.#ids.size; number += 1) {
      const span = this.#spanOf(number);
      if (span !== undefined) spans.push(span);
    }
    return spans;
  }

  #has(number: number): boolean {
    return this.#spans[number] !== undefined || this.#encoded.has(number);
  }

  /** The same object whenever it is asked for, which keeps what was decoded of it. */
  #spanOf(number: number): Span | undefined {
    const span = this.#spans[number] ?? this.#encoded.span(number);
    if (span !== undefined) this.#keep(number, span);
    return span;
  }

  #keep(number: number, span: Span): void {
    // So that the list has no holes, which would make it slow.
    while (this.#spans.length < number) this.#spans.push(undefined);
    this.#spans[number] = span;
  }

  #putEncoded(number: number, { place, source, parent }: Arrival): 'added' | 'replaced' | 'known' {
    if (this.#has(number)) return this.#put(number, new WireSpan(source, place.at, place.end), parent);
    this.#encoded.put(number, place, source);
    this.#added(number, parent);
    return 'added';
  }

  #put(number: number, span: Span, parent: number | undefined): 'added' | 'replaced' | 'known' {
    const known = this.#spanOf(number);
    if (known === undefined) {
      this.#keep(number, span);
      this.#added(number, parent);
      return 'added';
    }
    if (isRepeat(span, known) || compareSpans(known, span) <= 0) return 'known';
    this.#forget(this.#parentNumberOf(known));
    this.#keep(number, span);
    this.#trace = undefined;
    if (parent !== undefined) this.#expect(parent);
    return 'replaced';
  }

  #added(number: number, parent: number | undefined): void {
    this.#size += 1;
    this.#arrived(number);
    this.#trace = undefined;
    if (parent !== undefined) this.#expect(parent);
  }

  #arrived(number: number): void {
    const waiting = this.#awaited.size === 0 ? undefined : this.#awaited.get(number);
    if (waiting === undefined) return;
    this.#missingParents -= waiting;
    this.#awaited.delete(number);
  }

  #expect(parent: number): void {
    if (this.#has(parent) || this.#own.has(parent)) return;
    this.#awaited.set(parent, (this.#awaited.get(parent) ?? 0) + 1);
    this.#missingParents += 1;
  }

  #forget(parent: number | undefined): void {
    const waiting = parent === undefined ? undefined : this.#awaited.get(parent);
    if (parent === undefined || waiting === undefined) return;
    this.#awaited.set(parent, waiting - 1);
    this.#missingParents -= 1;
  }

  #parentNumberOf({ traceId, parentSpanId }: Span): number | undefined {
    return parentSpanId === undefined ? undefined : this.#numberOf(traceId, parentSpanId);
  }

  #numberOf(traceId: string, spanId: string): number {
    if (isTraceId(traceId) && isSpanId(spanId))
      return this.#ids.numberOf(Buffer.from(traceId + spanId, 'hex'), 0, 16);
    const key = `${traceId}/${spanId}`;
    const number = this.#textIds.get(key) ?? this.#ids.reserve();
    this.#textIds.set(key, number);
    return number;
  }
}

/** A span of a request, and the number of its parent. */
interface Arrival {
  readonly place: SpanPlace;
  readonly source: SpanSource;
  readonly parent: number | undefined;
}

/** Siblings often follow one another: the number of their parent is looked up once. */
class LastParent {
  readonly #ids: IdTable;
  readonly #bytes: Buffer;
  #trace = 0;
  #at = 0;
  #number = 0;

  constructor(ids: IdTable, bytes: Buffer) {
    this.#ids = ids;
    this.#bytes = bytes;
  }

  numberOf(trace: number, at: number): number {
    if (trace !== this.#trace || !this.#isAt(at)) {
      this.#number = this.#ids.numberIn(trace, this.#bytes, at);
      this.#trace = trace;
      this.#at = at;
    }
    return this.#number;
  }

  #isAt(at: number): boolean {
    for (let index = 0; index < 8; index += 1) {
      if (this.#bytes[at + index] !== this.#bytes[this.#at + index]) return false;
    }
    return true;
  }
}

/** Counts spans of the same resource that follow one another, so that each need not be told. */
class Run {
  readonly #onAdded: OnAdded;
  #resource: Resource | undefined;
  #spans = 0;

  constructor(onAdded: OnAdded) {
    this.#onAdded = onAdded;
  }

  note(resource: Resource): void {
    if (resource !== this.#resource) this.end();
    this.#resource = resource;
    this.#spans += 1;
  }

  end(): void {
    if (this.#resource !== undefined) this.#onAdded(this.#resource, this.#spans);
    this.#spans = 0;
    this.#resource = undefined;
  }
}

/** The very same bytes under the same resource: a delivery that was repeated. Cheaper than comparing what they say. */
function isRepeat(span: Span, known: Span): boolean {
  return span instanceof WireSpan && known instanceof WireSpan && span.isRepeatOf(known);
}
