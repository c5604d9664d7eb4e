import { nearest } from '../diagnostic/index.ts';
import type { ValueTest } from '../scenario/index.ts';
import type { Attributes } from '../trace/index.ts';
import { dottedKey } from './edit.ts';
import { literal } from './literal.ts';
import { compileValueTest, type ValueCheck } from './value-test.ts';
import { quote } from './words.ts';

export type AttributeTests = Readonly<Record<string, ValueTest>>;
export type AttributeChecks = readonly (readonly [key: string, check: ValueCheck])[];

export function compileTests(tests: AttributeTests): AttributeChecks {
  return Object.entries(tests).map(([key, test]) => [key, compileValueTest(test)] as const);
}

/** The tests as the file writes them: `{ "http.route" = "/a", retries = { lte = 2 } }`. */
export function describeChecks(checks: AttributeChecks): string {
  return `{ ${checks.map(([key, check]) => `${dottedKey([key])} = ${check.expected}`).join(', ')} }`;
}

/** The value under a key; where the key is absent, the most similar key that is there. */
export function describeValue(attributes: Attributes, key: string): string {
  const value = attributes.get(key);
  if (value !== undefined) return literal(value);
  const similar = nearest(key, attributes.keys());
  return similar === undefined
    ? 'no such attribute'
    : `no such attribute, but ${quote(similar)} = ${describeValue(attributes, similar)}`;
}

/** What the keys that are tested hold instead. */
export function describeTested(checks: AttributeChecks, attributes: Attributes): string {
  const keys = [...new Set(checks.map(([key]) => key))].filter((key) => attributes.has(key));
  if (keys.length === 0) return 'none of these attributes';
  return keys.map((key) => `${dottedKey([key])} = ${describeValue(attributes, key)}`).join(', ');
}

/** Why one of the tests cannot be judged; undefined when all can. */
export function problemOf(checks: AttributeChecks): string | undefined {
  return checks.find(([, check]) => check.problem !== undefined)?.[1].problem;
}
