import type { ValueTest } from '../../scenario/index.ts';
import { type Atom, atomsOf } from './atoms.ts';
import { patternTest } from './pattern.ts';
import { type Relation, relationOf } from './relation.ts';

/** Longer lists of choices are only compared with lists of choices. */
const MAX_CHOICES = 1_000;

/**
 * What replacing one value test by another does. Bytes are left out of account: whether an attribute of bytes is meant
 * by a test depends on what their base64 happens to spell.
 */
export function relateTests(old: ValueTest, now: ValueTest): Relation {
  return relationOf(implies(now, old), implies(old, now));
}

/** Whether every value (or missing key) that passes `a` is certain to pass `b`. */
export function implies(a: ValueTest, b: ValueTest): boolean {
  const known = atomsOf(a);
  if (known.some(({ kind }) => kind === 'never') || isContradiction(known)) return true;
  return atomsOf(b).every((wanted) => known.some((atom) => same(atom, wanted)) || follows(wanted, known));
}

/** What `follows` finds out anyway is not looked at here: the same limits, choices and parts of texts. */
function same(a: Atom, b: Atom): boolean {
  switch (a.kind) {
    case 'absent':
    case 'present':
    case 'never':
      return a.kind === b.kind;
    case 'matches':
    case 'notMatches':
      return a.kind === b.kind && a.source === b.source;
    case 'items':
      return (
        a.kind === b.kind &&
        a.texts.length === b.texts.length &&
        a.texts.every((text, at) => text === b.texts[at])
      );
    case 'above':
    case 'below':
      // NaN is the limit that nothing meets.
      return a.kind === b.kind && a.open === b.open && Object.is(a.limit, b.limit);
    case 'in':
    case 'ne':
    case 'contains':
    case 'starts':
    case 'ends':
    case 'lacks':
      return a === b;
    default:
      return a satisfies never;
  }
}

function isContradiction(atoms: readonly Atom[]): boolean {
  return choicesOf(atoms)?.length === 0;
}

/** The only texts a value can have that passes all atoms; undefined when no list of choices is among them. */
function choicesOf(atoms: readonly Atom[]): readonly string[] | undefined {
  const list = atoms.find((atom) => atom.kind === 'in');
  if (!list || list.texts.length > MAX_CHOICES) return undefined;
  return list.texts.filter((text) => formsOf(text).some((form) => atoms.every((atom) => passes(atom, form))));
}

function follows(wanted: Atom, known: readonly Atom[]): boolean {
  const choices = choicesOf(known);
  if (choices && wanted.kind !== 'items') {
    return choices.every((text) =>
      formsOf(text).every((form) => passes(wanted, form) || !known.every((atom) => passes(atom, form))),
    );
  }
  switch (wanted.kind) {
    case 'absent':
    case 'never':
    case 'matches':
    case 'notMatches':
      return false;
    case 'present':
      return known.every(({ kind }) => kind !== 'absent');
    case 'items':
      return false;
    case 'in':
      return isAmong(known, new Set(wanted.texts));
    case 'ne':
      return (
        known.some((atom) => atom.kind === 'ne' && atom.text === wanted.text) || refuses(known, wanted.text)
      );
    case 'above':
      return known.some((atom) => atom.kind === 'above' && isBeyond(atom, wanted, atom.limit > wanted.limit));
    case 'below':
      return known.some((atom) => atom.kind === 'below' && isBeyond(atom, wanted, atom.limit < wanted.limit));
    case 'contains':
      return wanted.text === ''
        ? known.every(({ kind }) => kind !== 'absent')
        : known.some((atom) => isPart(atom) && atom.text.includes(wanted.text));
    case 'starts':
      return known.some((atom) => atom.kind === 'starts' && atom.text.startsWith(wanted.text));
    case 'ends':
      return known.some((atom) => atom.kind === 'ends' && atom.text.endsWith(wanted.text));
    case 'lacks':
      return known.some((atom) => atom.kind === 'lacks' && wanted.text.includes(atom.text));
    default:
      return wanted satisfies never;
  }
}

function isAmong(known: readonly Atom[], choices: ReadonlySet<string>): boolean {
  return known.some((atom) => atom.kind === 'in' && atom.texts.every((text) => choices.has(text)));
}

type Limit = Extract<Atom, { kind: 'above' | 'below' }>;

function isBeyond(known: Limit, wanted: Limit, isFurther: boolean): boolean {
  // biome-ignore lint/suspicious/noDoubleEquals: a number and a bigint of one value are the same limit.
  return isFurther || (known.limit == wanted.limit && (known.open || !wanted.open));
}

function isPart(atom: Atom): atom is Extract<Atom, { kind: 'contains' | 'starts' | 'ends' }> {
  return atom.kind === 'contains' || atom.kind === 'starts' || atom.kind === 'ends';
}

/** No value with this text passes. An array has a text too, but what its items are is not known. */
function refuses(atoms: readonly Atom[], text: string): boolean {
  if (atoms.some(({ kind }) => kind === 'items' || kind === 'absent')) return false;
  return formsOf(text).every((form) => !atoms.every((atom) => passes(atom, form)));
}

/** A value that is no array: its text, and the number it stands for, if any. */
interface Form {
  readonly text: string;
  readonly number: number | bigint | undefined;
}

const NUMBER = /^[+-]?\d+(?<fraction>\.\d+)?(?<exponent>[eE][+-]?\d+)?$/;
/** Longer texts do not count as numbers (src/expect/value.ts). */
const MAX_NUMBER = 64;

/** What a value of this text may be: the text itself, or the number that is written so. */
function formsOf(text: string): Form[] {
  const forms: Form[] = [{ text, number: numberOfText(text) }];
  const number = Number(text);
  if (String(number) === text && !Number.isNaN(number)) forms.push({ text, number });
  if (text.length > MAX_NUMBER && /^-?\d+$/.test(text)) forms.push({ text, number: BigInt(text) });
  return forms;
}

function numberOfText(text: string): number | bigint | undefined {
  const groups = text.length <= MAX_NUMBER ? NUMBER.exec(text)?.groups : undefined;
  if (!groups) return undefined;
  const number = Number(text);
  const isInteger = groups.fraction === undefined && groups.exponent === undefined;
  return isInteger && !Number.isSafeInteger(number) ? BigInt(text.replace('+', '')) : number;
}

function passes(atom: Atom, { text, number }: Form): boolean {
  switch (atom.kind) {
    case 'absent':
    case 'never':
    case 'items':
      return false;
    case 'present':
      return true;
    case 'in':
      return atom.texts.includes(text);
    case 'ne':
      return atom.text !== text;
    case 'above':
      return number !== undefined && (atom.open ? number > atom.limit : number >= atom.limit);
    case 'below':
      return number !== undefined && (atom.open ? number < atom.limit : number <= atom.limit);
    case 'contains':
      return text.includes(atom.text);
    case 'starts':
      return text.startsWith(atom.text);
    case 'ends':
      return text.endsWith(atom.text);
    case 'lacks':
      return !text.includes(atom.text);
    case 'matches':
      return patternTest(atom.source)?.(text) === true;
    case 'notMatches':
      return patternTest(atom.source)?.(text) === false;
    default:
      return atom satisfies never;
  }
}
