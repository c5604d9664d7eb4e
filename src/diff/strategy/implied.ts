import type { Trail } from '../compare/trail.ts';
import { type Meaning, relate } from '../meaning/meaning.ts';
import type { TreeNode } from '../tree/node.ts';
import { consequencesOf, factImplies, factOf, type SpanFact } from './facts.ts';

/** A scenario with more claims than this is not searched: each claim is compared with each. */
const MAX_CLAIMS = 500;

/** A claim with what follows from it. */
export interface Known {
  readonly claim: TreeNode;
  readonly consequences: readonly SpanFact[];
}

/**
 * Finds the claims on the other side that are judged together with one: of the step it belongs to, else of the scenario.
 * The expectations of a file with a single scenario are that scenario's.
 */
export class Surroundings {
  readonly #counterparts: ReadonlyMap<TreeNode, TreeNode>;
  readonly #known = new Map<TreeNode, readonly Known[]>();

  /** From files, scenarios and steps to what they are on the other side. */
  constructor(counterparts: ReadonlyMap<TreeNode, TreeNode>) {
    this.#counterparts = counterparts;
  }

  /** None where nothing corresponds to the scope, or where there are too many to look at. */
  around(trail: Trail): readonly Known[] {
    const scope = scopeOf(trail);
    if (!scope) return [];
    const known = this.#known.get(scope.node) ?? this.#claims(scope).map(withConsequences);
    this.#known.set(scope.node, known);
    return known;
  }

  #claims(scope: Trail): readonly TreeNode[] {
    const other = this.#counterparts.get(scope.node);
    if (!other) return [];
    const { kind } = scope.node;
    if (kind === 'step') return bounded(other.children.filter(({ leaf }) => leaf !== undefined));
    const file = kind === 'file' ? other : this.#counterparts.get(fileOf(scope));
    return scenarioClaims(kind === 'scenario' ? other : undefined, file);
  }
}

function withConsequences(claim: TreeNode): Known {
  return { claim, consequences: consequencesOf(claim) };
}

/** The nearest step, scenario or file that a claim is in. */
function scopeOf(trail: Trail): Trail | undefined {
  for (let at = trail.above; at !== undefined; at = at.above) {
    const { kind } = at.node;
    if (kind === 'step' || kind === 'scenario' || kind === 'file') return at;
  }
  return undefined;
}

function fileOf(trail: Trail): TreeNode {
  return trail.node.kind === 'file' || !trail.above ? trail.node : fileOf(trail.above);
}

function scenarioClaims(scenario: TreeNode | undefined, file: TreeNode | undefined): readonly TreeNode[] {
  const scenarios = file?.children.filter(({ kind }) => kind === 'scenario') ?? [];
  const isAlone = scenarios.length === 1 && (scenario === undefined || scenarios[0] === scenario);
  const tables = [
    ...(scenario ? expectOf(scenario) : isAlone ? scenarios.flatMap(expectOf) : []),
    ...(file && (isAlone || scenario === undefined) ? expectOf(file) : []),
  ];
  return bounded(tables.flatMap(claimsIn));
}

function bounded(claims: readonly TreeNode[]): readonly TreeNode[] {
  return claims.length > MAX_CLAIMS ? [] : claims;
}

function expectOf({ children }: TreeNode): TreeNode[] {
  return children.filter(({ group }) => group === 'expect');
}

function claimsIn(node: TreeNode): TreeNode[] {
  return node.kind === 'table' ? node.children.flatMap(claimsIn) : [node];
}

/** The first of the claims that makes this one superfluous. */
export function impliedBy(claim: TreeNode, known: readonly Known[]): TreeNode | undefined {
  const fact = factOf(claim);
  const found = known.find(({ claim: other, consequences }) => {
    if (other.identity === claim.identity || leafImplies(other, claim)) return true;
    return fact !== undefined && consequences.some((each) => factImplies(each, fact));
  });
  return found?.claim;
}

function leafImplies(known: TreeNode, wanted: TreeNode): boolean {
  const [a, b] = [outputMeaning(known), outputMeaning(wanted)];
  if (!a || !b || a.group !== b.group) return false;
  const relation = relate(b.meaning, a.meaning);
  return relation === 'equal' || relation === 'tighter';
}

/** That output contains a text, matches a pattern or equals a text are tests of one sort. */
function outputMeaning({
  leaf,
  group,
}: TreeNode): { readonly group: string; readonly meaning: Meaning } | undefined {
  if (!leaf) return undefined;
  const { meaning } = leaf;
  const [, stream, key] =
    /^(stdout|stderr)\.(contains|matches|not_contains|not_matches|equals)$/.exec(group) ?? [];
  if (!stream || !key) return { group, meaning };
  if (key.startsWith('not_')) return { group: `${stream} without`, meaning };
  if (meaning.kind !== 'oneOf') return { group: `${stream} with`, meaning };
  const [text = ''] = meaning.items;
  return { group: `${stream} with`, meaning: { kind: 'test', test: { eq: text }, negated: false } };
}
