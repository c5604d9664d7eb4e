/** A part of a body. */
export interface Stretch {
  at: number;
  end: number;
}

/** Spans that share resource and scope: the messages of both, empty where there is none, and how far the spans go. */
export interface Group {
  readonly resource: Readonly<Stretch>;
  readonly scope: Readonly<Stretch>;
  /** Numbers of its first span, and of the first one behind it. */
  readonly first: number;
  end: number;
}

/** Where the spans of a request are: those whose ids OTLP calls valid. */
export interface SpanPlaces {
  readonly groups: readonly Group[];
  /** {@link PLACE} numbers for each span. Overwritten by the next request. */
  readonly numbers: Int32Array;
}

/** What the numbers of a span are: where it begins and ends, and where its ids begin; -1 for the parent of a root. */
export const PLACE = { at: 0, end: 1, trace: 2, span: 3, parent: 4, length: 5 } as const;

/** Spans for which there is room from one request to the next; more of them are let go with their request. */
const KEPT_SPANS = 16 * 1024;
let workbench = new Int32Array(1024 * PLACE.length);

/** Collects places while a request is walked over. */
export class PlaceList implements SpanPlaces {
  readonly groups: Group[] = [];
  readonly ids = new Ids();
  numbers: Int32Array = workbench;
  #count = 0;
  #resource: Stretch = { at: 0, end: 0 };
  #scope: Stretch = { at: 0, end: 0 };

  get count(): number {
    return this.#count;
  }

  /** The spans that follow belong to these, which may become known only after them. */
  begin(resource: Stretch, scope: Stretch): void {
    this.#resource = resource;
    this.#scope = scope;
  }

  /** Adds the span that {@link ids} is about, unless one of its ids is invalid. */
  add(bytes: Uint8Array, at: number, end: number): void {
    if (!this.ids.areValid(bytes)) return;
    const number = this.#count;
    const base = number * PLACE.length;
    if (base === this.numbers.length) this.#grow();
    const { numbers, ids } = this;
    numbers[base + PLACE.at] = at;
    numbers[base + PLACE.end] = end;
    numbers[base + PLACE.trace] = ids.traceAt;
    numbers[base + PLACE.span] = ids.spanAt;
    numbers[base + PLACE.parent] = ids.parentAt;
    this.#count += 1;
    const last = this.groups.at(-1);
    if (last?.scope === this.#scope) last.end = this.#count;
    else this.groups.push({ resource: this.#resource, scope: this.#scope, first: number, end: this.#count });
  }

  #grow(): void {
    const numbers = new Int32Array(this.numbers.length * 2);
    numbers.set(this.numbers);
    this.numbers = numbers;
    if (numbers.length <= KEPT_SPANS * PLACE.length) workbench = numbers;
  }
}

/** Where the ids of one span are; of several with the same field number the last one counts. */
class Ids {
  traceAt = 0;
  spanAt = 0;
  /** -1 for a root; zeros say so too. */
  parentAt = -1;
  #traceLength = 0;
  #spanLength = 0;
  #parentLength = 0;

  clear(): void {
    this.parentAt = -1;
    this.#traceLength = 0;
    this.#spanLength = 0;
    this.#parentLength = 0;
  }

  trace(at: number, end: number): void {
    this.traceAt = at;
    this.#traceLength = end - at;
  }

  span(at: number, end: number): void {
    this.spanAt = at;
    this.#spanLength = end - at;
  }

  parent(at: number, end: number): void {
    this.parentAt = at;
    this.#parentLength = end - at;
  }

  /** OTLP calls ids of another length, or of zeros, invalid; a parent may be absent. */
  areValid(bytes: Uint8Array): boolean {
    if (isZero(bytes, this.parentAt, this.#parentLength)) this.parentAt = -1;
    return (
      this.#traceLength === 16 &&
      this.#spanLength === 8 &&
      (this.parentAt === -1 || this.#parentLength === 8) &&
      !isZero(bytes, this.traceAt, 16) &&
      !isZero(bytes, this.spanAt, 8)
    );
  }
}

/** Also true of no bytes. */
function isZero(bytes: Uint8Array, at: number, length: number): boolean {
  for (let index = at; index < at + length; index += 1) if (bytes[index] !== 0) return false;
  return true;
}
