import { jsonFloat } from './print.ts';
import { isList, isMap, isNumber, kindOf, sameValue, type Value } from './value.ts';

/** Reports that an operator cannot take what it was given. */
export type Fail = (message: string, hint?: string) => never;

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';
export type ComparisonOperator = '==' | '!=' | '<' | '>' | '<=' | '>=';

const MIN_I64 = -(2n ** 63n);
const MAX_I64 = 2n ** 63n - 1n;
const MAX_U64 = 2n ** 64n - 1n;

/** Tera 1.20: empty, zero, null and NaN are false. */
export function teraTruthy(value: Value): boolean {
  if (isList(value)) return value.length > 0;
  if (isMap(value)) return value.size > 0;
  return Boolean(value);
}

/**
 * Arithmetic of Tera 1.20. Integers stay integers and must fit 64 bits; `/` is by float and gives an integer where the
 * result has no fraction (`7 / 2` = 3.5, `4 / 2` = 2); what is not a finite number is the text `NaN`.
 */
export function teraArithmetic(operator: ArithmeticOperator, left: Value, right: Value, fail: Fail): Value {
  const a = operand(left, fail);
  const b = operand(right, fail);
  if (operator === '/') return quotient(Number(a) / Number(b));
  if (typeof a === 'bigint' && typeof b === 'bigint') return integerResult(operator, a, b, fail);
  return finite(floatResult(operator, Number(a), Number(b)));
}

function operand(value: Value, fail: Fail): bigint | number {
  return isNumber(value)
    ? value
    : fail(`arithmetic takes numbers, and this is ${described(value)}`, 'join texts with `~`');
}

function quotient(result: number): Value {
  if (!Number.isFinite(result)) return 'NaN';
  // Rust's `as i64` stops at the ends of the range.
  if (!Number.isInteger(result)) return result;
  const whole = BigInt(result);
  return whole > MAX_I64 ? MAX_I64 : whole < MIN_I64 ? MIN_I64 : whole;
}

function integerResult(operator: Exclude<ArithmeticOperator, '/'>, a: bigint, b: bigint, fail: Fail): Value {
  if (operator === '%' && b === 0n) return fail('the right side of `%` is zero');
  const result = operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : a % b;
  const signed = a <= MAX_I64 && b <= MAX_I64;
  const [least, most] = signed ? [MIN_I64, MAX_I64] : [0n, MAX_U64];
  if (result < least || result > most) return fail(`${a} ${operator} ${b} does not fit in 64 bits`);
  return result;
}

function floatResult(operator: Exclude<ArithmeticOperator, '/'>, a: number, b: number): number {
  return operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : a % b;
}

function finite(result: number): Value {
  return Number.isFinite(result) ? result : 'NaN';
}

/** `<` and its kin take numbers only. `==` and `!=` are both false between a number and something else, as in Tera. */
export function teraCompare(operator: ComparisonOperator, left: Value, right: Value, fail: Fail): boolean {
  if (operator === '==' || operator === '!=') {
    if (isNumber(left) !== isNumber(right)) return false;
    const same = isNumber(left) ? Number(left) === Number(right) : sameValue(left, right);
    return same === (operator === '==');
  }
  const a = comparable(left, operator, fail);
  const b = comparable(right, operator, fail);
  return operator === '<' ? a < b : operator === '>' ? a > b : operator === '<=' ? a <= b : a >= b;
}

function comparable(value: Value, operator: string, fail: Fail): number {
  return isNumber(value)
    ? Number(value)
    : fail(`\`${operator}\` compares numbers, and this is ${described(value)}`);
}

/** `in`: a member of a list, a part of a text, a key of a map. */
export function teraContains(item: Value, container: Value, fail: Fail): boolean {
  if (isList(container)) return container.some((member) => sameValue(member, item));
  if (typeof container !== 'string' && !isMap(container)) {
    return fail(`\`in\` looks into lists, texts and maps, and this is ${described(container)}`);
  }
  if (typeof item !== 'string') {
    return fail(
      `only a text can be in a ${typeof container === 'string' ? 'text' : 'map'}, and this is ${described(item)}`,
    );
  }
  return typeof container === 'string' ? container.includes(item) : container.has(item);
}

/** `~` joins texts and numbers. A float of a variable keeps its `.0`; a literal one is printed before it gets here. */
export function teraConcatenate(left: Value, right: Value, fail: Fail): string {
  return joinable(left, fail) + joinable(right, fail);
}

function joinable(value: Value, fail: Fail): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return jsonFloat(value);
  return fail(`\`~\` joins texts and numbers, and this is ${described(value)}`);
}

/** A value in a message: its kind with an article, and what it is where that is short. */
export function described(value: Value): string {
  const kind = kindOf(value);
  switch (kind) {
    case 'null':
      return 'null';
    case 'boolean':
    case 'integer':
    case 'float':
      return `the ${kind} ${String(value)}`;
    case 'string':
      return `the text ${JSON.stringify(String(value).slice(0, 40))}`;
    case 'array':
      return 'a list';
    case 'map':
      return 'a map';
  }
}
