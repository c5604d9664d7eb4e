import type { KeyPath, Limits, Scenario } from '../../scenario/index.ts';
import { expectationNodes } from './expectations.ts';
import { durationLeaf, labelLeaf, limitLeaf, memberLeaf } from './leaf.ts';
import { distinct, node, type TreeFile, type TreeNode } from './node.ts';
import { type Placed, settingLeaves } from './settings.ts';
import { stepNode } from './step.ts';
import { valueText } from './text.ts';

/** What applies when the file says nothing (src/plan/create.ts). */
const DEFAULT_TIMEOUT_MS = 5 * 60_000;

/** A scenario: its steps, what its trace must prove, and what decides whether and how patiently it is judged. */
export function scenarioNode(scenario: Scenario, index: number, source: TreeFile): TreeNode {
  const { name } = scenario;
  const given = {
    kind: 'scenario',
    group: 'scenario',
    key: name,
    label: `scenario ${JSON.stringify(name)}`,
  } as const;
  return node({
    ...given,
    source,
    path: ['scenario', index],
    children: () => contentOf(scenario, index, source),
    madeOf: scenario,
  });
}

/** Keys of a scenario that are no settings, or that change nothing: what it is called and whether it may run beside others. */
const OTHERS: ReadonlySet<string> = new Set<keyof Scenario>([
  'name',
  'description',
  'tags',
  'depends_on',
  'skip',
  'timeout',
  'retries',
  'priority',
  'steps',
  'expect',
  'limits',
  'concurrent',
]);

function contentOf(scenario: Scenario, index: number, source: TreeFile): TreeNode[] {
  const path: KeyPath = ['scenario', index];
  const { tags, depends_on, skip, timeout, retries, priority, steps, expect, limits } = scenario;
  const at = (key: string): Placed => ({ source, path: [...path, key] });
  const nodes = [
    durationLeaf({ ...at('timeout'), label: 'timeout' }, timeout ?? DEFAULT_TIMEOUT_MS),
    limitLeaf({ ...at('retries'), label: 'retries' }, retries ?? 0),
    labelLeaf({ ...at('priority'), label: 'priority', presence: 'always' }, priority ?? 'normal'),
  ];
  if (skip !== undefined) {
    const spot = { ...at('skip'), label: 'skip', presence: 'loosens' } as const;
    nodes.unshift(memberLeaf(spot, () => valueText(skip)));
  }
  if (tags) nodes.push(...listLeaves('tag', tags, at('tags')));
  if (depends_on) nodes.push(...listLeaves('depends_on', depends_on, at('depends_on')));
  if (limits) nodes.push(...limitLeaves(limits, at('limits')));
  nodes.push(...settingLeaves(scenario, { source, path }, { others: OTHERS }));
  for (const [position, step] of (steps ?? []).entries())
    nodes.push(stepNode(step, source, [...path, 'steps', position]));
  nodes.push(...expectTable(expect, at('expect')));
  return nodes;
}

export function expectTable(expect: Scenario['expect'], { source, path }: Placed): TreeNode[] {
  if (!expect) return [];
  const given = { kind: 'table', group: 'expect', key: 'expect', label: 'expect', source, path } as const;
  return [node({ ...given, children: () => expectationNodes(expect, { source, path }), madeOf: expect })];
}

/** One leaf for each item of a list in which order means nothing. */
export function listLeaves(
  what: string,
  items: readonly string[] | undefined,
  { source, path }: Placed,
): readonly TreeNode[] {
  const leaves = (items ?? []).map((item, index) => {
    const text = JSON.stringify(item);
    const label = `${what} ${text}`;
    return memberLeaf({ source, path: [...path, index], label, presence: 'unclear' }, () => text);
  });
  return distinct(leaves);
}

/** More room asks for less; without a limit there is no end of it. */
export function limitLeaves(limits: Limits | undefined, { source, path }: Placed): TreeNode[] {
  return (['cpu_millicores', 'memory_mb', 'pids'] as const).flatMap((key) => {
    const limit = limits?.[key];
    const spot = { source, path: [...path, key], label: `limits.${key}`, presence: 'tightens' } as const;
    return limit === undefined ? [] : [limitLeaf(spot, limit)];
  });
}
