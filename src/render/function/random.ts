import { sha256 } from '../../digest/index.ts';

/**
 * A stream of numbers that depends on its seed alone: sfc32 (Chris Doty-Humphrey's small fast counter, from PractRand),
 * started from the SHA-256 of the seed. Not for secrets.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter: number;

  constructor(seed: string) {
    const digest = sha256(seed);
    const word = (at: number) => Number.parseInt(digest.slice(at * 8, at * 8 + 8), 16) | 0;
    this.a = word(0);
    this.b = word(1);
    this.c = word(2);
    this.counter = word(3);
  }

  /** 32 random bits. */
  private bits(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** From 0, below 1, with 53 random bits. */
  fraction(): number {
    return ((this.bits() >>> 5) * 0x4000000 + (this.bits() >>> 6)) / 0x20000000000000;
  }

  /** A whole number from 0 to below `bound`; 0 when the bound is below 1. */
  below(bound: number): number {
    return bound < 1 ? 0 : Math.floor(this.fraction() * bound);
  }

  /** A whole number from `least` to below `bound`. */
  between(least: number, bound: number): number {
    return least + this.below(bound - least);
  }

  /** Lower-case hexadecimal digits. */
  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += this.bits().toString(16).padStart(8, '0');
    return text.slice(0, digits);
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    const picked = list[this.below(list.length)];
    if (picked === undefined) throw new Error('a pick from an empty list');
    return picked;
  }

  /** A copy in random order (Fisher and Yates). */
  shuffled<T>(list: readonly T[]): T[] {
    const shuffled = [...list];
    for (let at = shuffled.length - 1; at > 0; at--) {
      const other = this.below(at + 1);
      const held = shuffled[at] as T; // Both indices are inside the list.
      shuffled[at] = shuffled[other] as T;
      shuffled[other] = held;
    }
    return shuffled;
  }
}
