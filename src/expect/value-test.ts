import { compilePattern, isPattern, type ValueTest } from '../scenario/index.ts';
import type { AttributeValue } from '../trace/index.ts';
import { literal } from './literal.ts';
import { numberOf, textOf } from './value.ts';

/** A value test made ready for many values. */
export interface ValueCheck {
  /** The test as the file writes it. */
  readonly expected: string;
  /** Why it cannot be judged at all: a pattern that does not compile. Then `holds` means nothing. */
  readonly problem: string | undefined;
  /** `undefined` stands for an absent key. Only `exists = false` holds for it. */
  holds(value: AttributeValue | undefined): boolean;
}

type Operators = Exclude<ValueTest, string | number | boolean | readonly unknown[]>;
type Scalar = Exclude<ValueTest, Operators | readonly unknown[]>;
type Operator = keyof Operators;
type Holds = (value: AttributeValue) => boolean;

/**
 * Compiles what the file says a value must be. Scalars are compared by text (see {@link textOf}); `gt` and the like
 * compare numbers, also those sent as text, and never hold for anything else; all operators given must hold.
 */
export function compileValueTest(test: ValueTest): ValueCheck {
  if (isList(test))
    return { expected: literal(test), problem: undefined, holds: sameItems(test.map(textOf)) };
  return typeof test === 'object' ? compileOperators(test) : equality(test);
}

function isList(test: ValueTest): test is readonly Scalar[] {
  return Array.isArray(test);
}

function equality(expected: Scalar): ValueCheck {
  const text = textOf(expected);
  return {
    expected: literal(expected),
    problem: undefined,
    holds: (value) => value !== undefined && textOf(value) === text,
  };
}

function sameItems(texts: readonly string[]): ValueCheck['holds'] {
  return (value) =>
    Array.isArray(value) &&
    value.length === texts.length &&
    value.every((item: AttributeValue, index) => textOf(item) === texts[index]);
}

function compileOperators(operators: Operators): ValueCheck {
  const checks: Holds[] = [];
  const written: string[] = [];
  let problem: string | undefined;
  // The cast restores the key type that Object.entries drops.
  for (const [operator, operand] of Object.entries(operators) as [Operator, AttributeValue | undefined][]) {
    if (operand === undefined) continue;
    written.push(`${operator} = ${literal(operand)}`);
    const check = compileOperator(operator, operand);
    if ('error' in check) problem ??= `${operator} = ${literal(operand)} is no valid pattern: ${check.error}`;
    else checks.push(check.holds);
  }
  const absentHolds = operators.exists === false && checks.length === 1;
  return {
    expected: `{ ${written.join(', ')} }`,
    problem,
    holds: (value) => (value === undefined ? absentHolds : allHold(checks, value)),
  };
}

/** A loop, for it runs once for each span: a function made for each call is what takes the time otherwise. */
function allHold(checks: readonly Holds[], value: AttributeValue): boolean {
  for (const check of checks) if (!check(value)) return false;
  return true;
}

function compileOperator(
  operator: Operator,
  operand: AttributeValue,
): { readonly holds: Holds } | { readonly error: string } {
  const text = textOf(operand);
  switch (operator) {
    case 'eq':
      return { holds: (value) => textOf(value) === text };
    case 'ne':
      return { holds: (value) => textOf(value) !== text };
    case 'gt':
      return { holds: compareWith(operand, (value, limit) => value > limit) };
    case 'gte':
      return { holds: compareWith(operand, (value, limit) => value >= limit) };
    case 'lt':
      return { holds: compareWith(operand, (value, limit) => value < limit) };
    case 'lte':
      return { holds: compareWith(operand, (value, limit) => value <= limit) };
    case 'contains':
      return { holds: (value) => textOf(value).includes(text) };
    case 'starts_with':
      return { holds: (value) => textOf(value).startsWith(text) };
    case 'ends_with':
      return { holds: (value) => textOf(value).endsWith(text) };
    case 'matches':
      return compileMatch(text, (matches) => matches);
    case 'not_matches':
      return compileMatch(text, (matches) => !matches);
    case 'in':
      return { holds: oneOf(operand) };
    case 'exists':
      return { holds: () => operand === true };
    default:
      return operator satisfies never;
  }
}

/** JavaScript compares numbers with bigints by value, so neither has to be converted. */
function compareWith(
  operand: AttributeValue,
  compare: (value: number | bigint, limit: number | bigint) => boolean,
): Holds {
  const limit = numberOf(operand);
  return (value) => {
    const number = numberOf(value);
    return number !== undefined && limit !== undefined && compare(number, limit);
  };
}

function compileMatch(
  source: string,
  accept: (matches: boolean) => boolean,
): { readonly holds: Holds } | { readonly error: string } {
  const pattern = compilePattern(source);
  return isPattern(pattern)
    ? { holds: (value) => accept(pattern.test(textOf(value))) }
    : { error: pattern.error };
}

function oneOf(operand: AttributeValue): Holds {
  const texts = new Set(Array.isArray(operand) ? operand.map(textOf) : []);
  return (value) => texts.has(textOf(value));
}
