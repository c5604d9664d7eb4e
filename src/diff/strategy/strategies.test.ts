import { describe, expect, test } from 'vitest';
import { loadScenarioFile } from '../../scenario/index.ts';
import { type ExpectationTree, expectationTree } from '../tree/files.ts';
import { MAX_MS, MAX_NODES } from './levenshtein.ts';
import { type StrategyName, strategies } from './strategies.ts';
import type { TreeDiff } from './strategy.ts';

function treeOf(expectations: string, after = ''): ExpectationTree {
  const text = `[meta]
name = "orders"
[[scenario]]
name = "it"
[[scenario.steps]]
command = "true"
[scenario.expect]
${expectations}
${after}`;
  const { loaded, diagnostics } = loadScenarioFile({ file: 'orders.span.toml', dir: '/', content: text });
  if (!loaded) throw new Error(`${text}\n${diagnostics.map(({ message }) => message).join('\n')}`);
  return expectationTree([loaded]);
}

function compare(
  name: StrategyName,
  old: ExpectationTree,
  now: ExpectationTree,
  monotonicMs = () => 0,
): TreeDiff {
  return strategies[name].compare(old, now, { monotonicMs });
}

function said(name: StrategyName, old: string, now: string): string[] {
  return compare(name, treeOf(old), treeOf(now)).changes.map(({ kind, reason }) => `${kind}: ${reason}`);
}

describe('semantic', () => {
  test.each([
    [
      'an edge written as a span with a parent',
      'graph.must_include = [["a", "b"]]',
      'span = [{ name = "b", parent = "a" }]',
      [
        'equivalent: must_include ["a", "b"] was removed, but span "b" implies it',
        'equivalent: span "b" was added, but must_include ["a", "b"] implied it already',
      ],
    ],
    [
      'and more besides',
      'graph.must_include = [["a", "b"]]',
      'span = [{ name = "b", parent = "a", status = "OK" }]',
      [
        'equivalent: must_include ["a", "b"] was removed, but span "b" implies it',
        'added: span "b" was added',
      ],
    ],
    [
      'a count by name written as the count of a span',
      'counts.by_name = { a = { eq = 2 } }',
      'span = [{ name = "a", count = { eq = 2 } }]',
      [
        'equivalent: by_name.a = 2 was removed, but span "a" implies it',
        'equivalent: span "a" was added, but by_name.a = 2 implied it already',
      ],
    ],
    [
      'an edge that a narrower one implies',
      'graph.must_include = [["a", "b"], ["*", "b"]]',
      'graph.must_include = [["a", "b"]]',
      ['equivalent: must_include ["*", "b"] was removed, but must_include ["a", "b"] implies it'],
    ],
    [
      'a span that an order needs anyway',
      'order.must_precede = [["a", "b"]]',
      'order.must_precede = [["a", "b"]]\nspan = [{ name = "a" }]',
      ['equivalent: span "a" was added, but order: "a" before "b" implied it already'],
    ],
    [
      'a span that only might arrive implies nothing',
      'graph.must_include = [["a", "b"]]',
      'span = [{ name = "b", parent = "a", when = { span = "c" } }]',
      ['removed: must_include ["a", "b"] was removed', 'added: span "b" was added'],
    ],
    [
      'a limit from above is not implied by one from below',
      'counts.by_name = { a = { lte = 2 } }',
      'span = [{ name = "a" }]',
      ['removed: by_name.a <= 2 was removed', 'added: span "a" was added'],
    ],
  ])('%s', (_what, old, now, expected) => {
    expect(said('semantic', old, now).sort()).toEqual([...expected].sort());
  });

  test('expectations of the file are those of its only scenario', () => {
    const changes = compare(
      'semantic',
      treeOf('counts.spans_total = { gte = 2 }'),
      treeOf('graph.acyclic = true', '[expect]\ncounts.spans_total = { gte = 2 }'),
    ).changes;
    expect(changes.map(({ kind, reason }) => `${kind}: ${reason}`).sort()).toEqual([
      'added: acyclic was added',
      'equivalent: spans_total >= 2 was added, but spans_total >= 2 implied it already',
      'equivalent: spans_total >= 2 was removed, but spans_total >= 2 implies it',
    ]);
  });

  test('output that must be equal to a text contains its parts', () => {
    const tree = (output: string) =>
      treeOf('', `[[scenario]]\nname = "two"\n[[scenario.steps]]\nrun = "x"\nexpect.stdout = ${output}`);
    const { changes } = compare('semantic', tree('{ contains = "order" }'), tree('{ equals = "order 7" }'));
    expect(changes.map(({ kind, reason }) => `${kind}: ${reason}`)).toEqual([
      'equivalent: stdout.contains "order" was removed, but stdout.equals: "order 7" implies it',
      'added: stdout.equals: "order 7" was added',
    ]);
  });
});

test('thousands of expectations in one scenario are compared in little time by every strategy', () => {
  const edges = (name: string) =>
    `graph.must_include = [${Array.from({ length: 5_000 }, (_, index) => `["${name}${index}", "x"]`).join(', ')}]`;
  for (const name of ['set', 'semantic', 'levenshtein'] as const)
    expect(compare(name, treeOf(edges('a')), treeOf(edges('b'))).changes).toHaveLength(10_000);
});

describe('levenshtein', () => {
  test('an edge that became another is one edit', () => {
    const [old, now] = [
      'graph.must_include = [["a", "b"], ["b", "c"]]',
      'graph.must_include = [["a", "x"], ["b", "c"]]',
    ];
    expect(said('levenshtein', old, now)).toEqual([
      'incomparable: must_include: ["a", "b"] became ["a", "x"], and neither implies the other',
    ]);
    expect(compare('levenshtein', treeOf(old), treeOf(now)).distance).toBe(1);
  });

  test('the order of expectations makes no difference', () => {
    const [old, now] = ['span = [{ name = "a" }, { name = "b" }]', 'span = [{ name = "b" }, { name = "a" }]'];
    expect(compare('levenshtein', treeOf(old), treeOf(now))).toEqual({ changes: [], notes: [], distance: 0 });
  });

  test('a scenario with too many parts is compared as a set, and the notes say so', () => {
    const edges = (first: string) =>
      `graph.must_include = [["${first}", "x"], ${Array.from({ length: MAX_NODES }, (_, index) => `["a", "b${index}"]`).join(', ')}]`;
    const { changes, notes } = compare('levenshtein', treeOf(edges('a')), treeOf(edges('c')));
    expect(changes.map(({ kind }) => kind)).toEqual(['removed', 'added']);
    expect(notes).toEqual([
      `scenario "it" has ${MAX_NODES + 12} parts (limit ${MAX_NODES}) and is compared as a set`,
    ]);
  });

  test('once the time is over the rest is compared as sets', () => {
    let ms = 0;
    const late = () => {
      ms += MAX_MS + 1;
      return ms;
    };
    const [old, now] = ['graph.must_include = [["a", "b"]]', 'graph.must_include = [["a", "c"]]'];
    const { changes, notes } = compare('levenshtein', treeOf(old), treeOf(now), late);
    expect(changes.map(({ kind }) => kind)).toEqual(['removed', 'added']);
    expect(notes).toEqual([
      `scenario "it" is compared as a set: the ${MAX_MS} ms for counting edits are over`,
    ]);
  });
});
