import type { SpanPlace } from './wire/request.ts';
import { type SpanSource, WireSpan } from './wire/wire-span.ts';

/** What is noted of a span: one more than the number of its source (0 for no span), and where in it the span is. */
const WIDTH = 3;
const FIRST_CAPACITY = 64;

/** Spans that nobody has asked for yet, by number: 12 bytes for each, and no object. */
export class EncodedSpans {
  readonly #sources: SpanSource[] = [];
  #columns = new Uint32Array(FIRST_CAPACITY * WIDTH);

  has(number: number): boolean {
    return (this.#columns[number * WIDTH] ?? 0) !== 0;
  }

  /** Notes a span; those of one source follow one another. */
  put(number: number, place: SpanPlace, source: SpanSource): void {
    const at = number * WIDTH;
    if (at >= this.#columns.length) this.#grow(at);
    if (this.#sources.at(-1) !== source) this.#sources.push(source);
    this.#columns[at] = this.#sources.length;
    this.#columns[at + 1] = place.at;
    this.#columns[at + 2] = place.end;
  }

  /** A new object each time, for whoever asks to keep. */
  span(number: number): WireSpan | undefined {
    const at = number * WIDTH;
    const source = this.#sources[(this.#columns[at] ?? 0) - 1];
    return source && new WireSpan(source, this.#columns[at + 1] ?? 0, this.#columns[at + 2] ?? 0);
  }

  #grow(atLeast: number): void {
    let length = this.#columns.length * 2;
    while (length <= atLeast) length *= 2;
    const columns = new Uint32Array(length);
    columns.set(this.#columns);
    this.#columns = columns;
  }
}
