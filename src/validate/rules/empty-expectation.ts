import type { KeyPath } from '../../scenario/index.ts';
import { stepsIn } from '../outputs.ts';
import type { Problem, Rule } from '../rule.ts';

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
  check({ file, scopes }, report) {
    for (const { parts } of scopes) {
      for (const { expect, base } of parts) walk(expect, [...base], report);
    }
    for (const { step, at } of stepsIn(file.model)) {
      if (step.expect) walk(step.expect, [...at, 'expect'], report);
    }
  },
};

/** `at` grows and shrinks on the way, as in duplicate-expectation.ts. */
function walk(value: unknown, at: (string | number)[], report: (problem: Problem) => void): void {
  const name = at.at(-1);
  if (value === false && switches.has(String(name))) {
    report({
      message: `\`${name} = false\` asks for nothing`,
      at: [...at],
      hint: `write \`${name} = true\`, or leave it out`,
    });
  }
  if (typeof value !== 'object' || value === null) return;
  const keys = Array.isArray(value) ? [...value.keys()] : keysOf(value);
  if (keys.length === 0) {
    report({
      message: `\`${nameOf(at)}\` is empty, so it asks for nothing`,
      at: [...at],
      hint: 'say what is expected, or leave it out',
    });
  } else if (name === 'any_of') {
    for (const key of keys) {
      if (keysOf(Object(value[key as keyof typeof value])).length > 0) continue;
      report({
        message: 'an alternative of `any_of` is empty, so every span meets it',
        at: [...at, key],
        hint: 'say what the attributes must be, or leave it out',
      });
    }
  } else if (!tables.has(String(name))) {
    for (const key of keys) {
      at.push(key);
      walk(value[key as keyof typeof value], at, report);
      at.pop();
    }
  }
}

function keysOf(table: object): string[] {
  return Object.keys(table).filter((key) => table[key as keyof typeof table] !== undefined);
}

function nameOf(at: KeyPath): string {
  return String(at.findLast((part) => typeof part === 'string'));
}
