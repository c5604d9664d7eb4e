import { RowTable } from './row-table.ts';

/** Halves of 16 bits in a trace id (16 bytes) and in a span id (8 bytes). */
const TRACE_HALVES = 8;
const SPAN_HALVES = 4;

/**
 * Numbers pairs of trace id and span id from 0 in the order they first appear, in some 20 bytes for a pair and 24 for a trace.
 * Spans come by the hundred from one trace, so traces have numbers of their own, and that of the last one is at hand.
 */
export class IdTable {
  readonly #traces = new RowTable(TRACE_HALVES);
  /** A span id, and the number of its trace. */
  readonly #pairs = new RowTable(SPAN_HALVES + 2);
  #lastTrace = 0;

  get size(): number {
    return this.#pairs.size;
  }

  /** Memory in use, in bytes. */
  get bytes(): number {
    return this.#traces.bytes + this.#pairs.bytes;
  }

  /** The number of the pair whose ids are at these places, given now if it had none. */
  numberOf(bytes: Uint8Array, traceAt: number, spanAt: number): number {
    return this.numberIn(this.traceOf(bytes, traceAt), bytes, spanAt);
  }

  /** The same for a span id in the trace of this number. */
  numberIn(trace: number, bytes: Uint8Array, spanAt: number): number {
    const { sought } = this.#pairs;
    for (let index = 0; index < SPAN_HALVES; index += 1) sought[index] = halfAt(bytes, spanAt + 2 * index);
    sought[SPAN_HALVES] = trace;
    sought[SPAN_HALVES + 1] = trace >>> 16;
    return this.#pairs.number();
  }

  /** The number of the trace whose id is there, from 1, so that no row of a pair is all zeros. */
  traceOf(bytes: Uint8Array, at: number): number {
    const { sought } = this.#traces;
    let isLast = this.#lastTrace !== 0;
    for (let index = 0; index < TRACE_HALVES; index += 1) {
      const half = halfAt(bytes, at + 2 * index);
      if (sought[index] !== half) {
        sought[index] = half;
        isLast = false;
      }
    }
    if (!isLast) this.#lastTrace = this.#traces.number() + 1;
    return this.#lastTrace;
  }

  /** A number for a pair that is kept track of elsewhere. */
  reserve(): number {
    return this.#pairs.reserve();
  }
}

function halfAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}
