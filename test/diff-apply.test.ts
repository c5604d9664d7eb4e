import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Edit, editsBetween } from '../src/diff/compare/edits.ts';
import { nodesOf, type Trail } from '../src/diff/compare/trail.ts';
import { type ExpectationTree, expectationTree, type TreeNode } from '../src/diff/index.ts';
import type { ScenarioFile } from '../src/scenario/index.ts';
import { arbitraryOf } from '../src/scenario/schema/arbitrary.ts';
import { scenarioFile } from '../src/scenario/schema/file.ts';

/**
 * Nothing that is expected changes without being told: the old claims without those that are said to be gone or to have
 * become others, and with those that are said to have come, are exactly the new claims.
 */

const place = { file: '', line: 1, column: 1, length: 1 };

function treeOf(files: readonly (readonly [string, ScenarioFile])[]): ExpectationTree {
  return expectationTree(files.map(([file, model]) => ({ file, model, locate: () => place })));
}

interface Claims {
  readonly lines: Set<string>;
  /** Of what has a default, to what it belongs to: it is there as long as that is. */
  readonly defaults: Map<string, string>;
}

const nothing = (): Claims => ({ lines: new Set(), defaults: new Map() });

/** A trace has its key from what it claims, which its leaves say already. */
function slotOf({ kind, group, key }: TreeNode): string {
  return `/${JSON.stringify(kind === 'claim' ? [group] : [group, key])}`;
}

/** Every leaf with all that it lies in. */
function collect(node: TreeNode, prefix: string, into: Claims): Claims {
  const slot = `${prefix}${slotOf(node)}`;
  if (node.leaf) {
    const line = `${slot}=${node.leaf.canonical}`;
    into.lines.add(line);
    if (node.leaf.presence === 'always') into.defaults.set(line, prefix);
  } else {
    into.lines.add(`${slot}`);
    for (const child of node.children) collect(child, slot, into);
  }
  return into;
}

function below(trail: Trail): string {
  return nodesOf(trail).slice(0, -1).map(slotOf).join('');
}

/** What a trail goes through is there because its end is, with its defaults. */
function collectAround(trail: Trail, into: Claims): void {
  for (let at = trail.above; at?.above !== undefined; at = at.above) {
    const prefix = below(at);
    const slot = `${prefix}${slotOf(at.node)}`;
    into.lines.add(slot);
    for (const child of at.node.children) {
      if (child.leaf?.presence === 'always') collect(child, slot, into);
    }
  }
}

function applied(old: ExpectationTree, edits: readonly Edit[]): string[] {
  const claims = nothing();
  for (const file of old.root.children) collect(file, '', claims);
  const gone = nothing();
  const come = nothing();
  for (const { before, after } of edits) {
    if (before) collect(before.node, below(before), gone);
    if (after) {
      collect(after.node, below(after), come);
      collectAround(after, come);
    }
  }
  const lines = claims.lines.difference(gone.lines).union(come.lines);
  const defaults = new Map([...claims.defaults, ...come.defaults]);
  return withoutEmpty(lines, defaults);
}

/** Containers without a claim in them say nothing, and neither do their defaults. */
function withoutEmpty(lines: ReadonlySet<string>, defaults: ReadonlyMap<string, string>): string[] {
  const claims = [...lines].filter((line) => line.includes(']=') && !defaults.has(line));
  const isKept = (slot: string) => claims.some((line) => line.startsWith(`${slot}/`));
  return [...lines]
    .filter((line) => (defaults.has(line) ? isKept(defaults.get(line) ?? '') : line.includes(']=')))
    .sort();
}

function claimsOf(tree: ExpectationTree): string[] {
  const claims = nothing();
  for (const file of tree.root.children) collect(file, '', claims);
  return withoutEmpty(claims.lines, claims.defaults);
}

/** Lines do not tell two things of one name apart, nor two traces: such files are for other tests. */
function apart(expect: ScenarioFile['expect']): ScenarioFile['expect'] {
  return (
    expect && {
      ...expect,
      span: expect.span?.map((each, index) => ({ ...each, name: `${each.name} ${index}` })),
      trace: expect.trace?.slice(0, 1),
    }
  );
}

const model = arbitraryOf(scenarioFile).map((file) => ({
  ...file,
  expect: apart(file.expect),
  scenario: file.scenario.map((each, index) => ({
    ...each,
    name: `${each.name} ${index}`,
    steps: each.steps.map((step, at) => ({ ...step, name: `${step.name} ${at}` })),
    expect: apart(each.expect),
  })),
}));
const name = fc.constantFrom('a.span.toml', 'b.span.toml', 'c.span.toml');
const files = fc.uniqueArray(fc.tuple(name, model), { selector: ([file]) => file, maxLength: 2 });

/** Another version: parts of one model in the place of those of another. */
const versions = fc
  .tuple(files, files, fc.array(fc.nat(5), { minLength: 40, maxLength: 40 }))
  .map(([a, b, choices]) => {
    const next = choices.values();
    const now = a.map(([file, each], index) => {
      const other = b[index]?.[1] ?? each;
      // Parts of two models make one.
      return [
        file,
        Object.fromEntries(
          Object.entries({ ...each, ...other }).map(([key, value]) => {
            const own = Object.hasOwn(each, key) ? Reflect.get(each, key) : undefined;
            return [key, next.next().value === 0 ? value : (own ?? value)];
          }),
        ) as ScenarioFile,
      ] as const;
    });
    return [
      a,
      next.next().value === 0
        ? [...now, ...b.slice(0, 1).map(([, each]) => ['d.span.toml', each] as const)]
        : now,
    ] as const;
  });

test('the old claims with every difference applied are the new claims', () => {
  let different = 0;
  fc.assert(
    fc.property(fc.oneof(versions, fc.tuple(files, files)), ([old, now]) => {
      const [before, after] = [treeOf(old), treeOf(now)];
      const { edits } = editsBetween(before, after);
      if (edits.length > 0) different++;
      expect(applied(before, edits)).toEqual(claimsOf(after));
    }),
    { numRuns: 1_000 },
  );
  expect(different).toBeGreaterThan(300);
});

test('equal models have no difference, whatever is in them', () => {
  fc.assert(
    fc.property(files, (each) => {
      expect(editsBetween(treeOf(each), treeOf(structuredClone(each))).edits).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
