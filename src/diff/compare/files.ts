import type { TreeNode } from '../tree/node.ts';
import type { Pair, Pairing } from './pair.ts';

/**
 * Which files are the same: by name, else by what the caller says, else by content, else by the scenarios they hold (at
 * least half of them, by name or content). A lone file on either side is no reason to take them for the same.
 */
export function pairFiles(
  old: readonly TreeNode[],
  now: readonly TreeNode[],
  counterparts: ReadonlyMap<string, string> = new Map(),
): Pairing {
  const pairs: Pair[] = [];
  const before = new Set(old);
  const after = new Set(now);
  const take = (each: TreeNode, other: TreeNode | undefined) => {
    if (!other || !after.delete(other)) return;
    before.delete(each);
    pairs.push([each, other]);
  };
  const names = new Map(now.map((node) => [node.key, node]));
  for (const node of old) take(node, names.get(counterparts.get(node.key) ?? node.key));
  const contents = new Map([...after].map((node) => [node.digest, node]));
  for (const node of [...before]) take(node, contents.get(node.digest));
  const owners = ownersOf(after);
  for (const node of [...before]) take(node, mostShared(node, owners, after));
  return { pairs, removed: [...before], added: [...after] };
}

type Owners = ReadonlyMap<string, TreeNode>;

/** For each scenario, by name and by content, the file it is in. */
function ownersOf(files: Iterable<TreeNode>): Owners {
  const owners = new Map<string, TreeNode>();
  for (const file of files) for (const each of marksOf(file)) if (!owners.has(each)) owners.set(each, file);
  return owners;
}

function marksOf(file: TreeNode): string[] {
  const scenarios = file.children.filter(({ kind }) => kind === 'scenario');
  return scenarios.flatMap((each) => [`name ${each.key}`, `content ${each.digest}`, each.identity]);
}

function mostShared(file: TreeNode, owners: Owners, open: ReadonlySet<TreeNode>): TreeNode | undefined {
  const votes = new Map<TreeNode, number>();
  const marks = marksOf(file);
  for (const mark of marks) {
    const owner = owners.get(mark);
    if (owner && open.has(owner)) votes.set(owner, (votes.get(owner) ?? 0) + 1);
  }
  const [best] = [...votes].sort(([, many], [, more]) => more - many);
  if (!best) return undefined;
  const [other, count] = best;
  // A name and the content are two marks of three.
  return count * 3 >= Math.max(marks.length, marksOf(other).length) ? other : undefined;
}
