import type { TestTable } from '../evaluate/tests.ts';
import { type Args, type CallableTable, callable } from '../function/args.ts';
import { nunjucksArithmetic } from '../value/nunjucks-operators.ts';
import { memberAt } from '../value/path.ts';
import { printNunjucks } from '../value/print.ts';
import { described } from '../value/tera-operators.ts';
import { isMap, isNumber, type Value } from '../value/value.ts';

/** The items of a list, or the characters of a text. */
export function sequence(args: Args): readonly Value[] {
  const { subject } = args;
  return typeof subject === 'string' ? [...subject] : args.subjectList();
}

export function batch(args: Args): Value {
  const size = args.whole('linecount', 1, 1, 1_000_000);
  const items = args.subjectList();
  const rows = Array.from({ length: Math.ceil(items.length / size) }, (_, row) =>
    items.slice(row * size, (row + 1) * size),
  );
  const last = rows.at(-1);
  if (!args.has('fill_with') || last === undefined) return rows;
  args.support.charge(size);
  return rows.with(-1, [...last, ...Array<Value>(size - last.length).fill(args.value('fill_with'))]);
}

/** A number of columns of about the same length. */
export function sliced(args: Args): Value {
  const count = args.whole('slices', 1, 1, 10_000);
  const items = args.subjectList();
  const least = Math.floor(items.length / count);
  const longer = items.length % count;
  const fill = args.has('fill_with') ? [args.value('fill_with')] : [];
  return Array.from({ length: count }, (_, column) => {
    const start = column * least + Math.min(column, longer);
    const slice = items.slice(start, start + least + (column < longer ? 1 : 0));
    return column >= longer ? [...slice, ...fill] : slice;
  });
}

/** Texts are compared in capitals, which puts `_` behind letters; `sort` compares them in small ones. */
export function dictionarySorted(args: Args): Value {
  const { subject } = args;
  if (!isMap(subject)) return args.wrongSubject('a map');
  const column = args.text('by', 'key') === 'value' ? 1 : 0;
  const caseSensitive = args.flag('case_sensitive');
  const key = (row: readonly [string, Value]) => {
    const value = row[column];
    return typeof value === 'string' && !caseSensitive ? value.toUpperCase() : value;
  };
  const rows = [...subject].map(([name, value]): readonly [string, Value] => [name, value]);
  return rows.sort((a, b) => ordered(key(a), key(b)));
}

export function sortedBy(args: Args): Value {
  const attribute = args.text('attribute');
  const direction = args.flag('reverse') ? -1 : 1;
  const caseSensitive = args.flag('case_sensitive');
  const key = (item: Value) => {
    const value = memberAt(item, attribute) ?? null;
    return typeof value === 'string' && !caseSensitive ? value.toLowerCase() : value;
  };
  return args.subjectList().toSorted((a, b) => direction * ordered(key(a), key(b)));
}

function ordered(a: Value, b: Value): number {
  if (isNumber(a) && isNumber(b)) return Number(a) - Number(b);
  const [left, right] = [printNunjucks(a), printNunjucks(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Items by the value of an attribute. Keys that are whole numbers come first and in order, as in JavaScript's objects. */
export function groupedBy(args: Args): Value {
  const groups = new Map<string, Value[]>();
  for (const item of args.subjectList()) {
    const key = printNunjucks(memberAt(item, args.text('attribute')) ?? null);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  const isIndex = ([key]: readonly [string, unknown]) => /^(?:0|[1-9]\d{0,9})$/.test(key);
  const rows = [...groups];
  const numbered = rows.filter(isIndex).sort(([a], [b]) => Number(a) - Number(b));
  return new Map([...numbered, ...rows.filter((row) => !isIndex(row))]);
}

export function joinedBy(args: Args): Value {
  const separator = args.text('sep');
  const attribute = args.text('attribute');
  const texts = sequence(args).map((item) => printNunjucks(memberAt(item, attribute) ?? null));
  args.support.expectLength(texts.reduce((sum, text) => sum + text.length + separator.length, 0));
  return texts.join(separator);
}

export function asList(args: Args): Value {
  const { subject } = args;
  if (!isMap(subject)) return sequence(args);
  return [...subject].map(
    ([key, value]) =>
      new Map<string, Value>([
        ['key', key],
        ['value', value],
      ]),
  );
}

export function byAttribute(args: Args, wanted: boolean): Value {
  return args.subjectList().filter((item) => Boolean(memberAt(item, args.text('attribute'))) === wanted);
}

/** `start` comes on top of the sum of the items, so that a text in it is joined once. */
export function summed(args: Args): Value {
  const attribute = args.text('attribute');
  const add = (a: Value, b: Value) => nunjucksArithmetic('+', a, b, (message) => args.fail(message));
  const sum = args
    .subjectList()
    .map((item) => memberAt(item, attribute) ?? args.fail(`${described(item)} has no \`${attribute}\``))
    .reduce(add, 0n);
  return add(args.has('start') ? args.value('start') : 0n, sum);
}

export function reversed(args: Args): Value {
  const items = sequence(args).toReversed();
  return typeof args.subject === 'string' ? items.join('') : items;
}

/** `select` and `reject`: items by a test, named by a text. */
export function selectFilters(tests: TestTable): CallableTable {
  const by = (wanted: boolean) =>
    callable('test? argument?', (args) => {
      const name = args.text('test', 'truthy');
      const test = tests.get(name) ?? args.fail(`there is no test \`${name}\``);
      const argument = args.value('argument');
      return sequence(args).filter((item) => test.holds(item, argument, args.support) === wanted);
    });
  return new Map([
    ['select', by(true)],
    ['reject', by(false)],
  ]);
}
