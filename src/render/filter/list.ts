import { type Args, type CallableTable, callable } from '../function/args.ts';
import { memberAt } from '../value/path.ts';
import { json, printTera } from '../value/print.ts';
import { described } from '../value/tera-operators.ts';
import { compareStrings, isList, isMap, isNumber, kindOf, sameValue, type Value } from '../value/value.ts';

/** Filters of Tera 1.20 that take a list. */
export const listFilters: CallableTable = new Map([
  ['first', callable('', (args) => orEmpty(args.subjectList()[0]))],
  ['last', callable('', (args) => orEmpty(args.subjectList().at(-1)))],
  ['nth', callable('n', (args) => orEmpty(args.subjectList()[args.count('n', 0)]))],
  ['join', callable('sep?', joined)],
  ['sort', callable('attribute?', sorted)],
  ['unique', callable('attribute? case_sensitive?', unique)],
  ['slice', callable('start? end?', slice)],
  ['group_by', callable('attribute', grouped)],
  ['filter', callable('attribute value?', filtered)],
  ['map', callable('attribute', mapped)],
  ['concat', callable('with', concatenated)],
]);

/** Tera gives an empty text where a list has no such item. */
function orEmpty(item: Value | undefined): Value {
  return item === undefined ? '' : item;
}

function joined(args: Args): Value {
  const separator = args.text('sep').replaceAll('\\n', '\n').replaceAll('\\t', '\t');
  const texts = args.subjectList().map(printTera);
  const length = texts.reduce((sum, text) => sum + text.length + separator.length, 0);
  args.support.expectLength(length);
  return texts.join(separator);
}

/** By the kind of the first item: numbers, texts, booleans, or lists by their length. The order is stable. */
function sorted(args: Args): Value {
  const attribute = args.text('attribute');
  const keyed = args.subjectList().map((item) => ({ item, key: keyOf(args, item, attribute) }));
  const kind = keyed[0] && sortKind(args, keyed[0].key);
  args.support.charge(keyed.length * 4);
  for (const { key } of keyed) {
    if (sortKind(args, key) !== kind) args.fail(`it sorts ${kind}s, and one item is ${described(key)}`);
  }
  return keyed.sort((a, b) => compareKeys(a.key, b.key)).map(({ item }) => item);
}

function keyOf(args: Args, item: Value, attribute: string): Value {
  const key = memberAt(item, attribute);
  return key === undefined ? args.fail(`the attribute \`${attribute}\` is not in every item`) : key;
}

function sortKind(args: Args, key: Value): string {
  if (isNumber(key)) return 'number';
  const kind = kindOf(key);
  return kind === 'null' || kind === 'map' ? args.fail(`it cannot sort ${described(key)}`) : kind;
}

function compareKeys(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  if (isList(a) && isList(b)) return a.length - b.length;
  return Number(a) - Number(b);
}

/** The first of each; texts are the same whatever their case, unless `case_sensitive`. */
function unique(args: Args): Value {
  const items = args.subjectList();
  const attribute = args.text('attribute');
  const caseSensitive = args.flag('case_sensitive');
  if (items[0] === undefined) return items;
  const kind = kindOf(keyOf(args, items[0], attribute));
  if (kind !== 'boolean' && kind !== 'integer' && kind !== 'string') {
    return args.fail(`it compares texts, integers and booleans, and this is ${described(items[0])}`);
  }
  const seen = new Set<Value>();
  return items.filter((item) => {
    const key = memberAt(item, attribute);
    if (key === undefined) return false;
    if (kindOf(key) !== kind) return args.fail(`it compares ${kind}s, and one item is ${described(key)}`);
    const folded = typeof key === 'string' && !caseSensitive ? key.toLowerCase() : key;
    const isNew = !seen.has(folded);
    seen.add(folded);
    return isNew;
  });
}

function slice(args: Args): Value {
  const items = args.subjectList();
  const index = (name: string, fallback: number) => {
    const at = Math.trunc(args.number(name, fallback));
    return Math.max(0, at >= 0 ? at : items.length + at);
  };
  return items.slice(index('start', 0), Math.max(0, index('end', items.length)));
}

/** Items by the value of an attribute; those without it, or with null there, are left out. */
function grouped(args: Args): Value {
  const attribute = args.text('attribute');
  const groups = new Map<string, Value[]>();
  for (const item of args.subjectList()) {
    const key = memberAt(item, attribute);
    if (key === undefined || key === null) continue;
    const name = typeof key === 'string' ? key : json(key);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

function filtered(args: Args): Value {
  const attribute = args.text('attribute');
  const wanted = args.value('value');
  return args.subjectList().filter((item) => {
    const value = memberAt(item, attribute) ?? null;
    return wanted === null ? value !== null : sameValue(value, wanted);
  });
}

function mapped(args: Args): Value {
  const attribute = args.text('attribute');
  return args.subjectList().flatMap((item) => {
    const value = memberAt(item, attribute);
    return value === undefined || value === null ? [] : [value];
  });
}

function concatenated(args: Args): Value {
  const more = args.value('with');
  return [...args.subjectList(), ...(isList(more) ? more : [more])];
}

/** `length`, `reverse` and `get`, which also take texts or maps. */
export const collectionFilters: CallableTable = new Map([
  ['length', callable('', length)],
  ['reverse', callable('', reversed)],
  ['get', callable('key default?', got)],
]);

function length(args: Args): Value {
  const { subject } = args;
  if (typeof subject === 'string') return BigInt([...subject].length);
  if (isList(subject)) return BigInt(subject.length);
  return isMap(subject) ? BigInt(subject.size) : args.wrongSubject('a list, a map or a text');
}

function reversed(args: Args): Value {
  const { subject } = args;
  if (typeof subject === 'string') return [...subject].reverse().join('');
  return isList(subject) ? [...subject].reverse() : args.wrongSubject('a list or a text');
}

function got(args: Args): Value {
  const { subject } = args;
  if (!isMap(subject)) return args.wrongSubject('a map');
  const value = subject.get(args.text('key'));
  if (value !== undefined) return value;
  return args.has('default')
    ? args.value('default')
    : args.fail(`the map has no key \`${args.text('key')}\``);
}
