import { printNunjucks } from './print.ts';
import { type ArithmeticOperator, type ComparisonOperator, described, type Fail } from './tera-operators.ts';
import { isList, isMap, isNumber, sameValue, type Value } from './value.ts';

/** JavaScript's: lists and maps are always true. */
export function nunjucksTruthy(value: Value): boolean {
  return Boolean(value);
}

/** JavaScript's joining of texts, where null has a name, unlike in the output. */
export function joinedAsText(left: Value, right: Value): string {
  const text = (value: Value) => (value === null ? 'null' : printNunjucks(value));
  return text(left) + text(right);
}

/** `+` also joins texts, the rest takes numbers; texts that are numbers count, as in JavaScript. */
export function nunjucksArithmetic(
  operator: ArithmeticOperator | '//' | '**',
  left: Value,
  right: Value,
  fail: Fail,
): Value {
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string')) {
    return joinedAsText(left, right);
  }
  const a = operand(left, fail);
  const b = operand(right, fail);
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    const exact = exactly(operator, a, b);
    if (exact !== undefined) return exact;
  }
  return byFloat(operator, Number(a), Number(b));
}

function exactly(operator: string, a: bigint, b: bigint): bigint | undefined {
  if (operator === '+') return fitting(a + b);
  if (operator === '-') return fitting(a - b);
  if (operator === '*') return fitting(a * b);
  if (operator === '%' && b !== 0n) return a % b;
  return undefined;
}

/** Past 64 bits the result is a float, so that integers cannot grow without end. */
function fitting(result: bigint): bigint | undefined {
  return BigInt.asIntN(64, result) === result ? result : undefined;
}

function byFloat(operator: string, a: number, b: number): Value {
  if (operator === '+') return a + b;
  if (operator === '-') return a - b;
  if (operator === '*') return a * b;
  if (operator === '%') return whole(a % b);
  if (operator === '//') return whole(Math.floor(a / b));
  if (operator === '**') return whole(a ** b);
  return whole(a / b);
}

/** JavaScript prints `4 / 2` as 2, so results without a fraction are integers. */
function whole(result: number): Value {
  return Number.isSafeInteger(result) ? BigInt(result) : result;
}

function operand(value: Value, fail: Fail): bigint | number {
  if (isNumber(value)) return value;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (Number.isNaN(number)) return fail(`arithmetic takes numbers, and this is ${described(value)}`);
  return number;
}

/** `==` treats a text and a number alike where the text is that number; `===` does not. */
export function nunjucksCompare(
  operator: ComparisonOperator | '===' | '!==',
  left: Value,
  right: Value,
  fail: Fail,
): boolean {
  if (operator === '===' || operator === '!==') return strictlySame(left, right) === (operator === '===');
  if (operator === '==' || operator === '!=') return looselySame(left, right) === (operator === '==');
  const order = ordered(left, right, fail);
  return operator === '<'
    ? order < 0
    : operator === '>'
      ? order > 0
      : operator === '<='
        ? order <= 0
        : order >= 0;
}

function strictlySame(a: Value, b: Value): boolean {
  return isNumber(a) && isNumber(b) ? Number(a) === Number(b) : sameValue(a, b);
}

function looselySame(a: Value, b: Value): boolean {
  if (typeof a === 'string' && isNumber(b)) return Number(a) === Number(b);
  if (typeof b === 'string' && isNumber(a)) return Number(b) === Number(a);
  return strictlySame(a, b);
}

function ordered(a: Value, b: Value, fail: Fail): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return Number(operand(a, fail)) - Number(operand(b, fail));
}

export function nunjucksContains(item: Value, container: Value, fail: Fail): boolean {
  if (isList(container)) return container.some((member) => strictlySame(member, item));
  if (isMap(container)) return typeof item === 'string' && container.has(item);
  if (typeof container === 'string') return container.includes(printNunjucks(item));
  return fail(`\`in\` looks into lists, texts and maps, and this is ${described(container)}`);
}
