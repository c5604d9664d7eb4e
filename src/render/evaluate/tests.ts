import { nunjucksCompare } from '../value/nunjucks-operators.ts';
import { printNunjucks } from '../value/print.ts';
import { Joiner } from '../value/stateful.ts';
import { type ComparisonOperator, described } from '../value/tera-operators.ts';
import type { Value } from '../value/value.ts';
import { isList, isMap, isNumber, kindOf, sameValue } from '../value/value.ts';
import { compilePattern } from './pattern.ts';

/** What a test needs of where it stands. */
export interface TestSupport {
  fail(message: string, hint?: string): never;
  charge(units: number): void;
}

/** A test behind `is`. Whether a variable exists at all is asked by the evaluator. */
export interface Test {
  /** How many arguments it takes. */
  readonly takes: number;
  readonly holds: (subject: Value, argument: Value, support: TestSupport) => boolean;
}

export type TestTable = ReadonlyMap<string, Test>;

const plain = (holds: (subject: Value) => boolean): Test => ({ takes: 0, holds });
const numeric = (holds: (number: number) => boolean): Test => ({
  takes: 0,
  holds: (subject, _, support) => holds(numberOf(subject, support)),
});
const textual = (holds: (text: string, argument: string) => boolean): Test => ({
  takes: 1,
  holds: (subject, argument, support) => holds(textOf(subject, support), textOf(argument, support)),
});

function numberOf(value: Value, support: TestSupport): number {
  return isNumber(value) ? Number(value) : support.fail(`it tests numbers, and this is ${described(value)}`);
}

function textOf(value: Value, support: TestSupport): string {
  return typeof value === 'string' ? value : support.fail(`it tests texts, and this is ${described(value)}`);
}

/** Tests of Tera 1.20. */
export const teraTests: TestTable = new Map([
  ['odd', numeric((number) => number % 2 !== 0)],
  ['even', numeric((number) => number % 2 === 0)],
  ['string', plain((value) => typeof value === 'string')],
  ['number', plain(isNumber)],
  ['divisibleby', { takes: 1, holds: isDivisible }],
  ['iterable', plain((value) => isList(value) || isMap(value))],
  ['object', plain(isMap)],
  ['starting_with', textual((text, start) => text.startsWith(start))],
  ['ending_with', textual((text, end) => text.endsWith(end))],
  ['containing', { takes: 1, holds: isContaining }],
  ['matching', { takes: 1, holds: isMatching }],
]);

function isDivisible(subject: Value, by: Value, support: TestSupport): boolean {
  return numberOf(subject, support) % numberOf(by, support) === 0;
}

function isContaining(subject: Value, part: Value, support: TestSupport): boolean {
  if (typeof subject === 'string') return subject.includes(textOf(part, support));
  if (isList(subject)) return subject.some((item) => sameValue(item, part));
  if (isMap(subject)) return subject.has(textOf(part, support));
  return support.fail(`it looks into texts, lists and maps, and this is ${described(subject)}`);
}

/** In time linear in the text; the work is counted by the size of the compiled pattern. */
function isMatching(subject: Value, pattern: Value, support: TestSupport): boolean {
  const text = textOf(subject, support);
  const compiled = compilePattern(textOf(pattern, support), support.charge);
  if (!('test' in compiled)) return support.fail(`the pattern cannot be used: ${compiled.error}`);
  support.charge(1 + Math.ceil((text.length * compiled.size) / 500));
  return compiled.test(text);
}

function compared(operator: ComparisonOperator | '===' | '!=='): Test {
  return { takes: 1, holds: (a, b, support) => nunjucksCompare(operator, a, b, support.fail) };
}

/** Tests of Nunjucks 3.2; those of Tera may be used too. */
export const nunjucksTests: TestTable = new Map([
  ...teraTests,
  // JavaScript's remainder has the sign of the number.
  ['odd', numeric((number) => number % 2 === 1)],
  ['iterable', plain((value) => isList(value) || typeof value === 'string')],
  ['mapping', plain(isMap)],
  ['boolean', plain((value) => typeof value === 'boolean')],
  ['none', plain((value) => value === null)],
  ['null', plain((value) => value === null)],
  ['true', plain((value) => value === true)],
  ['false', plain((value) => value === false)],
  ['truthy', plain(Boolean)],
  ['falsy', plain((value) => !value)],
  ['lower', plain((value) => printNunjucks(value) === printNunjucks(value).toLowerCase())],
  ['upper', plain((value) => printNunjucks(value) === printNunjucks(value).toUpperCase())],
  ['equalto', compared('===')],
  ['eq', compared('===')],
  ['sameas', compared('===')],
  ['ne', compared('!==')],
  ['lessthan', compared('<')],
  ['lt', compared('<')],
  ['le', compared('<=')],
  ['greaterthan', compared('>')],
  ['gt', compared('>')],
  ['ge', compared('>=')],
  // Values are plain data but for one.
  ['callable', plain((value) => value instanceof Joiner)],
  [
    'escaped',
    {
      takes: 0,
      holds: (_subject, _argument, support) =>
        support.fail(
          'whether a text is escaped is not kept',
          'rendered text is TOML, which nothing escapes for HTML',
        ),
    },
  ],
  ['integer', plain((value) => kindOf(value) === 'integer')],
  ['float', plain((value) => kindOf(value) === 'float')],
]);
