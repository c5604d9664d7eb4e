import { nearest } from '../../../diagnostic/index.ts';
import type { Located } from '../../toml/index.ts';
import type { Shape } from '../dsl.ts';
import { MAX_DURATION_MS, parseDuration } from '../duration.ts';
import { type INVALID, invalid, nameText, type Unchecked } from './context.ts';
import { corrected, correction } from './correct.ts';
import { accepted, longestDuration, quoted, range, received } from './describe.ts';
import { formatFault } from './format.ts';

type ShapeOf<K extends Shape['kind']> = Extract<Shape, { kind: K }>;
type Kind<K extends Located['kind']> = Extract<Located, { kind: K }>;

/** The value has another TOML kind than any that is accepted here. */
export function wrongType(value: Unchecked): typeof INVALID {
  return invalid(value, 'SW3002', () => ({
    message: `\`${nameText(value.at)}\` is ${received(value.node)}`,
    expected: accepted(value.declared),
    ...correction(value),
  }));
}

export function checkString(shape: ShapeOf<'string'>, value: Unchecked<Kind<'string'>>) {
  const text = value.node.value;
  if (shape.nonBlank && text.trim() === '') {
    return invalid(value, 'SW3007', () => ({
      message: `\`${nameText(value.at)}\` is empty`,
      expected: 'text that says something',
    }));
  }
  if (shape.format === 'regex' && value.context.patterns?.spend(text) === false) return tooMuch(value);
  const fault = shape.format && formatFault(shape.format, text);
  if (!fault) return text;
  return invalid(value, fault.code, () => ({
    message: `\`${nameText(value.at)}\` is ${quoted(text)}: ${fault.message}`,
    expected: accepted(value.schema),
    stretch: fault.stretch,
    hint: fault.hint,
  }));
}

function tooMuch(value: Unchecked) {
  return invalid(value, 'SW3008', () => ({
    message: `\`${nameText(value.at)}\` is one regular expression too many for this file`,
    hint: 'write shorter ones, with fewer or lower counts such as `{1,100}`, or split the file',
  }));
}

export function checkInteger(shape: ShapeOf<'integer'>, value: Unchecked<Kind<'integer'>>) {
  const { node } = value;
  if (typeof node.value === 'number') return inRange(shape, node.value, value);
  return invalid(value, 'SW3006', () => ({
    message: `\`${nameText(value.at)}\` is ${node.value}, which is too large to be held exactly`,
    expected: `an integer of at most ${Number.MAX_SAFE_INTEGER}`,
    hint:
      value.declared.shape.kind === 'union'
        ? `write "${node.value}"; attributes are compared as text`
        : undefined,
  }));
}

export function checkNumber(shape: ShapeOf<'number'>, value: Unchecked<Kind<'integer' | 'float'>>) {
  const number = Number(value.node.value);
  if (Number.isFinite(number)) return inRange(shape, number, value);
  return invalid(value, 'SW3006', () => ({
    message: `\`${nameText(value.at)}\` is ${number}`,
    expected: `${accepted(value.schema)}, and finite`,
  }));
}

function inRange(shape: ShapeOf<'integer' | 'number'>, number: number, value: Unchecked) {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = shape;
  // Adding 0 turns -0 into 0.
  if (number >= min && number <= max) return number + 0;
  return invalid(value, 'SW3006', () => ({
    message: `\`${nameText(value.at)}\` is ${number}`,
    expected: `${shape.kind === 'integer' ? 'an integer' : 'a number'}${range(shape)}`,
  }));
}

export function checkDuration(value: Unchecked<Kind<'string'>>) {
  const ms = parseDuration(value.node.value);
  if (ms !== undefined && ms <= MAX_DURATION_MS) return ms;
  return invalid(value, 'SW3011', () => ({
    message: `\`${nameText(value.at)}\` is ${received(value.node)}`,
    expected: ms === undefined ? accepted(value.schema) : longestDuration,
    ...(ms === undefined && correction(value)),
  }));
}

export function checkChoice(shape: ShapeOf<'choice'>, value: Unchecked<Kind<'string'>>) {
  const text = value.node.value;
  const same = shape.anyCase ? (word: string) => word.toLowerCase() === text.toLowerCase() : undefined;
  const word = shape.values.find(same ?? ((each) => each === text));
  if (word !== undefined) return word;
  return invalid(value, 'SW3005', () => {
    const known = corrected(value.declared, value.node) !== undefined;
    const near = known ? undefined : (nearest(text, shape.values) ?? related(text, shape.values));
    return {
      message: `\`${nameText(value.at)}\` is ${received(value.node)}`,
      expected: accepted(value.declared),
      ...(near === undefined
        ? correction(value)
        : {
            hint: `did you mean "${near}"?`,
            fix: { title: `Write "${near}"`, place: value.node.place, text: JSON.stringify(near) },
          }),
    };
  });
}

/** Shorter texts are in too many words. */
const MIN_RELATED = 2;

/** The one word that the text is part of, as `TERM` is of `SIGTERM`, or that is part of it. */
function related(text: string, words: readonly string[]): string | undefined {
  if (text.length < MIN_RELATED) return undefined;
  const wanted = text.toLowerCase();
  const found = words.filter((each) => {
    const word = each.toLowerCase();
    return word.includes(wanted) || (word.length >= MIN_RELATED && wanted.includes(word));
  });
  return found.length === 1 ? found[0] : undefined;
}
