import type { KeyPath } from '../scenario/index.ts';
import type { EditedFile } from './document.ts';
import type { Header, KeyPart, Pair, Stretch, StringValue, Value } from './syntax/tree.ts';
import type { PlacedBlock } from './syntax/walk.ts';
import { type Tag, tagAt } from './template/tags.ts';

/** What the cursor stands in. */
export type Cursor =
  | { readonly kind: 'tag'; readonly tag: Tag }
  | HeaderCursor
  | KeyCursor
  | ValueCursor
  /** A comment, or behind a complete statement. */
  | { readonly kind: 'nothing' };

export interface HeaderCursor {
  readonly kind: 'header';
  readonly header: Header;
  /** Index of the part that is being typed. */
  readonly part: number;
}

export interface KeyCursor {
  readonly kind: 'key';
  /** Of the table that the key is typed in: header, tables around, and earlier parts of the key. */
  readonly table: KeyPath;
  /** The part that is being typed; empty where nothing is typed yet. */
  readonly part: KeyPart;
  /** Undefined where nothing is typed yet. */
  readonly pair: Pair | undefined;
  /** Inside braces, where no header can stand. */
  readonly isInline: boolean;
  readonly block: PlacedBlock;
}

export interface ValueCursor {
  readonly kind: 'value';
  /** Of the value that is being typed: an item of a list is at its position. */
  readonly path: KeyPath;
  /** A text or word at the cursor; undefined where nothing is typed yet. */
  readonly value: Value | undefined;
  /** The text that the cursor is inside of. */
  readonly text: StringValue | undefined;
  readonly block: PlacedBlock;
}

const NOTHING: Cursor = { kind: 'nothing' };

/** What an offset of a file stands in. Always has an answer, whatever the text. */
export function cursorAt(file: EditedFile, offset: number): Cursor {
  const tag = tagAt(file.tags, offset);
  if (tag) return { kind: 'tag', tag };
  if (file.comments.some(({ start, end }) => start < offset && offset <= end)) return NOTHING;
  const block = blockAt(file.blocks, offset);
  if (!block) return NOTHING;
  const { header } = block;
  if (header && header.start < offset && offset <= header.end) return inHeader(header, offset);
  const pair = block.pairs.findLast(({ start }) => start <= offset);
  const inPair = pair && cursorInPair(pair, offset, { table: block.path, isInline: false, block });
  if (inPair) return inPair;
  return isFreshLine(file.text, offset)
    ? newKey(offset, { table: block.path, isInline: false, block })
    : NOTHING;
}

function blockAt(blocks: readonly PlacedBlock[], offset: number): PlacedBlock | undefined {
  return blocks.findLast(({ start }, index) => index === 0 || start < offset) ?? blocks[0];
}

function isFreshLine(text: string, offset: number): boolean {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return text.slice(start, offset).trim() === '';
}

function inHeader(header: Header, offset: number): Cursor {
  const bracket = header.isArray ? 2 : 1;
  if (offset < header.start + bracket) return NOTHING;
  if (header.closed && offset > header.end - bracket) return NOTHING;
  const part = header.parts.findLastIndex(({ start }) => start <= offset);
  return { kind: 'header', header, part: Math.max(0, part) };
}

interface Around {
  readonly table: KeyPath;
  readonly isInline: boolean;
  readonly block: PlacedBlock;
}

/** Undefined when the offset lies behind the pair. */
function cursorInPair(pair: Pair, offset: number, around: Around): Cursor | undefined {
  const { parts, equals, value, end } = pair;
  if (equals === undefined ? offset <= end : offset <= equals) return inKey(pair, offset, around);
  if (equals === undefined) return undefined;
  const path = [...around.table, ...parts.map(({ name }) => name)];
  if (value) return cursorInValue(value, offset, { ...around, path });
  return offset <= end ? { kind: 'value', path, value, text: undefined, block: around.block } : undefined;
}

function inKey(pair: Pair, offset: number, { table, isInline, block }: Around): Cursor {
  const index = Math.max(
    0,
    pair.parts.findLastIndex(({ start }) => start <= offset),
  );
  const part = pair.parts[index] ?? { name: '', start: offset, end: offset };
  const before = pair.parts.slice(0, index).map(({ name }) => name);
  // Behind a word and a space, an equals sign is due and nothing else.
  if (offset > part.end) return NOTHING;
  return { kind: 'key', table: [...table, ...before], part, pair, isInline, block };
}

function newKey(offset: number, { table, isInline, block }: Around): Cursor {
  const part = { name: '', start: offset, end: offset };
  return { kind: 'key', table, part, pair: undefined, isInline, block };
}

interface AroundValue extends Around {
  readonly path: KeyPath;
}

function cursorInValue(value: Value, offset: number, around: AroundValue): Cursor | undefined {
  const { path, block } = around;
  if (offset < value.start) return { kind: 'value', path, value: undefined, text: undefined, block };
  if (offset > value.end) return undefined;
  switch (value.kind) {
    case 'bare':
      return { kind: 'value', path, value, text: undefined, block };
    case 'string': {
      if (offset === value.start || (value.closed && offset === value.end)) return NOTHING;
      return { kind: 'value', path, value, text: value, block };
    }
    case 'array':
      return isInside(value, offset) ? inArray(value.items, offset, around) : NOTHING;
    case 'table':
      return isInside(value, offset) ? inTable(value.pairs, offset, around) : NOTHING;
    default:
      return value satisfies never;
  }
}

function isInside({ start, end, closed }: Stretch & { readonly closed: boolean }, offset: number): boolean {
  return offset > start && (closed ? offset < end : offset <= end);
}

function inArray(items: readonly Value[], offset: number, around: AroundValue): Cursor {
  const index = items.findLastIndex(({ start }) => start <= offset);
  const item = items[index];
  const inner = item && cursorInValue(item, offset, { ...around, path: [...around.path, index] });
  if (inner) return inner;
  const { path, block } = around;
  return { kind: 'value', path: [...path, index + 1], value: undefined, text: undefined, block };
}

function inTable(pairs: readonly Pair[], offset: number, { path, block }: AroundValue): Cursor {
  const around: Around = { table: path, isInline: true, block };
  const pair = pairs.findLast(({ start }) => start <= offset);
  return (pair && cursorInPair(pair, offset, around)) ?? newKey(offset, around);
}
