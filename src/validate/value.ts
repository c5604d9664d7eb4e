import type { ValueTest } from '../scenario/index.ts';
import { compiled, matchesEverything } from './pattern.ts';

export type Operators = Exclude<ValueTest, string | number | bigint | boolean | readonly unknown[]>;
type Scalar = Exclude<ValueTest, Operators | readonly unknown[]>;

/** The operators of a test; equality with a scalar is `eq`. Undefined for an array, which is compared item by item. */
export function operatorsOf(test: ValueTest): Operators | undefined {
  if (isList(test)) return undefined;
  return typeof test === 'object' ? test : { eq: test };
}

function isList(test: ValueTest): test is readonly Scalar[] {
  return Array.isArray(test);
}

/** A value test as an author would recognise it, cut to a readable length. */
export function testText(test: ValueTest): string {
  const text = isList(test) || typeof test !== 'object' ? scalarText(test) : `{ ${entriesText(test)} }`;
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function scalarText(value: Scalar | readonly Scalar[]): string {
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

function entriesText(operators: Operators): string {
  const given = Object.entries(operators).filter(([, operand]) => operand !== undefined);
  return given.map(([operator, operand]) => `${operator} = ${scalarText(operand)}`).join(', ');
}

/**
 * Why no value can pass all of these tests at once; undefined when one may. The tests hold for the value of one key.
 * Values are compared as text, numbers also when they were sent as text (clnrm-format b.2).
 */
export function conflictOf(tests: readonly ValueTest[]): string | undefined {
  const all = tests.flatMap((test) => operatorsOf(test) ?? []);
  return (
    conflictOfPresence(tests, all) ?? conflictOfChoices(all) ?? conflictOfNumbers(all) ?? conflictOfTexts(all)
  );
}

function conflictOfPresence(tests: readonly ValueTest[], all: readonly Operators[]): string | undefined {
  if (!all.some(({ exists }) => exists === false)) return undefined;
  const others = all.flatMap((operators) => {
    return Object.entries(operators).filter(
      ([key, value]) => value !== undefined && !(key === 'exists' && !value),
    );
  });
  return others.length > 0 || tests.length > all.length ? 'what is absent passes no other test' : undefined;
}

/** Where `eq` or `in` leave few values to choose from, each is tried. */
function conflictOfChoices(all: readonly Operators[]): string | undefined {
  const choices = all.map(choicesOf).find((each) => each !== undefined);
  if (!choices) return undefined;
  const left = choices.filter((text) => all.every((operators) => passes(operators, text)));
  if (left.length > 0) return undefined;
  const [only] = choices;
  return choices.length === 1
    ? `${JSON.stringify(only)} is ruled out`
    : 'every value that is allowed is ruled out too';
}

/** Longer lists are not tried one by one. */
const MAX_CHOICES = 1_000;

/** The only texts a value could have; undefined when there is no such list. */
function choicesOf({ eq, in: choices = [] }: Operators): string[] | undefined {
  if (eq !== undefined) return [String(eq)];
  return choices.length > 0 && choices.length <= MAX_CHOICES ? choices.map(String) : undefined;
}

/** Whether a present value passes, by its text. */
export function passes(operators: Operators, text: string): boolean {
  const number = numberOf(text);
  const compare = (limit: unknown, holds: (value: number, limit: number) => boolean) =>
    limit === undefined || (number !== undefined && holds(number, Number(limit)));
  const { eq, ne, gt, gte, lt, lte, contains, starts_with, ends_with, matches, not_matches, exists } =
    operators;
  return (
    (eq === undefined || String(eq) === text) &&
    (ne === undefined || String(ne) !== text) &&
    compare(gt, (value, limit) => value > limit) &&
    compare(gte, (value, limit) => value >= limit) &&
    compare(lt, (value, limit) => value < limit) &&
    compare(lte, (value, limit) => value <= limit) &&
    (contains === undefined || text.includes(contains)) &&
    (starts_with === undefined || text.startsWith(starts_with)) &&
    (ends_with === undefined || text.endsWith(ends_with)) &&
    (matches === undefined || compiled(matches)?.test(text) !== false) &&
    (not_matches === undefined || compiled(not_matches)?.test(text) !== true) &&
    (operators.in === undefined || operators.in.some((choice) => String(choice) === text)) &&
    exists !== false
  );
}

function numberOf(text: string): number | undefined {
  return text.length <= 64 && /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

interface Limit {
  readonly value: number;
  readonly open: boolean;
  readonly text: string;
}

function conflictOfNumbers(all: readonly Operators[]): string | undefined {
  const lower = all.flatMap(({ gt, gte }) => [...limit('gt', gt, true), ...limit('gte', gte, false)]);
  const upper = all.flatMap(({ lt, lte }) => [...limit('lt', lt, true), ...limit('lte', lte, false)]);
  for (const low of lower) {
    for (const high of upper) {
      const empty = low.value > high.value || (low.value === high.value && (low.open || high.open));
      if (empty) return `no number is both ${low.text} and ${high.text}`;
    }
  }
  return undefined;
}

function limit(operator: string, operand: number | bigint | undefined, open: boolean): Limit[] {
  return operand === undefined ? [] : [{ value: Number(operand), open, text: `${operator} ${operand}` }];
}

function conflictOfTexts(all: readonly Operators[]): string | undefined {
  const refused = all.flatMap(({ not_matches }) => not_matches ?? []);
  const everything = refused.find(matchesEverything);
  if (everything !== undefined) return `every text matches ${JSON.stringify(everything)}`;
  const wanted = new Set(all.flatMap(({ matches }) => matches ?? []));
  const both = refused.find((pattern) => wanted.has(pattern));
  if (both !== undefined) return `${JSON.stringify(both)} must match and must not match`;
  const starts = all.flatMap(({ starts_with }) => starts_with ?? []).sort((a, b) => a.length - b.length);
  const ends = all.flatMap(({ ends_with }) => ends_with ?? []).sort((a, b) => a.length - b.length);
  const fits =
    starts.every((text) => starts.at(-1)?.startsWith(text)) &&
    ends.every((text) => ends.at(-1)?.endsWith(text));
  return fits ? undefined : 'no text begins or ends in two different ways';
}
