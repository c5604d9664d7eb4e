import { randomFillSync } from 'node:crypto';

const MAX_HALVES = 12;
/** A prime below 2^31: sums of {@link MAX_HALVES} products of 31 and 16 bits stay below 2^53, where doubles are exact. */
const PRIME = 2 ** 31 - 1;
const FIRST_CAPACITY = 64;

/**
 * Numbers different rows of a few 16-bit halves from 0 in the order they first appear, without making objects: a Map of
 * strings takes several times the memory and keeps the garbage collector busy. A row is put into {@link sought}, and asked
 * for with {@link number}.
 *
 * Rows are made of what senders choose, so the hash is drawn at random from a universal family (Carter and Wegman, "Universal
 * classes of hash functions", 1979): without knowing the draw nobody can choose rows that collide.
 */
export class RowTable {
  /** The row being looked up. */
  readonly sought: Uint16Array;
  readonly #width: number;
  readonly #factors: Float64Array;
  #capacity = FIRST_CAPACITY;
  #size = 0;
  #halves: Uint16Array;
  /** First entry of each bucket, and the next entry in the same bucket; both one more than the number, 0 for none. */
  #heads = new Uint32Array(FIRST_CAPACITY);
  #nexts = new Uint32Array(FIRST_CAPACITY);

  /** Rows of so many halves, {@link MAX_HALVES} at most. */
  constructor(width: number) {
    this.#width = width;
    this.sought = new Uint16Array(width);
    this.#factors = factors ??= randomFactors(MAX_HALVES);
    this.#halves = new Uint16Array(FIRST_CAPACITY * width);
  }

  get size(): number {
    return this.#size;
  }

  /** Memory in use, in bytes. */
  get bytes(): number {
    return this.#halves.byteLength + this.#heads.byteLength + this.#nexts.byteLength;
  }

  /** The number of the row that is sought, given now if it had none. */
  number(): number {
    const [sought, nexts] = [this.sought, this.#nexts];
    const hash = this.#hash(sought, 0);
    for (let link = this.#heads[this.#bucketOf(hash)] ?? 0; link !== 0; link = nexts[link - 1] ?? 0) {
      if (this.#matches(link - 1)) return link - 1;
    }
    if (this.#size === this.#capacity) this.#grow();
    return this.#append(this.#bucketOf(hash));
  }

  /** A number that no row has but one of zeros, which must not be sought. */
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
    const [halves, sought, width, number] = [this.#halves, this.sought, this.#width, this.#size];
    this.#size += 1;
    // For so few, `set` takes longer than a loop.
    for (let index = 0; index < width; index += 1) halves[number * width + index] = sought[index] ?? 0;
    this.#nexts[number] = this.#heads[bucket] ?? 0;
    this.#heads[bucket] = number + 1;
    return number;
  }

  #hash(halves: Uint16Array, at: number): number {
    const [factors, width] = [this.#factors, this.#width];
    let sum = 0;
    for (let index = 0; index < width; index += 1) sum += (factors[index] ?? 0) * (halves[at + index] ?? 0);
    return modPrime(sum);
  }

  #matches(number: number): boolean {
    const [halves, sought, width] = [this.#halves, this.sought, this.#width];
    for (let index = 0; index < width; index += 1) {
      if (halves[number * width + index] !== sought[index]) return false;
    }
    return true;
  }

  #grow(): void {
    this.#capacity *= 2;
    const halves = new Uint16Array(this.#capacity * this.#width);
    halves.set(this.#halves);
    this.#halves = halves;
    this.#heads = new Uint32Array(this.#capacity);
    this.#nexts = new Uint32Array(this.#capacity);
    for (let number = 0; number < this.#size; number += 1) {
      const bucket = this.#bucketOf(this.#hash(halves, number * this.#width));
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

/** Drawn once, because that takes long for a scenario of few spans; all that counts is that no sender knows them. */
let factors: Float64Array | undefined;

function randomFactors(count: number): Float64Array {
  const random = randomFillSync(new Uint32Array(count));
  // From 1: a factor of 0 would leave its half out.
  return Float64Array.from(random, (value) => 1 + (value % (PRIME - 1)));
}
