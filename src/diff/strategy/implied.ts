import type { Trail } from '../compare/trail.ts';
import type { Meaning } from '../meaning/meaning.ts';
import { relate } from '../meaning/meaning.ts';
import type { TreeNode } from '../tree/node.ts';
import { consequencesOf, factImplies, factOf } from './facts.ts';

/** A scenario with more claims than this is not searched: each claim is compared with each. */
const MAX_CLAIMS = 500;

/**
 * The claims on the other side that are judged together with this one: of the step it belongs to, else of the scenario.
 * The expectations of a file with a single scenario are that scenario's.
 */
export function claimsAround(
  trail: Trail,
  counterparts: ReadonlyMap<TreeNode, TreeNode>,
): readonly TreeNode[] {
  for (let at = trail.above; at !== undefined; at = at.above) {
    const { kind } = at.node;
    if (kind !== 'step' && kind !== 'scenario' && kind !== 'file') continue;
    const other = counterparts.get(at.node);
    if (!other) return [];
    if (kind === 'step') return other.children.filter(({ leaf }) => leaf !== undefined);
    const file = kind === 'file' ? other : counterparts.get(fileOf(at));
    return scenarioClaims(kind === 'scenario' ? other : undefined, file);
  }
  return [];
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
  const claims = tables.flatMap(claimsIn);
  return claims.length > MAX_CLAIMS ? [] : claims;
}

function expectOf({ children }: TreeNode): TreeNode[] {
  return children.filter(({ group }) => group === 'expect');
}

function claimsIn(node: TreeNode): TreeNode[] {
  return node.kind === 'table' ? node.children.flatMap(claimsIn) : [node];
}

/** The first of the claims that makes this one superfluous. */
export function impliedBy(claim: TreeNode, claims: readonly TreeNode[]): TreeNode | undefined {
  const fact = factOf(claim);
  return claims.find((other) => {
    if (other.identity === claim.identity || leafImplies(other, claim)) return true;
    return fact !== undefined && consequencesOf(other).some((each) => factImplies(each, fact));
  });
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
