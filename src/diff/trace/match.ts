import { assign } from './assign.ts';
import type { Forest } from './forest.ts';

/** Which span of the one trace is which of the other; -1 where there is none. */
export interface Matching {
  readonly toAfter: Int32Array;
  readonly toBefore: Int32Array;
}

/** Beyond it candidates are taken in order instead of being weighed against each other: the cost is cubic. */
const WEIGHED = 48;
/** Children that are looked at to tell two spans of one name apart. */
const CHILDREN_SEEN = 64;
/** Better matchings are looked for this often at most; three times is enough for all but made-up traces. */
const ROUNDS = 6;
/** Where no more spans than this differ, every way to match them is tried, as long as it takes no more than this many steps. */
const TRIED_SPANS = 24;
const TRIED_STEPS = 20_000;

/**
 * Finds for each span its counterpart: one with the same name, chosen so that as few spans as possible are missing, extra,
 * changed, or under another parent. From the top down, whole subtrees first and then what is most alike among siblings;
 * what is left over is looked for elsewhere in the trace. Linear in spans but for what differs.
 */
export function matchForests(before: Forest, after: Forest): Matching {
  const matcher = new Matcher(before, after);
  matcher.descend(before.tops, after.tops);
  matcher.refine();
  matcher.tryAll();
  return matcher.matching;
}

class Matcher {
  readonly matching: Matching;
  readonly #before: Forest;
  readonly #after: Forest;

  constructor(before: Forest, after: Forest) {
    this.#before = before;
    this.#after = after;
    this.matching = {
      toAfter: new Int32Array(before.spans.length).fill(-1),
      toBefore: new Int32Array(after.spans.length).fill(-1),
    };
  }

  /** Matches two lists of siblings, and then the children of each pair. */
  descend(tops: readonly number[], others: readonly number[]): void {
    const waiting: [readonly number[], readonly number[]][] = [[tops, others]];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      for (const [u, v] of this.#siblings(...next)) waiting.push([this.#childrenOf(u), this.#othersOf(v)]);
    }
  }

  #childrenOf(u: number): readonly number[] {
    return (this.#before.children[u] ?? []).filter((child) => this.matching.toAfter[child] === -1);
  }

  #othersOf(v: number): readonly number[] {
    return (this.#after.children[v] ?? []).filter((child) => this.matching.toBefore[child] === -1);
  }

  /** The pairs whose children remain to be matched. */
  #siblings(us: readonly number[], vs: readonly number[]): [number, number][] {
    const whole = pairEqual(us, vs, this.#before.tree, this.#after.tree);
    for (const [u, v] of whole.pairs) this.#wholly(u, v);
    const same = this.#weigh(whole.us, whole.vs, this.#before.content, this.#after.content);
    const named = this.#weigh(same.us, same.vs, this.#before.name, this.#after.name);
    const pairs = [...same.pairs, ...named.pairs];
    for (const [u, v] of pairs) this.#pair(u, v);
    return pairs;
  }

  #pair(u: number, v: number): void {
    this.matching.toAfter[u] = v;
    this.matching.toBefore[v] = u;
  }

  /** Two subtrees that are equal: so are their children, each to each. */
  #wholly(top: number, other: number): void {
    const waiting: [number, number][] = [[top, other]];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [u, v] = next;
      if (this.matching.toAfter[u] !== -1 || this.matching.toBefore[v] !== -1) continue;
      this.#pair(u, v);
      const below = this.#before.children[u] ?? [];
      if (below.length === 0) continue;
      const { pairs } = pairEqual(below, this.#after.children[v] ?? [], this.#before.tree, this.#after.tree);
      for (const pair of pairs) waiting.push(pair);
    }
  }

  /** Pairs up those with the same key; where there is a choice, those whose children are most alike. */
  #weigh(us: readonly number[], vs: readonly number[], keyOfU: Int32Array, keyOfV: Int32Array): Pairing {
    if (us.length === 0 || vs.length === 0) return { pairs: [], us, vs };
    const groups = groupBy(vs, keyOfV);
    const pairs: [number, number][] = [];
    for (const [key, rows] of groupBy(us, keyOfU)) {
      const columns = groups.get(key);
      if (!columns) continue;
      for (const [row, column] of this.#choose(rows, columns)) pairs.push([row, column]);
    }
    return { pairs, ...withoutPairs(us, vs, pairs) };
  }

  #choose(rows: readonly number[], columns: readonly number[]): [number, number][] {
    const [row, column] = [rows[0] ?? 0, columns[0] ?? 0];
    if (rows.length === 1 && columns.length === 1) return [[row, column]];
    if (Math.max(rows.length, columns.length) > WEIGHED) {
      const count = Math.min(rows.length, columns.length);
      return rows.slice(0, count).map((each, index) => [each, columns[index] ?? 0]);
    }
    // Worked out once: it is asked for often.
    const unlike = Int32Array.from({ length: rows.length * columns.length }, (_, at) =>
      this.#unlike(rows[Math.floor(at / columns.length)] ?? 0, columns[at % columns.length] ?? 0),
    );
    const chosen = assign(rows.length, columns.length, (r, c) => unlike[r * columns.length + c] ?? 0);
    return chosen.flatMap((c, r) => (c === -1 ? [] : [[rows[r] ?? 0, columns[c] ?? 0] as [number, number]]));
  }

  #unlike(u: number, v: number): number {
    const own = this.#before.content[u] === this.#after.content[v] ? 0 : 1;
    const children = unlikeBags(
      (this.#before.children[u] ?? []).slice(0, CHILDREN_SEEN).map((each) => this.#before.tree[each] ?? 0),
      (this.#after.children[v] ?? []).slice(0, CHILDREN_SEEN).map((each) => this.#after.tree[each] ?? 0),
    );
    return own + children;
  }

  /** Looks for a better counterpart for everything that differs, name by name, until nothing gets better. */
  refine(): void {
    for (let round = 0; round < ROUNDS; round++) {
      const { us, vs } = this.#differing();
      if (us.length === 0 || vs.length === 0) return;
      const columnsOf = groupBy(vs, this.#after.name);
      let better = false;
      for (const [name, rows] of groupBy(us, this.#before.name)) {
        const columns = columnsOf.get(name);
        if (columns && this.#reassign(rows, columns)) better = true;
      }
      if (!better) return;
    }
  }

  /** Where little differs, the best matching there is. What is found at the last step counts, so the bound is harmless. */
  tryAll(): void {
    const { us, vs } = this.#worthTrying();
    if (us.length === 0 || us.length > TRIED_SPANS || vs.length > TRIED_SPANS) return;
    const { toAfter, toBefore } = this.matching;
    let least = this.#edits();
    const fixed = least - this.#editsAmong(us, vs);
    let best = us.map((u) => toAfter[u] ?? -1);
    for (const u of us) this.#release(u);
    let steps = TRIED_STEPS;
    const attempt = (at: number, spent: number): void => {
      const u = us[at];
      if (u === undefined) {
        const edits = fixed + this.#editsAmong(us, vs);
        if (edits >= least) return;
        least = edits;
        best = us.map((each) => toAfter[each] ?? -1);
        return;
      }
      for (const v of vs) {
        if (toBefore[v] !== -1 || this.#before.name[u] !== this.#after.name[v]) continue;
        const cost = spent + (this.#before.content[u] === this.#after.content[v] ? 0 : 1);
        if (fixed + cost >= least || steps-- <= 0) continue;
        this.#pair(u, v);
        attempt(at + 1, cost);
        this.#release(u);
      }
      if (fixed + spent + 1 < least && steps-- > 0) attempt(at + 1, spent + 1);
    };
    attempt(0, 0);
    for (const [index, u] of us.entries()) if ((best[index] ?? -1) !== -1) this.#pair(u, best[index] ?? -1);
  }

  /** Everything in a small trace, for a counterpart that looks right can be what makes another one wrong. */
  #worthTrying(): { readonly us: readonly number[]; readonly vs: readonly number[] } {
    const differing = this.#differing();
    const isSmall = this.#before.spans.length + this.#after.spans.length <= TRIED_SPANS;
    if (!isSmall || differing.us.length + differing.vs.length === 0) return differing;
    return { us: [...this.#before.spans.keys()], vs: [...this.#after.spans.keys()] };
  }

  /** Edits of these spans, and of those whose place depends on them. */
  #editsAmong(us: readonly number[], vs: readonly number[]): number {
    const { toAfter, toBefore } = this.matching;
    const among = new Set(us);
    let edits = vs.filter((v) => toBefore[v] === -1).length;
    for (const u of us) {
      const v = toAfter[u] ?? -1;
      edits += v === -1 ? 1 : this.#pairCost(u, v);
      for (const child of this.#before.children[u] ?? []) {
        const other = toAfter[child] ?? -1;
        if (other !== -1 && !among.has(child) && this.#isMoved(child, other)) edits += 1;
      }
    }
    return edits;
  }

  /** Spans that differ in any way, and those next to them, whose counterpart may be why. */
  #differing(): { readonly us: readonly number[]; readonly vs: readonly number[] } {
    const { toAfter, toBefore } = this.matching;
    const [before, after] = [this.#before, this.#after];
    const us = new Uint8Array(before.spans.length);
    const vs = new Uint8Array(after.spans.length);
    const addU = (u: number) => {
      us[u] = 1;
      const v = toAfter[u] ?? -1;
      if (v !== -1) vs[v] = 1;
    };
    const addV = (v: number) => {
      vs[v] = 1;
      const u = toBefore[v] ?? -1;
      if (u !== -1) us[u] = 1;
    };
    for (let u = 0; u < us.length; u++) {
      const v = toAfter[u] ?? -1;
      if (v !== -1 && before.content[u] === after.content[v] && !this.#isMoved(u, v)) continue;
      addU(u);
      const above = before.parent[u] ?? -1;
      if (above >= 0) addU(above);
      for (const below of (before.children[u] ?? []).slice(0, CHILDREN_SEEN)) addU(below);
    }
    for (let v = 0; v < vs.length; v++) {
      const u = toBefore[v] ?? -1;
      if (u !== -1 && us[u] !== 1) continue;
      addV(v);
      const above = after.parent[v] ?? -1;
      if (above >= 0) addV(above);
      for (const below of (after.children[v] ?? []).slice(0, CHILDREN_SEEN)) addV(below);
    }
    return { us: marked(us), vs: marked(vs) };
  }

  #isMoved(u: number, v: number): boolean {
    return isMoved(u, v, this.#before, this.#after, this.matching);
  }

  /** Gives the spans of one name their best counterparts while all others keep theirs. True if that made it better. */
  #reassign(rows: readonly number[], columns: readonly number[]): boolean {
    const { toAfter } = this.matching;
    const size = rows.length + columns.length;
    if (size > 2 * WEIGHED) return this.#fill(rows, columns);
    // Nothing else depends on the counterparts of these, so nothing else has to be counted.
    const was = this.#editsAmong(rows, columns);
    if (was <= this.#editsAnyway(rows, columns)) return false;
    const weights = this.#weights(rows, columns);
    const cost = (r: number, c: number): number => {
      if (r >= rows.length) return c < columns.length ? 1 : 0;
      return weights[r * (columns.length + 1) + Math.min(c, columns.length)] ?? 0;
    };
    const kept = rows.map((u) => toAfter[u] ?? -1);
    const chosen = assign(size, size, cost);
    for (const u of rows) this.#release(u);
    for (const [r, u] of rows.entries()) {
      const v = columns[chosen[r] ?? size];
      if (v !== undefined) this.#pair(u, v);
    }
    if (this.#editsAmong(rows, columns) < was) return true;
    for (const u of rows) this.#release(u);
    for (const [r, u] of rows.entries()) if ((kept[r] ?? -1) !== -1) this.#pair(u, kept[r] ?? -1);
    return false;
  }

  /** Edits that there are however these are paired: rows with no equal among the columns, and columns without a row. */
  #editsAnyway(rows: readonly number[], columns: readonly number[]): number {
    const contents = new Set(columns.map((v) => this.#after.content[v]));
    const unequal = rows.filter((u) => !contents.has(this.#before.content[u])).length;
    return unequal + Math.max(0, columns.length - rows.length);
  }

  /** For each row what it costs to pair it with each column, and last with none: worked out once, it is asked for often. */
  #weights(rows: readonly number[], columns: readonly number[]): Int32Array {
    const weights = new Int32Array(rows.length * (columns.length + 1));
    let at = 0;
    for (const u of rows) {
      for (const v of columns) weights[at++] = this.#pairCost(u, v) + this.#strayed(u, v);
      weights[at++] = 1 + this.#strayed(u, -1);
    }
    return weights;
  }

  /** Too many to weigh: those without a counterpart get one that says the same, else any. */
  #fill(rows: readonly number[], columns: readonly number[]): boolean {
    const { toAfter, toBefore } = this.matching;
    const us = rows.filter((u) => toAfter[u] === -1);
    const vs = columns.filter((v) => toBefore[v] === -1);
    const { pairs } = pairEqual(us, vs, this.#before.content, this.#after.content);
    for (const [u, v] of pairs) this.#pair(u, v);
    return pairs.length > 0;
  }

  #release(u: number): void {
    const v = this.matching.toAfter[u] ?? -1;
    if (v !== -1) this.matching.toBefore[v] = -1;
    this.matching.toAfter[u] = -1;
  }

  #pairCost(u: number, v: number): number {
    const changed = this.#before.content[u] === this.#after.content[v] ? 0 : 1;
    return changed + (this.#isMoved(u, v) ? 1 : 0);
  }

  /** Children of `u` with a counterpart that is not below `v`. */
  #strayed(u: number, v: number): number {
    let strayed = 0;
    for (const child of this.#before.children[u] ?? []) {
      const other = this.matching.toAfter[child] ?? -1;
      if (other !== -1 && this.#after.parent[other] !== v) strayed += 1;
    }
    return strayed;
  }

  #edits(): number {
    return countEdits(this.#before, this.#after, this.matching);
  }
}

/** A span that has a counterpart, but not under the counterpart of its parent. */
export function isMoved(u: number, v: number, before: Forest, after: Forest, { toAfter }: Matching): boolean {
  const above = before.parent[u] ?? -1;
  const other = after.parent[v] ?? -1;
  return above < 0 || other < 0 ? above !== other : toAfter[above] !== other;
}

/** Spans missing, extra, changed and moved; one that is changed and moved counts twice. */
export function countEdits(before: Forest, after: Forest, matching: Matching): number {
  let edits = 0;
  let paired = 0;
  for (let u = 0; u < before.spans.length; u++) {
    const v = matching.toAfter[u] ?? -1;
    if (v === -1) edits += 1;
    else {
      paired += 1;
      if (before.content[u] !== after.content[v]) edits += 1;
      if (isMoved(u, v, before, after, matching)) edits += 1;
    }
  }
  return edits + after.spans.length - paired;
}

interface Pairing {
  readonly pairs: readonly [number, number][];
  /** What is left without a partner. */
  readonly us: readonly number[];
  readonly vs: readonly number[];
}

/** Pairs up what has the same key, in order. */
function pairEqual(
  us: readonly number[],
  vs: readonly number[],
  keyOfU: Int32Array,
  keyOfV: Int32Array,
): Pairing {
  const pairs: [number, number][] = [];
  // Mostly they stand in the same order on both sides, at least as far as nothing differs.
  for (let at = 0; at < us.length && at < vs.length; at++) {
    const [u, v] = [us[at] ?? -1, vs[at] ?? -1];
    if (keyOfU[u] !== keyOfV[v]) break;
    pairs.push([u, v]);
  }
  const alike = pairs.length;
  if (alike === us.length || alike === vs.length) return { pairs, us: us.slice(alike), vs: vs.slice(alike) };
  const waiting = groupBy(vs.slice(alike), keyOfV);
  for (const group of waiting.values()) group.reverse();
  const left: number[] = [];
  for (const u of us.slice(alike)) {
    const v = waiting.get(keyOfU[u] ?? -1)?.pop();
    if (v === undefined) left.push(u);
    else pairs.push([u, v]);
  }
  const others = [...waiting.values()].flat().sort(ascending);
  return { pairs, us: left, vs: others };
}

function withoutPairs(us: readonly number[], vs: readonly number[], pairs: readonly [number, number][]) {
  const [rows, columns] = [new Set(pairs.map(([u]) => u)), new Set(pairs.map(([, v]) => v))];
  return { us: us.filter((u) => !rows.has(u)), vs: vs.filter((v) => !columns.has(v)) };
}

function groupBy(items: readonly number[], keyOf: Int32Array): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const item of items) {
    const key = keyOf[item] ?? -1;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Where a mark stands, in ascending order. */
function marked(marks: Uint8Array): number[] {
  const found: number[] = [];
  for (let at = marks.indexOf(1); at !== -1; at = marks.indexOf(1, at + 1)) found.push(at);
  return found;
}

/** How many members of two bags are in one of them only. */
function unlikeBags(a: readonly number[], b: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const each of a) counts.set(each, (counts.get(each) ?? 0) + 1);
  for (const each of b) counts.set(each, (counts.get(each) ?? 0) - 1);
  let unlike = 0;
  for (const count of counts.values()) unlike += Math.abs(count);
  return unlike;
}

function ascending(a: number, b: number): number {
  return a - b;
}
