import { type Args, type CallableTable, callable } from '../function/args.ts';
import { nunjucksArithmetic } from '../value/nunjucks-operators.ts';
import { memberAt } from '../value/path.ts';
import { json, prettyJson, printNunjucks } from '../value/print.ts';
import { described } from '../value/tera-operators.ts';
import { isList, isMap, isNumber, type Value } from '../value/value.ts';
import { withoutTags } from './markup.ts';
import { replaced } from './replace.ts';
import { capitalized, escapedHtml } from './text.ts';

/**
 * Filters of Nunjucks 3.2, in the order of its positional arguments; where one is missing here, Tera's of the same name
 * stands in. `urlize` is left out: rendered text is TOML.
 */
export const nunjucksFilters: CallableTable = new Map([
  ['batch', callable('linecount fill_with?', batch)],
  ['capitalize', ofPrinted(capitalized)],
  ['center', callable('width?', centered)],
  ['dictsort', callable('case_sensitive? by?', dictionarySorted)],
  [
    'dump',
    callable('spaces?', (args) =>
      args.has('spaces') ? prettyJson(args.subject) : json(args.subject, (map) => [...map]),
    ),
  ],
  ['e', ofPrinted(escapedHtml)],
  ['escape', ofPrinted(escapedHtml)],
  ['forceescape', ofPrinted(escapedHtml)],
  ['first', callable('', (args) => sequence(args)[0] ?? null)],
  ['last', callable('', (args) => sequence(args).at(-1) ?? null)],
  ['groupby', callable('attribute', groupedBy)],
  ['indent', callable('width? indentfirst?', indentedBy)],
  ['join', callable('sep? attribute?', joinedBy)],
  ['length', callable('', length)],
  ['list', callable('', asList)],
  ['lower', ofPrinted((text) => text.toLowerCase())],
  ['upper', ofPrinted((text) => text.toUpperCase())],
  ['title', ofPrinted((text) => text.split(' ').map(capitalized).join(' '))],
  ['trim', ofPrinted((text) => text.trim())],
  ['nl2br', ofPrinted((text) => text.replace(/\r?\n/g, '<br />\n'))],
  ['random', callable('', (args) => args.world.random(undefined).pick(filled(args)))],
  ['rejectattr', callable('attribute', (args) => byAttribute(args, false))],
  ['selectattr', callable('attribute', (args) => byAttribute(args, true))],
  ['replace', callable('old new count?', replacedBy)],
  ['reverse', callable('', reversed)],
  ['round', callable('precision? method?', roundedTo)],
  ['slice', callable('slices fill_with?', sliced)],
  ['sort', callable('reverse? case_sensitive? attribute?', sortedBy)],
  ['string', callable('', (args) => printNunjucks(args.subject))],
  ['striptags', ofPrinted((text) => withoutTags(text).trim().replace(/\s+/g, ' '))],
  ['sum', callable('attribute? start?', summed)],
  ['truncate', callable('length? killwords? end?', cut)],
  ['urlencode', ofPrinted((text) => encodeURIComponent(text.toWellFormed()))],
  ['wordcount', ofPrinted((text) => BigInt(text.match(/\w+/g)?.length ?? 0))],
]);

function ofPrinted(body: (text: string) => Value) {
  return callable('', (args) => body(printNunjucks(args.subject)));
}

function sequence(args: Args): readonly Value[] {
  const { subject } = args;
  return typeof subject === 'string' ? [...subject] : args.subjectList();
}

function filled(args: Args): readonly Value[] {
  const items = args.subjectList();
  return items.length > 0 ? items : args.fail('the list is empty');
}

function batch(args: Args): Value {
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

function centered(args: Args): Value {
  const text = printNunjucks(args.subject);
  const space = args.whole('width', 80, 0, 10_000) - text.length;
  return space <= 0 ? text : ' '.repeat(Math.floor(space / 2)) + text + ' '.repeat(Math.ceil(space / 2));
}

function dictionarySorted(args: Args): Value {
  const { subject } = args;
  if (!isMap(subject)) return args.wrongSubject('a map');
  const column = args.text('by', 'key') === 'value' ? 1 : 0;
  const fold = folding(args);
  const rows = [...subject].map(([key, value]): readonly [string, Value] => [key, value]);
  return rows.sort((a, b) => ordered(fold(a[column]), fold(b[column])));
}

function folding(args: Args): (value: Value) => Value {
  const caseSensitive = args.flag('case_sensitive');
  return (value) => (typeof value === 'string' && !caseSensitive ? value.toLowerCase() : value);
}

function ordered(a: Value, b: Value): number {
  if (isNumber(a) && isNumber(b)) return Number(a) - Number(b);
  const [left, right] = [printNunjucks(a), printNunjucks(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function groupedBy(args: Args): Value {
  const groups = new Map<string, Value[]>();
  for (const item of args.subjectList()) {
    const key = printNunjucks(memberAt(item, args.text('attribute')) ?? null);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function indentedBy(args: Args): Value {
  const lines = printNunjucks(args.subject).split('\n');
  const prefix = ' '.repeat(args.whole('width', 4, 0, 1000));
  args.support.expectLength(lines.length * prefix.length);
  const first = args.flag('indentfirst');
  return lines.map((line, at) => (at === 0 && !first ? line : prefix + line)).join('\n');
}

function joinedBy(args: Args): Value {
  const separator = args.text('sep');
  const attribute = args.text('attribute');
  const texts = sequence(args).map((item) => printNunjucks(memberAt(item, attribute) ?? null));
  args.support.expectLength(texts.reduce((sum, text) => sum + text.length + separator.length, 0));
  return texts.join(separator);
}

function length({ subject }: Args): Value {
  if (typeof subject === 'string' || isList(subject)) return BigInt(subject.length);
  return BigInt(isMap(subject) ? subject.size : 0);
}

function asList(args: Args): Value {
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

function byAttribute(args: Args, wanted: boolean): Value {
  return args.subjectList().filter((item) => Boolean(memberAt(item, args.text('attribute'))) === wanted);
}

function replacedBy(args: Args): Value {
  const text = printNunjucks(args.subject);
  const from = args.scalar('old');
  const to = args.scalar('new');
  if (!args.has('count') || from === '') return replaced(text, from, to, args);
  const parts = text.split(from);
  const count = Math.min(args.whole('count', 0, 0, 1_000_000), parts.length - 1);
  args.support.expectLength(text.length + count * to.length);
  const changed = parts.slice(0, count + 1).join(to);
  return [changed, ...parts.slice(count + 1)].join(from);
}

function reversed(args: Args): Value {
  const items = sequence(args).toReversed();
  return typeof args.subject === 'string' ? items.join('') : items;
}

function roundedTo(args: Args): Value {
  const factor = 10 ** args.whole('precision', 0, -300, 300);
  const method = args.text('method');
  const round = method === 'ceil' ? Math.ceil : method === 'floor' ? Math.floor : Math.round;
  return round(args.subjectNumber() * factor) / factor;
}

/** A number of columns of about the same length. */
function sliced(args: Args): Value {
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

function sortedBy(args: Args): Value {
  const attribute = args.text('attribute');
  const direction = args.flag('reverse') ? -1 : 1;
  const fold = folding(args);
  const key = (item: Value) => fold(memberAt(item, attribute) ?? null);
  return args.subjectList().toSorted((a, b) => direction * ordered(key(a), key(b)));
}

function summed(args: Args): Value {
  const attribute = args.text('attribute');
  const fail = (message: string): never => args.fail(message);
  return args
    .subjectList()
    .map((item) => memberAt(item, attribute) ?? args.fail(`${described(item)} has no \`${attribute}\``))
    .reduce(
      (sum, item) => nunjucksArithmetic('+', sum, item, fail),
      args.has('start') ? args.value('start') : 0n,
    );
}

/** At a word's end unless `killwords`. */
function cut(args: Args): Value {
  const text = printNunjucks(args.subject);
  const length = args.count('length', 255);
  if (text.length <= length) return text;
  const space = text.lastIndexOf(' ', length);
  return text.slice(0, args.flag('killwords') || space < 0 ? length : space) + args.text('end', '...');
}
