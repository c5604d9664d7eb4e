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
import { IdTable } from './id-table.ts';
import { Cursor } from './wire/cursor.ts';
import { type Interner, visitSpans } from './wire/request.ts';
import { WireSpan } from './wire/wire-span.ts';

/** A span that stays encoded: its object and its place in the list. What its ids take is counted with their table. */
const ENCODED_SPAN_BYTES = 90;
/** A span held as plain objects, from JSON or standard output: an estimate for some eight attributes. */
const PLAIN_SPAN_BYTES = 1_200;

export interface StoreLimits {
  readonly maxSpans: number;
  readonly maxBytes: number;
}

/** What became of the spans of one delivery. */
export interface Delivery {
  /** Spans that repeat ids already known. */
  readonly duplicates: number;
  /** Spans left out because OTLP calls one of their ids invalid. */
  readonly rejected: number;
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

  /** Adds the spans of a request that {@link checkRequest} found valid. The body may change afterwards. */
  addEncoded(body: Buffer, interner: Interner, onAdded: OnAdded): Delivery {
    const { bytes, at } = this.#arena.keep(body);
    let [taken, visited] = [0, 0];
    const before = this.#size;
    const added = new Run(onAdded);
    const rejected = visitSpans(new Cursor(bytes, at, at + body.length), interner, (place) => {
      visited += 1;
      const parent =
        place.parentAt === -1 ? undefined : this.#ids.numberOf(bytes, place.traceAt, place.parentAt);
      const span = new WireSpan(bytes, place);
      const result = this.#put(this.#ids.numberOf(bytes, place.traceAt, place.spanAt), span, parent);
      if (result !== 'known') taken += 1;
      if (result === 'added') added.note(span.resource);
    });
    added.end();
    if (taken === 0) this.#arena.undo({ bytes, at });
    return { duplicates: visited - (this.#size - before), rejected };
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
    const spans = (): Span[] => this.#spans.filter((span) => span !== undefined);
    this.#trace ??= createTrace({ spans: spans(), own: [...this.#own.values()] });
    return this.#trace;
  }

  #put(number: number, span: Span, parent: number | undefined): 'added' | 'replaced' | 'known' {
    const known = this.#spans[number];
    if (known !== undefined && (isRepeat(span, known) || compareSpans(known, span) <= 0)) return 'known';
    if (known === undefined) {
      this.#size += 1;
      this.#arrived(number);
    } else this.#forget(this.#parentNumberOf(known));
    // Numbers are given one after the other, so the list has no holes for long: parents get theirs just before.
    while (this.#spans.length < number) this.#spans.push(undefined);
    this.#spans[number] = span;
    this.#trace = undefined;
    if (parent !== undefined) this.#expect(parent);
    return known === undefined ? 'added' : 'replaced';
  }

  #arrived(number: number): void {
    const waiting = this.#awaited.size === 0 ? undefined : this.#awaited.get(number);
    if (waiting === undefined) return;
    this.#missingParents -= waiting;
    this.#awaited.delete(number);
  }

  #expect(parent: number): void {
    if (this.#spans[parent] !== undefined || this.#own.has(parent)) return;
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
