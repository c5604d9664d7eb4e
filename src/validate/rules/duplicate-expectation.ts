import { type CanonicalValue, canonicalJson } from '../../digest/index.ts';
import type { KeyPath } from '../../scenario/index.ts';
import { stepsIn } from '../outputs.ts';
import type { Problem, Rule } from '../rule.ts';
import { scopesOf } from '../scopes.ts';

/** Deeper than any expectation; a list further in is a value to compare with. */
const MAX_DEPTH = 8;
/** Lists that are values, in which an item may well occur twice. */
const values: ReadonlySet<string> = new Set(['all', 'none', 'resource', 'must_match', 'json', 'any_of']);

/** The same item twice in a list of expectations. */
export const duplicateExpectation: Rule = {
  code: 'SW4135',
  name: 'duplicate-expectation',
  level: 'semantic',
  check({ file }, report) {
    for (const { expect, base } of scopesOf(file.model).flatMap(({ parts }) => parts))
      walk(expect, base, report);
    for (const { step, at } of stepsIn(file.model)) {
      if (step.expect) walk(step.expect, [...at, 'expect'], report);
    }
  },
};

function walk(value: unknown, at: KeyPath, report: (problem: Problem) => void): void {
  if (typeof value !== 'object' || value === null || at.length > MAX_DEPTH || values.has(String(at.at(-1))))
    return;
  if (Array.isArray(value)) reportRepeated(value, at, report);
  for (const [key, item] of Array.isArray(value) ? value.entries() : Object.entries(value))
    walk(item, [...at, key], report);
}

function reportRepeated(items: readonly unknown[], at: KeyPath, report: (problem: Problem) => void): void {
  const first = new Map<string, number>();
  // A pair of equal names is a claim about spans of one name.
  if (isPair(at)) return;
  for (const [index, item] of items.entries()) {
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

function isPair(at: KeyPath): boolean {
  return ['must_include', 'must_not_cross', 'must_precede', 'must_follow', 'parent_child'].includes(
    String(at.at(-2)),
  );
}
