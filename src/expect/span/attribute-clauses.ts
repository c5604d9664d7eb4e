import { nearest } from '../../diagnostic/index.ts';
import type { KeyPath, SpanExpectation, ValueTest } from '../../scenario/index.ts';
import type { Attributes, Span } from '../../trace/index.ts';
import { dottedKey, type Edit, equalLiteral, literal, quote } from '../literal.ts';
import { textOf } from '../value.ts';
import { compileValueTest, type ValueCheck } from '../value-test.ts';
import type { Clause } from './clause.ts';

type Tests = Readonly<Record<string, ValueTest>>;
type Checks = readonly (readonly [key: string, check: ValueCheck])[];
type Source = (span: Span) => Attributes;

const ofSpan: Source = (span) => span.attributes;
const ofResource: Source = (span) => span.resource.attributes;

/** `attrs` and `resource` give one clause a key, so that the nearest span is the one with the most keys right. */
export function attributeClauses({ attrs, any_of, resource }: SpanExpectation): Clause[] {
  return [
    ...compileTests(attrs?.all).map(([key, check]) =>
      keyClause({ prefix: 'attrs.all', key, check, source: ofSpan }),
    ),
    ...(attrs?.any === undefined ? [] : [anyClause(attrs.any)]),
    ...compileTests(attrs?.none).map(([key, check]) => noneClause(key, check)),
    ...(any_of === undefined ? [] : [alternativesClause(any_of)]),
    ...compileTests(resource).map(([key, check]) =>
      keyClause({ prefix: 'resource', key, check, source: ofResource }),
    ),
  ];
}

export function compileTests(tests: Tests | undefined): Checks {
  return Object.entries(tests ?? {}).map(([key, test]) => [key, compileValueTest(test)] as const);
}

function keyClause(options: { prefix: string; key: string; check: ValueCheck; source: Source }): Clause {
  const { prefix, key, check, source } = options;
  const path = [...prefix.split('.'), key];
  return {
    rule: `.${prefix}`,
    path,
    label: `${prefix} ${quote(key)}`,
    expected: check.expected,
    problem: check.problem,
    holds: (span) => check.holds(source(span).get(key)),
    actual: (span) => describeValue(source(span), key),
    edit: (span) => valueEdit(path, source(span), key),
  };
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

function valueEdit(path: KeyPath, attributes: Attributes, key: string): Edit | undefined {
  const value = attributes.get(key);
  if (value === undefined) return { kind: 'remove', path };
  const to = equalLiteral(value);
  return to === undefined ? undefined : { kind: 'set', path, to };
}

function noneClause(key: string, check: ValueCheck): Clause {
  const path = ['attrs', 'none', key];
  return {
    rule: '.attrs.none',
    path,
    label: `attrs.none ${quote(key)}`,
    expected: `not ${check.expected}`,
    problem: check.problem,
    holds: (span) => !check.holds(span.attributes.get(key)),
    actual: (span) => describeValue(span.attributes, key),
    edit: () => ({ kind: 'remove', path }),
  };
}

type Any = NonNullable<NonNullable<SpanExpectation['attrs']>['any']>;

/** At least one pair holds; none at all given means that none holds, as in clnrm. */
function anyClause(any: Any): Clause {
  const checks = isPairs(any) ? any.map(compilePair) : compileTests(any);
  const path = ['attrs', 'any'];
  return {
    rule: '.attrs.any',
    path,
    label: 'attrs.any',
    expected: `one of ${describeChecks(checks)}`,
    problem: firstProblem(checks),
    holds: (span) => checks.some(([key, check]) => check.holds(span.attributes.get(key))),
    actual: (span) => describeKeys(checks, span.attributes),
    edit: (span) => anyEdit(path, checks, span.attributes, isPairs(any)),
  };
}

function isPairs(any: Any): any is readonly string[] {
  return Array.isArray(any);
}

/** `key=value`, split at the first `=`; without one there is no value, and it holds for no span. */
function compilePair(pair: string): Checks[number] {
  const at = pair.indexOf('=');
  if (at === -1)
    return [
      pair,
      { expected: 'a value', problem: `${quote(pair)} is not written key=value`, holds: () => false },
    ];
  return [pair.slice(0, at), compileValueTest(pair.slice(at + 1))];
}

/** The first key the span carries, with the value it has; the whole clause goes when it carries none of them. */
function anyEdit(path: KeyPath, checks: Checks, attributes: Attributes, asPairs: boolean): Edit | undefined {
  const key = checks.find(([key]) => attributes.has(key))?.[0];
  if (key === undefined) return { kind: 'remove', path };
  const value = attributes.get(key);
  if (!asPairs || value === undefined) return valueEdit([...path, key], attributes, key);
  const to = equalLiteral([`${key}=${textOf(value)}`]);
  return to === undefined ? undefined : { kind: 'set', path, to };
}

function alternativesClause(alternatives: readonly Tests[]): Clause {
  const compiled = alternatives.map(compileTests);
  return {
    rule: '.any_of',
    path: ['any_of'],
    label: 'any_of',
    expected: compiled.map(describeChecks).join(' or '),
    problem: compiled.map(firstProblem).find((problem) => problem !== undefined),
    holds: (span) => compiled.some((checks) => failing(checks, span).length === 0),
    actual: (span) => describeKeys(compiled.flat(), span.attributes),
    edit: (span) => alternativesEdit(compiled, span),
  };
}

function failing(checks: Checks, span: Span): Checks {
  return checks.filter(([key, check]) => !check.holds(span.attributes.get(key)));
}

/** Rewrites the alternative that is off by the fewest keys; the others stay. */
function alternativesEdit(alternatives: readonly Checks[], span: Span): Edit | undefined {
  const [best] = [...alternatives].sort((a, b) => failing(a, span).length - failing(b, span).length);
  if (!best) return undefined;
  const written: string[] = [];
  for (const alternative of alternatives) {
    const text = alternative === best ? rewritten(best, span) : describeChecks(alternative);
    if (text === undefined) return undefined;
    written.push(text);
  }
  return { kind: 'set', path: ['any_of'], to: `[${written.join(', ')}]` };
}

function rewritten(checks: Checks, span: Span): string | undefined {
  const members: string[] = [];
  for (const [key, check] of checks) {
    const value = span.attributes.get(key);
    const changed = value === undefined ? '{ exists = false }' : equalLiteral(value);
    const text = check.holds(value) ? check.expected : changed;
    if (text === undefined) return undefined;
    members.push(`${dottedKey([key])} = ${text}`);
  }
  return `{ ${members.join(', ')} }`;
}

function describeChecks(checks: Checks): string {
  return `{ ${checks.map(([key, check]) => `${dottedKey([key])} = ${check.expected}`).join(', ')} }`;
}

function describeKeys(checks: Checks, attributes: Attributes): string {
  const keys = [...new Set(checks.map(([key]) => key))].filter((key) => attributes.has(key));
  if (keys.length === 0) return 'none of these attributes';
  return keys.map((key) => `${dottedKey([key])} = ${describeValue(attributes, key)}`).join(', ');
}

function firstProblem(checks: Checks): string | undefined {
  return checks.find(([, check]) => check.problem !== undefined)?.[1].problem;
}
