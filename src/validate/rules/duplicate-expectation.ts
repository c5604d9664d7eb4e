import { type CanonicalValue, canonicalJson } from '../../digest/index.ts';
import type { KeyPath } from '../../scenario/index.ts';
import { stepsIn } from '../outputs.ts';
import type { Problem, Rule } from '../rule.ts';

/** Deeper than any expectation; a list further in is a value to compare with. */
const MAX_DEPTH = 8;
/** Lists that are values, in which an item may well occur twice. */
const values: ReadonlySet<string> = new Set(['all', 'none', 'resource', 'must_match', 'json', 'any_of']);

/** The same item twice in a list of expectations. */
export const duplicateExpectation: Rule = {
  code: 'SW4135',
  name: 'duplicate-expectation',
  level: 'semantic',
  check({ file, scopes }, report) {
    for (const { parts } of scopes) {
      for (const { expect, base } of parts) walk(expect, [...base], report);
    }
    for (const { step, at } of stepsIn(file.model)) {
      if (step.expect) walk(step.expect, [...at, 'expect'], report);
    }
  },
};

/** `at` grows and shrinks on the way; a path of its own for each value would take as long as half of all rules. */
function walk(value: unknown, at: (string | number)[], report: (problem: Problem) => void): void {
  if (typeof value !== 'object' || value === null || at.length > MAX_DEPTH || values.has(String(at.at(-1))))
    return;
  if (Array.isArray(value)) {
    reportRepeated(value, at, report);
    for (let index = 0; index < value.length; index++) walkInto(value[index], index);
  } else {
    // The model's tables have no prototype.
    for (const key in value) walkInto(value[key as keyof typeof value], key);
  }

  function walkInto(item: unknown, key: string | number): void {
    at.push(key);
    walk(item, at, report);
    at.pop();
  }
}

function reportRepeated(items: readonly unknown[], at: KeyPath, report: (problem: Problem) => void): void {
  // A pair of equal names is a claim about spans of one name.
  if (items.length < 2 || isPair(at)) return;
  const first = new Map<string, number>();
  const names = countNames(items);
  for (const [index, item] of items.entries()) {
    // Writing out an item takes longer than all the rest, and items of different names differ.
    if (names.get(nameOf(item)) === 1) continue;
    // The model is made of TOML values only.
    const key = canonicalJson(item as CanonicalValue);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, index);
    else {
      report({
        message: 'the same is expected twice',
        at: [...at, index],
        hint: 'leave one out; to expect several such spans, write `count = { gte = 2 }`',
        related: [{ message: 'the first time', at: [...at, earlier] }],
      });
    }
  }
}

function countNames(items: readonly unknown[]): ReadonlyMap<unknown, number> {
  const counts = new Map<unknown, number>();
  for (const item of items) counts.set(nameOf(item), (counts.get(nameOf(item)) ?? 0) + 1);
  return counts;
}

/** Something that equal items have in common. */
function nameOf(item: unknown): unknown {
  if (typeof item !== 'object' || item === null) return item;
  return 'name' in item ? item.name : undefined;
}

function isPair(at: KeyPath): boolean {
  return ['must_include', 'must_not_cross', 'must_precede', 'must_follow', 'parent_child'].includes(
    String(at.at(-2)),
  );
}
