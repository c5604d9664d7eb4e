import { isGlob, isOwnName } from '../../scenario/index.ts';
import { type Interval, isWithin } from '../meaning/interval.ts';
import { type Meaning, relate } from '../meaning/meaning.ts';
import { containsName } from '../meaning/names.ts';
import type { TreeNode } from '../tree/node.ts';

/** So many spans of this name satisfy these clauses: what claims of several kinds come to. */
export interface SpanFact {
  readonly name: string;
  readonly count: Interval;
  /** By the key they stand under, such as `parent`. */
  readonly clauses: ReadonlyMap<string, Meaning>;
}

const SOME: Interval = { least: 1, most: Infinity };
const NO_CLAUSES: ReadonlyMap<string, Meaning> = new Map();

/**
 * What a claim says, where it can be said of spans, so that claims of different kinds can be compared: an edge is a span
 * with a parent, a count by name is a span expectation with nothing but a count.
 */
export function factOf(claim: TreeNode): SpanFact | undefined {
  if (claim.kind === 'span') return spanFact(claim);
  const meaning = claim.leaf?.meaning;
  if (claim.group === 'must_include' && meaning?.kind === 'names') {
    const [parent = '', name = ''] = meaning.names;
    // On an empty trace only claims about our own spans are judged, so both ends must be of one sort.
    if (isOwnName(parent) !== isOwnName(name)) return undefined;
    const clauses = new Map<string, Meaning>([
      ['parent', { kind: 'names', names: [parent], widening: ['looser'] }],
    ]);
    return { name, count: SOME, clauses };
  }
  if (claim.group.startsWith('by_name.') && meaning?.kind === 'interval') {
    const name = nameOfCount(claim);
    return isGlob(name) ? undefined : { name, count: meaning.interval, clauses: NO_CLAUSES };
  }
  return undefined;
}

function nameOfCount({ path }: TreeNode): string {
  return String(path.at(-1) ?? '');
}

function spanFact({ key, children }: TreeNode): SpanFact | undefined {
  const clauses = new Map<string, Meaning>();
  let count = SOME;
  for (const { group, leaf } of children) {
    if (!leaf || group === 'name') continue;
    if (group === 'when') return undefined;
    if (group !== 'count') clauses.set(group, leaf.meaning);
    else if (leaf.meaning.kind === 'interval') count = leaf.meaning.interval;
  }
  return { name: key, count, clauses };
}

/** What follows from a claim besides: that spans of the names in it exist. */
export function consequencesOf(claim: TreeNode): readonly SpanFact[] {
  const own = factOf(claim);
  const meaning = claim.leaf?.meaning;
  const names = namesThatExist.has(claim.group) && meaning?.kind === 'names' ? meaning.names : [];
  const isOneSort = new Set(names.map(isOwnName)).size < 2;
  const exist = isOneSort ? names.map((name) => ({ name, count: SOME, clauses: NO_CLAUSES })) : [];
  return own ? [own, ...exist] : exist;
}

/** Groups of claims that fail when one of their names has no span. */
const namesThatExist: ReadonlySet<string> = new Set(['must_include', 'window', 'order']);

/** Whether every trace of which `a` holds is one of which `b` holds. */
export function factImplies(a: SpanFact, b: SpanFact): boolean {
  const sameSpans = a.name === b.name && implyEachOther(a.clauses, b.clauses);
  if (sameSpans) return isWithin(a.count, b.count);
  if (b.count.most !== Infinity || a.count.least < b.count.least) return false;
  return containsName(b.name, a.name) && clausesImply(a.clauses, b.clauses);
}

type Clauses = SpanFact['clauses'];

function implyEachOther(a: Clauses, b: Clauses): boolean {
  return clausesImply(a, b) && clausesImply(b, a);
}

function clausesImply(a: Clauses, b: Clauses): boolean {
  return [...b].every(([group, wanted]) => {
    const known = a.get(group);
    const relation = known && relate(wanted, known);
    return relation === 'equal' || relation === 'tighter';
  });
}
