import { combinationLabel, type KeyPath } from '../../scenario/index.ts';
import { durationLeaf, labelLeaf, opaqueLeaf } from './leaf.ts';
import { changed, node, type TreeFile, type TreeNode } from './node.ts';
import { expectTable, limitLeaves, listLeaves, scenarioNode } from './scenario.ts';
import { serviceNode } from './service.ts';
import { settingLeaves } from './settings.ts';

/**
 * The expectations of scenario files as a tree of claims: files, scenarios, services, steps, and what the traces must
 * prove. Made from the model, so templates, macros and matrix are rendered, and layout, comments, spelling and the order
 * of keys are gone. The combinations of one file become one file; what they have in common is there once.
 */
export interface ExpectationTree {
  readonly root: TreeNode;
}

export function expectationTree(files: readonly TreeFile[]): ExpectationTree {
  const byName = Map.groupBy(files, ({ file }) => file);
  const children = [...byName].map(([file, combinations]) => fileNode(file, combinations));
  const nowhere = { label: '', source: undefined, path: [] };
  return { root: node({ kind: 'root', group: 'root', key: '', children, ...nowhere }) };
}

function fileNode(file: string, combinations: readonly TreeFile[]): TreeNode {
  const children = united(combinations.map((each) => ({ of: each, nodes: contentOf(each) })));
  const [source] = combinations;
  return node({ kind: 'file', group: 'file', key: file, label: file, source, path: [], children });
}

/** What several combinations make, each thing once; what only some of them make is told by their values. */
function united(
  parts: readonly { readonly of: TreeFile; readonly nodes: readonly TreeNode[] }[],
): TreeNode[] {
  const [only, ...others] = parts;
  if (only && others.length === 0) return [...only.nodes];
  const found = new Map<string, TreeNode>();
  for (const { of, nodes } of parts) {
    for (const each of nodes) {
      const identity = each.identity;
      const known = found.has(identity);
      found.set(identity, changed(each, { variant: known ? undefined : variantOf(of) }));
    }
  }
  return [...found.values()];
}

function variantOf({ combination }: TreeFile): string | undefined {
  return combination && combination.size > 0 ? combinationLabel(combination) : undefined;
}

function contentOf(source: TreeFile): TreeNode[] {
  const { meta, otel, service, scenario, expect, limits } = source.model;
  const at = (...path: KeyPath) => ({ source, path });
  const { settle, ...exporter } = otel ?? {};
  const table = expectTable(expect, at('expect'));
  // With one scenario they are its own; with several they are judged over all of them together (src/plan).
  const scope = scenario.length === 1 ? 'its only scenario' : 'all scenarios together';
  return [
    labelLeaf({ ...at('meta', 'name'), label: 'meta.name', presence: 'always' }, meta.name),
    ...listLeaves('tag', meta.tags, at('meta', 'tags')),
    ...settingLeaves(exporter, at('otel'), { prefix: 'otel.' }),
    opaqueLeaf(
      { ...at('otel', 'settle', 'quiet'), label: 'otel.settle.quiet', presence: 'always' },
      settle?.quiet ?? 300,
    ),
    durationLeaf(
      { ...at('otel', 'settle', 'timeout'), label: 'otel.settle.timeout' },
      settle?.timeout ?? 10_000,
    ),
    ...limitLeaves(limits, at('limits')),
    ...Object.entries(service ?? {}).map(([id, each]) => serviceNode(id, each, source)),
    ...scenario.map((each, index) => scenarioNode(each, index, source)),
    ...table.map((each) => withScope(each, scope)),
  ];
}

function claims(node: TreeNode): boolean {
  return node.kind !== 'table' || node.children.length > 0;
}

function withScope(expect: TreeNode, scope: string): TreeNode {
  const { source, path, children } = expect;
  // Where nothing is expected, it does not matter what of.
  if (!source || !children.some(claims)) return expect;
  const leaf = opaqueLeaf({ source, path, label: 'judged over', presence: 'always' }, scope);
  return changed(expect, { children: () => [...children, leaf], madeOf: undefined });
}
