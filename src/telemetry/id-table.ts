import { randomFillSync } from 'node:crypto';

/** Halves of 16 bits in a trace id (16 bytes) and a span id (8 bytes) together. */
const HALVES = 12;
/** A prime below 2^31: sums of 12 products of 31 and 16 bits stay below 2^53, where doubles are exact. */
const PRIME = 2 ** 31 - 1;
const FIRST_CAPACITY = 64;

/**
 * Numbers pairs of trace id and span id from 0 in the order they first appear. It takes some 40 bytes for a pair and makes
 * no objects, where a Map of strings takes 150 and keeps the garbage collector busy.
 *
 * Ids are chosen by the sender, so the hash is drawn at random from a universal family (Carter and Wegman, "Universal
 * classes of hash functions", 1979): without knowing the draw nobody can choose ids that collide.
 */
export class IdTable {
  readonly #factors = randomFactors();
  /** The pair being looked up. */
  readonly #sought = new Uint16Array(HALVES);
  #capacity = FIRST_CAPACITY;
  #size = 0;
  #halves = new Uint16Array(FIRST_CAPACITY * HALVES);
  /** First entry of each bucket, and the next entry in the same bucket; both one more than the number, 0 for none. */
  #heads = new Uint32Array(FIRST_CAPACITY);
  #nexts = new Uint32Array(FIRST_CAPACITY);

  get size(): number {
    return this.#size;
  }

  /** Memory in use, in bytes. */
  get bytes(): number {
    return this.#halves.byteLength + this.#heads.byteLength + this.#nexts.byteLength;
  }

  /** The number of the pair whose ids are at these places, given now if it had none. */
  numberOf(bytes: Uint8Array, traceAt: number, spanAt: number): number {
    const bucket = this.#seek(bytes, traceAt, spanAt) % this.#capacity;
    for (let link = this.#heads[bucket] ?? 0; link !== 0; link = this.#nexts[link - 1] ?? 0) {
      if (this.#matches(link - 1)) return link - 1;
    }
    if (this.#size === this.#capacity) {
      this.#grow();
      return this.#append(this.#hash(this.#sought, 0) % this.#capacity);
    }
    return this.#append(bucket);
  }

  /** A number for a pair that is kept track of elsewhere. */
  reserve(): number {
    if (this.#size === this.#capacity) this.#grow();
    this.#size += 1;
    return this.#size - 1;
  }

  #append(bucket: number): number {
    const number = this.#size;
    this.#size += 1;
    this.#halves.set(this.#sought, number * HALVES);
    this.#nexts[number] = this.#heads[bucket] ?? 0;
    this.#heads[bucket] = number + 1;
    return number;
  }

  #seek(bytes: Uint8Array, traceAt: number, spanAt: number): number {
    const sought = this.#sought;
    for (let half = 0; half < 8; half += 1) sought[half] = halfAt(bytes, traceAt + 2 * half);
    for (let half = 0; half < 4; half += 1) sought[8 + half] = halfAt(bytes, spanAt + 2 * half);
    return this.#hash(sought, 0);
  }

  #hash(halves: Uint16Array, at: number): number {
    const factors = this.#factors;
    let sum = 0;
    for (let index = 0; index < HALVES; index += 1) sum += (factors[index] ?? 0) * (halves[at + index] ?? 0);
    return sum % PRIME;
  }

  #matches(number: number): boolean {
    const at = number * HALVES;
    for (let index = 0; index < HALVES; index += 1) {
      if (this.#halves[at + index] !== this.#sought[index]) return false;
    }
    return true;
  }

  #grow(): void {
    this.#capacity *= 2;
    const halves = new Uint16Array(this.#capacity * HALVES);
    halves.set(this.#halves);
    this.#halves = halves;
    this.#heads = new Uint32Array(this.#capacity);
    this.#nexts = new Uint32Array(this.#capacity);
    for (let number = 0; number < this.#size; number += 1) {
      const bucket = this.#hash(halves, number * HALVES) % this.#capacity;
      this.#nexts[number] = this.#heads[bucket] ?? 0;
      this.#heads[bucket] = number + 1;
    }
  }
}

function halfAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}

function randomFactors(): Float64Array {
  const random = randomFillSync(new Uint32Array(HALVES));
  // From 1: a factor of 0 would leave its half out.
  return Float64Array.from(random, (value) => 1 + (value % (PRIME - 1)));
}
