import TomlParser from '@iarna/toml/lib/toml-parser.js';
import { diagnostic, type Place } from '../../diagnostic/index.ts';
import { isShortened } from './datetime.ts';
import type { Document } from './document.ts';
import { explain, explainWord, type Situation, type View } from './explain/index.ts';
import type { Limits } from './limits.ts';
import { type KeyPart, type OpenTable, type OpenValue, openTable } from './open.ts';
import { readWord, wordEnd } from './scalar.ts';
import { Stop } from './stop.ts';
import { type Construct11, constructs11 } from './uses11.ts';

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const HASH = 0x23;
const APOSTROPHE = 0x27;
const COMMA = 0x2c;
const POINT = 0x2e;
const BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const LETTER_E = 0x65;
const LETTER_X = 0x78;

/** Stretches without anything a state must look at; what ends them is left to @iarna/toml's states. */
const BARE_KEY_RUN = /[A-Za-z0-9_-]*/y;
const BASIC_RUN = /[^"\\\r\n]*/y;
const LITERAL_RUN = /[^'\r\n]*/y;
const MULTI_BASIC_RUN = /[^"\\\r]*/y;
const MULTI_LITERAL_RUN = /[^'\r]*/y;

/** The closing line of a multi-line string reads `key = """`, as if the string began there. */
const LOOKS_LIKE_OPENING = /[=,[][ \t]*$/;

/** An open `[` or `{`. */
interface Opening {
  readonly start: number;
  /** Whether a line break inside the braces has been seen. */
  broken: boolean;
}

interface Assignment {
  readonly key: KeyPart[];
  readonly value: OpenValue;
}

/**
 * @iarna/toml's parser, with states overridden to
 * - note where keys and values begin and end, and put located values into a {@link Document};
 * - read numbers, dates and times exactly (the original loses 1.0 against 1 and nanoseconds, refuses `0e0` and lower
 *   case `t` and `z`, accepts 30 February);
 * - accept CRLF after comments, and what TOML 1.1 added;
 * - stop with a diagnostic of ours at the exact character (the original counts from 0 and points past the token);
 * - skip plain stretches in one step, which is where the time goes.
 *
 * Statement order, string quotes and escapes, arrays and the state stack itself are the original's; having no recursion,
 * it cannot overflow the call stack. Characters that TOML forbids everywhere have been reported before (see `parse.ts`).
 */
export class LocatingParser extends TomlParser {
  private readonly document: Document;
  private readonly limits: Limits;
  /** Start of the current statement, and of the key or value read last. */
  private statement = 0;
  private token = 0;
  /** The last comma in an inline table. */
  private comma = 0;
  private readonly opened: Opening[] = [];
  private header: KeyPart[] = [];
  /** Steps (keys and list positions) from the root to where reading is. */
  private depth = 0;

  constructor(document: Document, limits: Limits) {
    super();
    this.document = document;
    this.limits = limits;
    this.depth = document.depth;
  }

  /** Reads statements from an offset to the end of the text. Throws {@link Stop} at the first syntax error. */
  read(from: number): void {
    this._buf = this.document.text;
    this.ii = from - 1;
    while (this.nextChar()) this.runOne();
    this.finish();
  }

  /** Where the statement begins that was being read when reading stopped, and where in it. */
  get stoppedAt(): { readonly statement: number; readonly offset: number } {
    return { statement: this.statement, offset: Math.min(this.ii, this.document.text.length) };
  }

  // Without the original's counting of lines and columns, which places make unnecessary.
  override nextChar(): boolean {
    const offset = ++this.ii;
    if (offset >= this._buf.length) return false;
    this.char = this._buf.charCodeAt(offset);
    return true;
  }

  override parseStart(): unknown {
    while (this.atBlank() || this.atLineBreak()) this.moveTo(this.ii + 1);
    this.statement = this.ii;
    return super.parseStart();
  }

  override parseComment(): unknown {
    if (this.char === TomlParser.END) return this.return();
    const end = this._buf.indexOf('\n', this.ii);
    this.moveTo(end === -1 ? this._buf.length : end);
    return this.return();
  }

  // Keys

  override parseKeyword(): unknown {
    this.token = this.ii;
    return super.parseKeyword();
  }

  override parseBareKey(): unknown {
    this.take(BARE_KEY_RUN);
    // At the end of the file it is the next state that misses something.
    return this.char === TomlParser.END && this.state.buf !== '' ? this.returnNow() : super.parseBareKey();
  }

  override recordAssignKeyword(name: string): unknown {
    return super.recordAssignKeyword(this.keyPart(name));
  }

  override recordAssignValue(value: string | OpenValue): unknown {
    return super.recordAssignValue(this.located(value));
  }

  override recordAssignStatement({ key, value }: Assignment): unknown {
    this.document.define(this.document.table, key, value);
    this.depth = this.document.depth;
    return this.goto(this.parseWhitespaceToEOL);
  }

  // Headers

  override parseTableOrList(): unknown {
    this.header = [];
    this.depth = 0;
    return super.parseTableOrList();
  }

  override parseTableMore(name: string): unknown {
    this.header.push(this.keyPart(name));
    this.skipBlanks();
    if (this.char === POINT) return this.next(this.parseTableNext);
    if (this.char !== CLOSING_BRACKET) throw this.error();
    this.document.openHeader(this.header, this.placeFrom(this.statement, this.ii + 1));
    this.enterTable();
    return this.next(this.parseWhitespaceToEOL);
  }

  override parseListMore(name: string): unknown {
    this.header.push(this.keyPart(name));
    this.skipBlanks();
    if (this.char === POINT) return this.next(this.parseListNext);
    if (this.char !== CLOSING_BRACKET) throw this.error();
    return this.next(this.parseListEnd);
  }

  override parseListEnd(): unknown {
    if (this.char !== CLOSING_BRACKET) throw this.error();
    this.document.openItem(this.header, this.placeFrom(this.statement, this.ii + 1));
    this.enterTable();
    return this.next(this.parseWhitespaceToEOL);
  }

  // Values

  override parseValue(): unknown {
    this.token = this.ii;
    if (this.char === QUOTE || this.char === APOSTROPHE) return super.parseValue();
    if (this.char === BRACKET || this.char === BRACE) {
      this.opened.push({ start: this.ii, broken: false });
      this.checkDepth(this.depth);
      if (this.char === BRACKET) this.depth++;
      return super.parseValue();
    }
    const end = wordEnd(this._buf, this.ii);
    if (end === this.ii) throw this.error();
    const word = this._buf.slice(this.token, end);
    const value = readWord(word, this.placeFrom(this.token, end));
    if (value === undefined) throw new Stop(explainWord(this.view(), word));
    if (value.kind === 'datetime' && isShortened(word)) this.use11(constructs11.shortTime, value.place);
    this.moveTo(end - 1);
    return this.return(value);
  }

  /** Receives the items of an array, or an inline table, one character after its closing bracket. */
  override recordValue(value: OpenValue[] | OpenTable): unknown {
    const start = this.opened.pop()?.start ?? this.token;
    const place = this.placeFrom(start, this.ii);
    if (!Array.isArray(value)) {
      value.place = place;
      return this.returnNow(value);
    }
    this.depth--;
    return this.returnNow({ kind: 'array', items: value, place, form: 'inline' } satisfies OpenValue);
  }

  override recordInlineListValue(value: string | OpenValue): unknown {
    this.count();
    this.state.resultArr ??= [];
    this.state.resultArr.push(this.located(value));
    return this.goto(this.parseInlineListNext);
  }

  /** Before a key, after `{` or a comma. */
  override parseInlineTable(): unknown {
    this.skipInsideBraces();
    const table = this.state.resultTable as OpenTable | null; // Only recordInlineTableValue sets it.
    if (this.char === TomlParser.END) throw this.error();
    if (this.char !== CLOSING_BRACE) return this.callNow(this.parseAssign, this.recordInlineTableValue);
    if (table !== null) {
      this.use11(constructs11.trailingComma, this.placeFrom(this.comma, this.comma + 1));
    }
    // The real place is known once the value is recorded.
    return this.return(table ?? openTable('inline', this.placeFrom(this.ii, this.ii + 1)));
  }

  override recordInlineTableValue({ key, value }: Assignment): unknown {
    this.state.resultTable ??= openTable('inline', value.place);
    this.document.define(this.state.resultTable as OpenTable, key, value); // Set on the line before, at the latest.
    this.depth -= key.length;
    return this.goto(this.parseInlineTableNext);
  }

  override parseInlineTableNext(): unknown {
    this.skipInsideBraces();
    if (this.char === CLOSING_BRACE) return this.return(this.state.resultTable);
    if (this.char !== COMMA) throw this.error();
    this.comma = this.ii;
    return this.next(this.parseInlineTable);
  }

  // Strings

  override parseBasicString(): unknown {
    this.take(BASIC_RUN);
    return super.parseBasicString();
  }

  override parseLiteralString(): unknown {
    this.take(LITERAL_RUN);
    return super.parseLiteralString();
  }

  // A line break in a string is LF whatever the file has, so that a checkout with CRLF means the same.
  override parseMultiStringContent(): unknown {
    this.take(MULTI_BASIC_RUN);
    return this.char === CARRIAGE_RETURN ? undefined : super.parseMultiStringContent();
  }

  override parseLiteralMultiStringContent(): unknown {
    this.take(MULTI_LITERAL_RUN);
    return this.char === CARRIAGE_RETURN ? undefined : super.parseLiteralMultiStringContent();
  }

  override parseEscape(): unknown {
    if (this.char === LETTER_E) {
      this.use11(constructs11.escapeE, this.placeFrom(this.ii - 1, this.ii + 1));
      return this.return('\u001b');
    }
    if (this.char !== LETTER_X) return super.parseEscape();
    this.use11(constructs11.escapeX, this.placeFrom(this.ii - 1, this.ii + 3));
    return this.call(this.parseTwoDigits, this.parseUnicodeReturn);
  }

  /** The digits of `\xHH`, as the original reads those of `\uHHHH`. */
  parseTwoDigits(): unknown {
    if (this.state.buf.length === 0) return this.parseSmallUnicode();
    this.parseSmallUnicode();
    return this.return();
  }

  // Errors

  /** Called by every state that cannot go on; what @iarna/toml would say is not used. */
  override error(): Error {
    const situation = situations.get(this.state.parser);
    if (situation === undefined) throw new TypeError(`no explanation for state ${this.state.parser.name}`);
    return new Stop(explain(situation, this.view()));
  }

  private view(): View {
    const { lines, text } = this.document;
    const at = Math.min(this.ii, text.length);
    const opened = this.opened.map((opening) => opening.start);
    return { lines, text, at, statement: this.statement, token: this.token, opened };
  }

  // Small steps

  private keyPart(name: string): KeyPart {
    this.count();
    this.checkDepth(this.depth++);
    return { name, place: this.placeFrom(this.token, this.ii) };
  }

  /** The located form of a string that was just read; other values are located already. */
  private located(value: string | OpenValue): OpenValue {
    if (typeof value !== 'string') return value;
    this.noticeDoubt();
    return { kind: 'string', value, place: this.placeFrom(this.token, this.ii) };
  }

  /** Remembers a multi-line string that may have swallowed the beginning of another one. */
  private noticeDoubt(): void {
    const opening = this._buf.slice(this.token, this.token + 3);
    if (opening !== '"""' && opening !== "'''") return;
    const closing = Math.min(this.ii, this._buf.length) - 3;
    const lines = this._buf.slice(this.token, closing);
    const feed = lines.lastIndexOf('\n');
    if (feed === -1 || !LOOKS_LIKE_OPENING.test(lines.slice(feed))) return;
    this.document.doubtfulString = this.placeFrom(this.token, this.token + 3);
  }

  /** The keys that follow are in the table of the header that was just read. */
  private enterTable(): void {
    this.depth = this.document.depth;
    this.checkDepth(this.depth);
  }

  /** Stops when the table or array at a depth has too many others around it. */
  private checkDepth(depth: number): void {
    if (depth <= this.limits.maxDepth) return;
    throw new Stop(
      diagnostic({
        code: 'SW2023',
        message: `tables and arrays are nested more than ${this.limits.maxDepth} levels deep`,
        place: this.placeFrom(this.token, this.ii + 1),
        hint: 'flatten the structure',
      }),
    );
  }

  private count(): void {
    if (++this.document.size <= this.limits.maxValues) return;
    throw new Stop(
      diagnostic({
        code: 'SW2024',
        message: `the file has more than ${this.limits.maxValues} keys and list items`,
        place: this.placeFrom(this.token, this.ii),
        hint: 'split the file, or move large data into a file of its own',
      }),
    );
  }

  private use11(construct: Construct11, place: Place): void {
    this.document.noteUse11(construct, place);
  }

  private placeFrom(start: number, end: number): Place {
    return this.document.lines.place(start, end);
  }

  private atBlank(): boolean {
    return this.char === SPACE || this.char === TAB;
  }

  private atLineBreak(): boolean {
    return this.char === LINE_FEED || this.char === CARRIAGE_RETURN;
  }

  private skipBlanks(): void {
    while (this.atBlank()) this.moveTo(this.ii + 1);
  }

  /** Blanks, line breaks and comments; the latter two are new in TOML 1.1. */
  private skipInsideBraces(): void {
    for (;;) {
      this.skipBlanks();
      const comment = this.char === HASH;
      if (!comment && !this.atLineBreak()) return;
      this.noticeLineBreak();
      const end = comment ? this._buf.indexOf('\n', this.ii) : this.ii + 1;
      this.moveTo(end === -1 ? this._buf.length : end);
    }
  }

  private noticeLineBreak(): void {
    const opening = this.opened[this.opened.length - 1];
    if (opening === undefined || opening.broken) return;
    opening.broken = true;
    this.use11(constructs11.brokenTable, this.placeFrom(opening.start, opening.start + 1));
  }

  /** Adds a stretch to the token and moves to the character after it. */
  private take(run: RegExp): void {
    run.lastIndex = this.ii;
    run.test(this._buf);
    this.state.buf += this._buf.slice(this.ii, run.lastIndex);
    this.moveTo(run.lastIndex);
  }

  private moveTo(offset: number): void {
    this.ii = offset;
    this.char = offset < this._buf.length ? this._buf.charCodeAt(offset) : TomlParser.END;
  }
}

const states = LocatingParser.prototype;

/** What each state that can stop is in the middle of. */
const situations = new Map<unknown, Situation>([
  [states.parseStart, 'statement'],
  [states.parseKeyword, 'key'],
  [states.parseBareKey, 'key'],
  [states.parseAssignEqual, 'equals'],
  [states.parseValue, 'value'],
  [states.parseWhitespaceToEOL, 'after'],
  [states.parseTableMore, 'header'],
  [states.parseListMore, 'header'],
  [states.parseListEnd, 'header'],
  [states.parseInlineList, 'array'],
  [states.parseInlineListNext, 'array'],
  [states.parseInlineTable, 'inline table'],
  [states.parseInlineTableNext, 'inline table'],
  [states.parseBasicString, 'string'],
  [states.parseLiteralString, 'string'],
  [states.parseMultiStringContent, 'string'],
  [states.parseLiteralMultiStringContent, 'string'],
  [states.parsePreMultiTrim, 'escape'],
  [states.parseEscape, 'escape'],
  [states.parseTwoDigits, 'escape'],
  [states.parseSmallUnicode, 'escape'],
  [states.parseLargeUnicode, 'escape'],
  [states.parseUnicodeReturn, 'escape'],
]);
