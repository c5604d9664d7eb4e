import type { EditedFile } from '../document.ts';
import type { Stretch } from '../syntax/tree.ts';
import type { Tag } from './tags.ts';

/** What a word in a tag is, by what stands before it. */
export type TemplateWordKind = 'tag' | 'filter' | 'test' | 'member' | 'text' | 'name';

/** The word at the cursor, or the empty place for one. A text in quotes counts as one word, without its quotes. */
export interface TemplateWord extends Stretch {
  readonly kind: TemplateWordKind;
  readonly word: string;
  /** What a member is looked up in: `m` of `m::span` or `m.span`. */
  readonly owner: string | undefined;
}

/** Words, and what leads to them, are looked for within so many characters: more would be none. */
const LONGEST = 200;

/** The word at an offset inside of a tag; undefined in a comment, and between words where none can begin. */
export function templateWordAt({ text }: EditedFile, tag: Tag, offset: number): TemplateWord | undefined {
  if (tag.kind === 'comment') return undefined;
  const from = tag.start + 2;
  const before = text.slice(Math.max(from, offset - LONGEST), offset);
  const inner = text.slice(from, tag.closed ? tag.end - 2 : tag.end);
  const quoted = quotedAt(inner, offset - from);
  if (quoted) {
    const { start, end } = quoted;
    return {
      kind: 'text',
      word: inner.slice(start, end),
      owner: undefined,
      start: from + start,
      end: from + end,
    };
  }
  const typed = /\w*$/.exec(before)?.[0] ?? '';
  const rest = /^\w*/.exec(text.slice(offset, Math.min(tag.end, offset + LONGEST)))?.[0] ?? '';
  const start = offset - typed.length;
  const place = { word: typed + rest, start, end: offset + rest.length };
  return {
    ...place,
    ...kindOf(
      before.slice(0, before.length - typed.length),
      tag.kind === 'block' && offset - from <= LONGEST,
    ),
  };
}

/** `mayBeTag` where the lead begins with the tag. */
function kindOf(lead: string, mayBeTag: boolean): Pick<TemplateWord, 'kind' | 'owner'> {
  const owner = /(\w+)(?:::|\.)$/.exec(lead)?.[1];
  if (owner !== undefined) return { kind: 'member', owner };
  if (/\|\s*$/.test(lead)) return { kind: 'filter', owner };
  if (/\bis\s+(?:not\s+)?$/.test(lead)) return { kind: 'test', owner };
  if (mayBeTag && /^-?\s*$/.test(lead)) return { kind: 'tag', owner };
  return { kind: 'name', owner };
}

/** The text in quotes around an offset, without the quotes; one that is not closed ends with the tag. */
function quotedAt(inner: string, offset: number): Stretch | undefined {
  for (let at = 0; at < offset; at++) {
    const quote = inner[at];
    if (quote !== '"' && quote !== "'" && quote !== '`') continue;
    const close = inner.indexOf(quote, at + 1);
    const end = close === -1 ? inner.length : close;
    if (offset <= end) return { start: at + 1, end };
    at = end;
  }
  return undefined;
}
