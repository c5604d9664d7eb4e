import type { Document } from './document.ts';
import type { Limits } from './limits.ts';
import type { LocatedScalar } from './located.ts';
import { type KeyPart, type OpenTable, type OpenValue, openTable } from './open.ts';
import { readWord, wordEnd } from './scalar.ts';

const TAB = 0x09;
const LINE_FEED = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const HASH = 0x23;
const APOSTROPHE = 0x27;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const EQUALS = 0x3d;
const BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** Integers of so many digits are exact as numbers. */
const EXACT_DIGITS = 15;
/** Values may be read by recursion, as none is deeper than this. */
const MOST_DEPTH = 128;

/** The escapes of one letter that both versions of TOML have. */
const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  '"': '"',
  '\\': '\\',
};

/**
 * Reads statements from the beginning of a document for as long as they are of the forms that nearly all files are made
 * of, ten times as fast as the states of @iarna/toml do (see `by-states.ts`). Gives the offset of the first statement that
 * is left to those: one that has an error, is deeper or larger than the limits allow, or is in a form that this reader does
 * not know, such as a date. Whatever it reads comes out as it would there; a test holds the two together.
 *
 * The text has no control characters but tabs and line feeds, and no lone surrogates.
 */
export function readQuickly(document: Document, limits: Limits): number {
  return new QuickReader(document, limits).read();
}

/** Each method moves on behind what it reads; undefined or false means that it is left to the other reader. */
class QuickReader {
  private readonly document: Document;
  private readonly text: string;
  private readonly file: string;
  private readonly maxValues: number;
  private readonly maxDepth: number;
  private at = 0;
  private line = 1;
  private lineStart = 0;
  /** Offset of the line feed that ends the line, or the length of the text. */
  private lineEnd: number;
  /** Offset of a backslash; there is none between where reading is and there. */
  private backslash: number;

  constructor(document: Document, { maxDepth, maxValues }: Limits) {
    this.document = document;
    this.text = document.text;
    this.file = document.lines.file;
    this.maxValues = maxValues;
    this.maxDepth = Math.min(maxDepth, MOST_DEPTH);
    this.lineEnd = this.find('\n', 0);
    this.backslash = this.find('\\', 0);
  }

  read(): number {
    do {
      this.skipBlanks();
      const start = this.at;
      const char = this.text.charCodeAt(start);
      if (start === this.lineEnd || char === HASH) continue;
      const { size } = this.document;
      const isRead = char === BRACKET ? this.readHeader() : this.readAssignment();
      if (isRead) continue;
      this.document.size = size;
      return start;
    } while (this.toNextLine());
    return this.text.length;
  }

  // Statements

  private readHeader(): boolean {
    const start = this.at;
    const isItem = this.text.charCodeAt(start + 1) === BRACKET;
    this.at += isItem ? 2 : 1;
    this.skipBlanks();
    const path = this.readKey();
    // A list on the way is two steps.
    if (path === undefined || 2 * path.length > this.maxDepth) return false;
    if (!this.takes(CLOSING_BRACKET) || (isItem && !this.takes(CLOSING_BRACKET))) return false;
    const place = this.placeFrom(start);
    if (!this.isStatementOver()) return false;
    if (isItem) this.document.openItem(path, place);
    else this.document.openHeader(path, place);
    return true;
  }

  private readAssignment(): boolean {
    const { document } = this;
    const key = this.readKey();
    if (key === undefined || !this.takes(EQUALS)) return false;
    const value = this.readValue(document.depth + key.length);
    if (value === undefined || !this.isStatementOver()) return false;
    document.define(document.table, key, value);
    return true;
  }

  private isStatementOver(): boolean {
    this.skipBlanks();
    return this.at === this.lineEnd || this.text.charCodeAt(this.at) === HASH;
  }

  // Keys

  /** A key or the path in a header, with the blanks after it. */
  private readKey(): KeyPart[] | undefined {
    const parts: KeyPart[] = [];
    do {
      this.skipBlanks();
      const part = this.readKeyPart();
      if (part === undefined) return undefined;
      parts.push(part);
      this.skipBlanks();
    } while (this.takes(POINT));
    return parts;
  }

  private readKeyPart(): KeyPart | undefined {
    const start = this.at;
    const quote = this.text.charCodeAt(start);
    const name =
      quote === QUOTE ? this.readBasic() : quote === APOSTROPHE ? this.readLiteral() : this.readBare();
    return name === undefined || !this.counts() ? undefined : { name, place: this.placeFrom(start) };
  }

  private readBare(): string | undefined {
    const start = this.at;
    while (isBare(this.text.charCodeAt(this.at))) this.at++;
    return this.at === start ? undefined : this.text.slice(start, this.at);
  }

  // Values

  /** A value with the blanks before it, inside so many tables and arrays. */
  private readValue(depth: number): OpenValue | undefined {
    if (depth > this.maxDepth) return undefined;
    this.skipBlanks();
    switch (this.text.charCodeAt(this.at)) {
      case QUOTE:
      case APOSTROPHE:
        return this.readString();
      case BRACKET:
        return this.readArray(depth);
      case BRACE:
        return this.readInlineTable(depth);
      default:
        return this.readInteger() ?? this.readOther();
    }
  }

  private readString(): OpenValue | undefined {
    const start = this.at;
    const { text, line, lineStart, lineEnd } = this;
    const isBasic = text.charCodeAt(start) === QUOTE;
    const value = text.startsWith(isBasic ? '"""' : "'''", start)
      ? this.readLines(isBasic)
      : isBasic
        ? this.readBasic()
        : this.readLiteral();
    if (value === undefined) return undefined;
    const length = Math.min(this.at, lineEnd) - start;
    return { kind: 'string', value, place: { file: this.file, line, column: start - lineStart + 1, length } };
  }

  /** `"text"`, escapes of one letter included. */
  private readBasic(): string | undefined {
    const { text } = this;
    const start = this.at + 1;
    let from = start;
    let end = text.indexOf('"', from);
    while (this.hasBackslash(from, end)) {
      if (ESCAPES[text.charAt(this.backslash + 1)] === undefined) return undefined;
      from = this.backslash + 2;
      if (end < from) end = text.indexOf('"', from);
    }
    if (end === -1 || end > this.lineEnd) return undefined;
    this.at = end + 1;
    const content = text.slice(start, end);
    return from === start ? content : content.replace(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? '');
  }

  private readLiteral(): string | undefined {
    const start = this.at + 1;
    const end = this.text.indexOf("'", start);
    if (end === -1 || end > this.lineEnd) return undefined;
    this.at = end + 1;
    return this.text.slice(start, end);
  }

  /** A string between three quotes, if it has neither escapes nor quotes at its end. */
  private readLines(isBasic: boolean): string | undefined {
    const { text } = this;
    const start = this.at + 3;
    const end = text.indexOf(isBasic ? '"""' : "'''", start);
    if (end === -1 || text.charCodeAt(end + 3) === text.charCodeAt(this.at)) return undefined;
    if (isBasic && this.hasBackslash(start, end)) return undefined;
    const content = text.slice(text.charCodeAt(start) === LINE_FEED ? start + 1 : start, end);
    // Such an end may be the beginning of another string, which is remembered for when there are errors.
    if (/[=,[][ \t]*$/.test(content.slice(content.lastIndexOf('\n') + 1))) return undefined;
    this.at = end + 3;
    while (this.lineEnd < end) this.advance();
    return content;
  }

  /** Whether there is a backslash in a stretch, which begins no earlier than what was asked for before. */
  private hasBackslash(from: number, end: number): boolean {
    if (this.backslash < from) this.backslash = this.find('\\', from);
    return this.backslash < end;
  }

  private readArray(depth: number): OpenValue | undefined {
    const { file, at: start, line, lineStart, lineEnd } = this;
    const items: OpenValue[] = [];
    this.at++;
    this.skipLines();
    while (!this.takes(CLOSING_BRACKET)) {
      const item = this.readValue(depth + 1);
      if (item === undefined || !this.counts()) return undefined;
      items.push(item);
      this.skipLines();
      if (this.takes(COMMA)) this.skipLines();
      else if (this.text.charCodeAt(this.at) !== CLOSING_BRACKET) return undefined;
    }
    const length = Math.min(this.at, lineEnd) - start;
    const place = { file, line, column: start - lineStart + 1, length };
    return { kind: 'array', items, place, form: 'inline' };
  }

  /** On one line, with plain keys, and without a comma at its end. */
  private readInlineTable(depth: number): OpenTable | undefined {
    const start = this.at;
    const table = openTable('inline', this.placeFrom(start));
    this.at++;
    this.skipBlanks();
    if (!this.takes(CLOSING_BRACE)) {
      do {
        if (!this.readEntry(table, depth)) return undefined;
        this.skipBlanks();
      } while (this.takes(COMMA));
      if (!this.takes(CLOSING_BRACE)) return undefined;
    }
    // The table was opened before its end was known.
    table.place = this.placeFrom(start);
    return table;
  }

  private readEntry({ entries }: OpenTable, depth: number): boolean {
    this.skipBlanks();
    const key = this.readKeyPart();
    this.skipBlanks();
    if (key === undefined || entries.has(key.name) || !this.takes(EQUALS)) return false;
    const { line } = this;
    const value = this.readValue(depth + 1);
    if (value === undefined || this.line !== line) return false;
    entries.set(key.name, { key: key.name, keyPlace: key.place, value });
    return true;
  }

  /** A decimal integer of a common size. */
  private readInteger(): OpenValue | undefined {
    const { text, at: start } = this;
    const first = text.charCodeAt(start) === MINUS ? start + 1 : start;
    let end = first;
    let value = 0;
    for (let char = text.charCodeAt(end); char >= ZERO && char <= NINE; char = text.charCodeAt(++end)) {
      value = value * 10 + char - ZERO;
    }
    const digits = end - first;
    if (digits === 0 || digits > EXACT_DIGITS || !endsWord(text.charCodeAt(end))) return undefined;
    if (digits > 1 && text.charCodeAt(first) === ZERO) return undefined;
    this.at = end;
    // There is no negative zero among integers.
    return { kind: 'integer', value: first > start ? 0 - value : value, place: this.placeFrom(start) };
  }

  /** A boolean or any other number. Dates and times are left to the other reader. */
  private readOther(): LocatedScalar | undefined {
    const start = this.at;
    this.at = wordEnd(this.text, start);
    const value = readWord(this.text.slice(start, this.at), this.placeFrom(start));
    return value?.kind === 'datetime' ? undefined : value;
  }

  // Small steps

  private counts(): boolean {
    return ++this.document.size <= this.maxValues;
  }

  /** The place from an offset on this line up to where reading is. */
  private placeFrom(start: number) {
    const { file, line, lineStart, at } = this;
    return { file, line, column: start - lineStart + 1, length: at - start };
  }

  private takes(char: number): boolean {
    if (this.text.charCodeAt(this.at) !== char) return false;
    this.at++;
    return true;
  }

  private skipBlanks(): void {
    let char = this.text.charCodeAt(this.at);
    while (char === SPACE || char === TAB) char = this.text.charCodeAt(++this.at);
  }

  /** Blanks, comments and line breaks. */
  private skipLines(): void {
    do {
      this.skipBlanks();
      if (this.at !== this.lineEnd && this.text.charCodeAt(this.at) !== HASH) return;
    } while (this.toNextLine());
  }

  /** False at the end of the text. */
  private toNextLine(): boolean {
    if (this.lineEnd === this.text.length) {
      this.at = this.lineEnd;
      return false;
    }
    this.advance();
    this.at = this.lineStart;
    return true;
  }

  private advance(): void {
    this.line++;
    this.lineStart = this.lineEnd + 1;
    this.lineEnd = this.find('\n', this.lineStart);
  }

  /** The length of the text where there is none. */
  private find(char: string, from: number): number {
    const found = this.text.indexOf(char, from);
    return found === -1 ? this.text.length : found;
  }
}

function isBare(char: number): boolean {
  return (
    (char >= 0x61 && char <= 0x7a) ||
    (char >= 0x41 && char <= 0x5a) ||
    (char >= ZERO && char <= NINE) ||
    char === MINUS ||
    char === 0x5f
  );
}

/** Not all that end a word; after any other, `readOther` says what the word is. */
function endsWord(char: number): boolean {
  return (
    char === LINE_FEED ||
    char === COMMA ||
    char === SPACE ||
    char === CLOSING_BRACE ||
    char === CLOSING_BRACKET ||
    Number.isNaN(char)
  );
}
