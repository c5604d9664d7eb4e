import type { KeyPath, SpanExpectation } from '../../scenario/index.ts';
import type { Attributes, Span } from '../../trace/index.ts';
import {
  type AttributeChecks,
  type AttributeTests,
  compileTests,
  describeChecks,
  describeTested,
  describeValue,
  problemOf,
} from '../attributes.ts';
import { dottedKey, type Edit, setTo } from '../edit.ts';
import { equalLiteral } from '../literal.ts';
import { textOf } from '../value.ts';
import { compileValueTest } from '../value-test.ts';
import { quote } from '../words.ts';
import type { Clause } from './clause.ts';

type Source = (span: Span) => Attributes;

const ofSpan: Source = (span) => span.attributes;
const ofResource: Source = (span) => span.resource.attributes;

/** `attrs` and `resource` give one clause a key, so that the nearest span is the one with the most keys right. */
export function attributeClauses({ attrs, any_of, resource }: SpanExpectation): Clause[] {
  return [
    ...allClauses('attrs.all', attrs?.all, ofSpan),
    ...(attrs?.any === undefined ? [] : [anyClause(attrs.any)]),
    ...noneClauses(attrs?.none),
    ...(any_of === undefined ? [] : [alternativesClause(any_of)]),
    ...allClauses('resource', resource, ofResource),
  ];
}

function allClauses(prefix: string, tests: AttributeTests | undefined, source: Source): Clause[] {
  return compileTests(tests ?? {}).map(([key, check]) => {
    const path = [...prefix.split('.'), key];
    return {
      rule: `.${prefix}`,
      path,
      label: `${prefix} ${quote(key)}`,
      expected: check.expected,
      problem: check.problem,
      holds: (span) => check.holds(source(span).get(key)),
      actual: (span) => describeValue(source(span), key),
      edit: (span) => valueEdit(path, source(span).get(key)),
    };
  });
}

function valueEdit(path: KeyPath, value: Parameters<typeof setTo>[1] | undefined): Edit | undefined {
  return value === undefined ? { kind: 'remove', path } : setTo(path, value);
}

function noneClauses(tests: AttributeTests | undefined): Clause[] {
  return compileTests(tests ?? {}).map(([key, check]) => {
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
  });
}

type Any = NonNullable<NonNullable<SpanExpectation['attrs']>['any']>;

/** At least one pair holds; none at all given means that none holds, as in clnrm. */
function anyClause(any: Any): Clause {
  const checks = isPairs(any) ? any.map(compilePair) : compileTests(any);
  const edit = isPairs(any) ? pairsEdit : tableEdit;
  return {
    rule: '.attrs.any',
    path: ANY_PATH,
    label: 'attrs.any',
    expected: `one of ${describeChecks(checks)}`,
    problem: problemOf(checks),
    holds: (span) => checks.some(([key, check]) => check.holds(span.attributes.get(key))),
    actual: (span) => describeTested(checks, span.attributes),
    edit: (span) => edit(checks, span.attributes),
  };
}

const ANY_PATH = ['attrs', 'any'];

function isPairs(any: Any): any is readonly string[] {
  return Array.isArray(any);
}

/** `key=value`, split at the first `=`; without one there is no value, and it cannot be judged. */
function compilePair(pair: string): AttributeChecks[number] {
  const at = pair.indexOf('=');
  if (at !== -1) return [pair.slice(0, at), compileValueTest(pair.slice(at + 1))];
  const problem = `${quote(pair)} is not written key=value`;
  return [pair, { expected: 'a value', problem, holds: () => false }];
}

/** The first key the span carries, with the value it has; the whole clause goes when it carries none of them. */
function tableEdit(checks: AttributeChecks, attributes: Attributes): Edit | undefined {
  const key = firstCarried(checks, attributes);
  return key === undefined
    ? { kind: 'remove', path: ANY_PATH }
    : valueEdit([...ANY_PATH, key], attributes.get(key));
}

function pairsEdit(checks: AttributeChecks, attributes: Attributes): Edit | undefined {
  const key = firstCarried(checks, attributes);
  const value = key === undefined ? undefined : attributes.get(key);
  return value === undefined
    ? { kind: 'remove', path: ANY_PATH }
    : setTo(ANY_PATH, [`${key}=${textOf(value)}`]);
}

function firstCarried(checks: AttributeChecks, attributes: Attributes): string | undefined {
  return checks.find(([key]) => attributes.has(key))?.[0];
}

function alternativesClause(alternatives: readonly AttributeTests[]): Clause {
  const compiled = alternatives.map(compileTests);
  return {
    rule: '.any_of',
    path: ['any_of'],
    label: 'any_of',
    expected: compiled.map(describeChecks).join(' or '),
    problem: compiled.map(problemOf).find((problem) => problem !== undefined),
    holds: (span) => compiled.some((checks) => failing(checks, span) === 0),
    actual: (span) => describeTested(compiled.flat(), span.attributes),
    edit: (span) => alternativesEdit(compiled, span),
  };
}

function failing(checks: AttributeChecks, span: Span): number {
  let count = 0;
  for (const [key, check] of checks) if (!check.holds(span.attributes.get(key))) count++;
  return count;
}

/** Rewrites the alternative that is off by the fewest keys; the others stay. */
function alternativesEdit(alternatives: readonly AttributeChecks[], span: Span): Edit | undefined {
  const [best] = alternatives.toSorted((a, b) => failing(a, span) - failing(b, span));
  const written: string[] = [];
  for (const alternative of alternatives) {
    const text = alternative === best ? rewritten(best, span) : describeChecks(alternative);
    if (text === undefined) return undefined;
    written.push(text);
  }
  return { kind: 'set', path: ['any_of'], to: `[${written.join(', ')}]` };
}

function rewritten(checks: AttributeChecks, span: Span): string | undefined {
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
