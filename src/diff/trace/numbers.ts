/**
 * Gives equal texts equal numbers, and equal lists of numbers too, also across traces: what is compared often is compared
 * as a number. Exact, however the hash falls: a list that is found is compared with the one that was kept. No list becomes
 * a text or an object, which is what takes the time otherwise.
 */
export class Numbers {
  readonly #texts = new Map<string, number>();
  /** The list that is being added. */
  #members = new Int32Array(64);
  #length = 0;
  /** All lists that were seen, one after the other, and for each where it begins; its end is where the next begins. */
  #kept = new Int32Array(1024);
  #starts = new Int32Array(256);
  #hashes = new Int32Array(256);
  #lists = 0;
  /** Open addressing, at most half full: the number of a list and 1, or 0. */
  #slots = new Int32Array(512);

  of(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, this.#texts.size);
    return this.#texts.size - 1;
  }

  /** How long the list is by now. */
  get length(): number {
    return this.#length;
  }

  add(member: number): void {
    if (this.#length === this.#members.length) this.#members = grown(this.#members, this.#length + 1);
    this.#members[this.#length] = member;
    this.#length += 1;
  }

  /** Puts what was added from `start` on in ascending order, for a bag that has none. */
  sortFrom(start: number): void {
    const count = this.#length - start;
    if (count < 2) return;
    if (count > SHORT) {
      this.#members.subarray(start, this.#length).sort();
      return;
    }
    const members = this.#members;
    for (let at = start + 1; at < this.#length; at++) {
      const member = members[at] ?? 0;
      let to = at;
      for (; to > start && (members[to - 1] ?? 0) > member; to--) members[to] = members[to - 1] ?? 0;
      members[to] = member;
    }
  }

  /** The number of what was added; the next list begins empty. Lists have numbers of their own, apart from texts. */
  list(): number {
    const hash = hashOf(this.#members, this.#length);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let held = this.#slots[slot] ?? 0; held !== 0; held = this.#slots[slot] ?? 0) {
      if (this.#hashes[held - 1] === hash && this.#isList(held - 1)) {
        this.#length = 0;
        return held - 1;
      }
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = this.#lists + 1;
    return this.#keep(hash);
  }

  #isList(number: number): boolean {
    const start = this.#starts[number] ?? 0;
    if ((this.#starts[number + 1] ?? 0) - start !== this.#length) return false;
    for (let at = 0; at < this.#length; at++) {
      if (this.#kept[start + at] !== this.#members[at]) return false;
    }
    return true;
  }

  #keep(hash: number): number {
    const number = this.#lists;
    const start = this.#starts[number] ?? 0;
    const end = start + this.#length;
    if (end > this.#kept.length) this.#kept = grown(this.#kept, end);
    if (number + 2 > this.#starts.length) this.#starts = grown(this.#starts, number + 2);
    if (number + 1 > this.#hashes.length) this.#hashes = grown(this.#hashes, number + 1);
    this.#kept.set(this.#members.subarray(0, this.#length), start);
    this.#starts[number + 1] = end;
    this.#hashes[number] = hash;
    this.#lists += 1;
    this.#length = 0;
    if (this.#lists * 2 > this.#slots.length) this.#spread();
    return number;
  }

  #spread(): void {
    const slots = new Int32Array(this.#slots.length * 4);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#lists; number++) {
      let slot = (this.#hashes[number] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

/** Up to here insertion takes less time than the sorting of the runtime takes to begin. */
const SHORT = 24;

function grown(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(array.length * 2, length));
  larger.set(array);
  return larger;
}

/** MurmurHash3 for 32-bit words, without its tail. Source: smhasher, MurmurHash3_x86_32. */
function hashOf(members: Int32Array, length: number): number {
  let hash = length;
  for (let at = 0; at < length; at++) {
    let word = Math.imul(members[at] ?? 0, 0xcc9e2d51);
    word = Math.imul((word << 15) | (word >>> 17), 0x1b873593);
    hash ^= word;
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
