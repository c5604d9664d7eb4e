import { type Args, type CallableTable, callable } from '../function/args.ts';
import { printNunjucks } from '../value/print.ts';
import { shapeOf } from '../value/shape.ts';
import { isList, isMap, type Value } from '../value/value.ts';
import {
  asList,
  batch,
  byAttribute,
  dictionarySorted,
  groupedBy,
  joinedBy,
  reversed,
  sequence,
  sliced,
  sortedBy,
  summed,
} from './nunjucks-list.ts';
import {
  centered,
  cut,
  escapedForNunjucks,
  indentedBy,
  ofPrinted,
  urlEncodedFor,
  withLinks,
  withoutMarkup,
} from './nunjucks-text.ts';
import { replaced } from './replace.ts';
import { capitalized } from './text.ts';

/**
 * Filters of Nunjucks 3.2, in the order of its positional arguments; where one is missing here, Tera's of the same name
 * stands in. `select` and `reject` are added with the tests they name.
 */
export const nunjucksFilters: CallableTable = new Map([
  ['batch', callable('linecount fill_with?', batch)],
  ['capitalize', ofPrinted(capitalized)],
  ['center', callable('width?', centered)],
  ['dictsort', callable('case_sensitive? by?', dictionarySorted)],
  ['dump', callable('spaces?', dumped)],
  ['e', ofPrinted(escapedForNunjucks)],
  ['escape', ofPrinted(escapedForNunjucks)],
  ['forceescape', ofPrinted(escapedForNunjucks)],
  ['first', callable('', (args) => sequence(args)[0] ?? null)],
  ['float', callable('default?', toFloat)],
  ['groupby', callable('attribute', groupedBy)],
  ['indent', callable('width? indentfirst?', indentedBy)],
  ['int', callable('default? base?', toInteger)],
  ['join', callable('sep? attribute?', joinedBy)],
  ['last', callable('', (args) => sequence(args).at(-1) ?? null)],
  ['length', callable('', length)],
  ['list', callable('', asList)],
  ['lower', ofPrinted((text) => text.toLowerCase())],
  ['nl2br', ofPrinted((text) => text.replace(/\r?\n/g, '<br />\n'))],
  ['random', callable('', (args) => args.world.random(undefined).pick(filled(args)))],
  ['rejectattr', callable('attribute', (args) => byAttribute(args, false))],
  ['replace', callable('old new count?', replacedBy)],
  ['reverse', callable('', reversed)],
  ['round', callable('precision? method?', roundedTo)],
  ['selectattr', callable('attribute', (args) => byAttribute(args, true))],
  ['slice', callable('slices fill_with?', sliced)],
  ['sort', callable('reverse? case_sensitive? attribute?', sortedBy)],
  ['string', callable('', (args) => printNunjucks(args.subject))],
  ['striptags', callable('preserve_linebreaks?', withoutMarkup)],
  ['sum', callable('attribute? start?', summed)],
  ['title', ofPrinted((text) => text.split(' ').map(capitalized).join(' '))],
  ['trim', ofPrinted((text) => text.trim())],
  ['truncate', callable('length? killwords? end?', cut)],
  ['upper', ofPrinted((text) => text.toUpperCase())],
  ['urlencode', callable('', urlEncodedFor)],
  ['urlize', callable('length? nofollow?', withLinks)],
  ['wordcount', ofPrinted(wordCount)],
]);

function filled(args: Args): readonly Value[] {
  const items = args.subjectList();
  return items.length > 0 ? items : args.fail('the list is empty');
}

/** In Node >= 22, and not yet in the types of the language. */
const exactJson = JSON as typeof JSON & { rawJSON(text: string): unknown };

/** JSON as JavaScript writes it; `spaces` is a number of them, or a text to indent with. */
function dumped(args: Args): Value {
  const spaces = args.value('spaces');
  const indent =
    typeof spaces === 'string' ? spaces.slice(0, 10) : ' '.repeat(args.whole('spaces', 0, 0, 10));
  const { weight, levels } = shapeOf(args.subject);
  args.support.expectLength(weight * (16 + levels * indent.length));
  return JSON.stringify(toPlain(args.subject), null, indent);
}

/** As `JSON.stringify` takes it; whole numbers past what a float holds keep their digits. */
function toPlain(value: Value): unknown {
  if (typeof value === 'bigint') return exactJson.rawJSON(String(value));
  if (isList(value)) return value.map(toPlain);
  if (!isMap(value)) return value;
  const plain: Record<string, unknown> = Object.create(null);
  for (const [key, member] of value) plain[key] = toPlain(member);
  return plain;
}

function length({ subject }: Args): Value {
  if (typeof subject === 'string' || isList(subject)) return BigInt(subject.length);
  return BigInt(isMap(subject) ? subject.size : 0);
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

function roundedTo(args: Args): Value {
  const factor = 10 ** args.whole('precision', 0, -300, 300);
  const method = args.text('method');
  const round = method === 'ceil' ? Math.ceil : method === 'floor' ? Math.floor : Math.round;
  return round(args.subjectNumber() * factor) / factor;
}

/** JavaScript's `parseInt`: the digits at the beginning; `default`, or nothing, where there are none. */
function toInteger(args: Args): Value {
  const number = Number.parseInt(printNunjucks(args.subject), args.whole('base', 10, 2, 36));
  if (Number.isNaN(number)) return args.value('default');
  return Number.isSafeInteger(number) ? BigInt(number) : number;
}

function toFloat(args: Args): Value {
  const number = Number.parseFloat(printNunjucks(args.subject));
  return Number.isNaN(number) ? args.value('default') : number;
}

/** Nothing, rather than zero, where there is no word. */
function wordCount(text: string): Value {
  const words = text.match(/\w+/g);
  return words && BigInt(words.length);
}
