import type { KeyPath } from '../../scenario/index.ts';
import { stepsIn } from '../outputs.ts';
import type { Problem, Rule } from '../rule.ts';
import { scopesOf } from '../scopes.ts';

/** Tables whose values are tests; what stands in them is compared and no expectation of its own. */
const tables: ReadonlySet<string> = new Set([
  'all',
  'any',
  'none',
  'any_of',
  'resource',
  'must_match',
  'json',
]);
const switches: ReadonlySet<string> = new Set(['acyclic', 'no_external_services']);

/** An expectation that is written, and asks for nothing. */
export const emptyExpectation: Rule = {
  code: 'SW4132',
  name: 'empty-expectation',
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
  const name = at.at(-1);
  if (value === false && switches.has(String(name))) {
    report({
      message: `\`${name} = false\` asks for nothing`,
      at,
      hint: `write \`${name} = true\`, or leave it out`,
    });
  }
  if (typeof value !== 'object' || value === null) return;
  const entries = Array.isArray(value)
    ? value.map((item, index): [number, unknown] => [index, item])
    : Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) {
    report({
      message: `\`${nameOf(at)}\` is empty, so it asks for nothing`,
      at,
      hint: 'say what is expected, or leave it out',
    });
  } else if (!tables.has(String(name))) {
    for (const [key, item] of entries) walk(item, [...at, key], report);
  }
}

function nameOf(at: KeyPath): string {
  return String(at.findLast((part) => typeof part === 'string'));
}
