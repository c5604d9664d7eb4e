import { randomFillSync } from 'node:crypto';

/** Halves of 16 bits in a trace id (16 bytes) and a span id (8 bytes) together. */
const HALVES = 12;
const TRACE_HALVES = 8;
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
    const hash = this.#seek(bytes, traceAt, spanAt);
    const nexts = this.#nexts;
    for (let link = this.#heads[this.#bucketOf(hash)] ?? 0; link !== 0; link = nexts[link - 1] ?? 0) {
      if (this.#matches(link - 1)) return link - 1;
    }
    if (this.#size === this.#capacity) this.#grow();
    return this.#append(this.#bucketOf(hash));
  }

  /** A number for a pair that is kept track of elsewhere. */
  reserve(): number {
    if (this.#size === this.#capacity) this.#grow();
    this.#size += 1;
    return this.#size - 1;
  }

  /** The capacity is a power of two. */
  #bucketOf(hash: number): number {
    return hash & (this.#capacity - 1);
  }

  #append(bucket: number): number {
    const number = this.#size;
    this.#size += 1;
    const [halves, sought, at] = [this.#halves, this.#sought, number * HALVES];
    // For so few, `set` takes longer than a loop.
    for (let index = 0; index < HALVES; index += 1) halves[at + index] = sought[index] ?? 0;
    this.#nexts[number] = this.#heads[bucket] ?? 0;
    this.#heads[bucket] = number + 1;
    return number;
  }

  /** Notes what is sought, and gives its hash. */
  #seek(bytes: Uint8Array, traceAt: number, spanAt: number): number {
    const [sought, factors] = [this.#sought, this.#factors];
    let sum = 0;
    for (let index = 0; index < HALVES; index += 1) {
      const at = index < TRACE_HALVES ? traceAt + 2 * index : spanAt + 2 * (index - TRACE_HALVES);
      const half = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
      sought[index] = half;
      sum += (factors[index] ?? 0) * half;
    }
    return modPrime(sum);
  }

  #hash(halves: Uint16Array, at: number): number {
    const factors = this.#factors;
    let sum = 0;
    for (let index = 0; index < HALVES; index += 1) sum += (factors[index] ?? 0) * (halves[at + index] ?? 0);
    return modPrime(sum);
  }

  #matches(number: number): boolean {
    const [halves, sought, at] = [this.#halves, this.#sought, number * HALVES];
    // From the end: span ids differ more often than trace ids.
    for (let index = HALVES - 1; index >= 0; index -= 1) {
      if (halves[at + index] !== sought[index]) return false;
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
      const bucket = this.#bucketOf(this.#hash(halves, number * HALVES));
      this.#nexts[number] = this.#heads[bucket] ?? 0;
      this.#heads[bucket] = number + 1;
    }
  }
}

/**
 * A sum below 2^53 modulo the prime. As 2^31 is 1 more than the prime, the bits above count as ones; the processor's own
 * remainder of doubles takes many times as long.
 */
function modPrime(sum: number): number {
  const high = Math.floor(sum / 2 ** 31);
  const folded = sum - high * 2 ** 31 + high;
  return folded >= PRIME ? folded - PRIME : folded;
}

function randomFactors(): Float64Array {
  const random = randomFillSync(new Uint32Array(HALVES));
  // From 1: a factor of 0 would leave its half out.
  return Float64Array.from(random, (value) => 1 + (value % (PRIME - 1)));
}
