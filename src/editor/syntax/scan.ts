import type { Block, Header, KeyPart, Pair, Stretch, Tree, Value } from './tree.ts';
import { unescaped } from './unescape.ts';

/** Values inside one another beyond this are taken as plain text. */
const MAX_DEPTH = 64;

const BLANK = /[ \t\r]*/y;
const BARE_KEY = /[^\s.=[\]{}"'#,]+/y;
/** A line that can only be the next statement: a header of names, or a key with its equals sign. */
const NEXT_HEADER = /[ \t]*\[{1,2}[ \t]*(?!(?:true|false|inf|nan)\b)[A-Za-z_][^\]\n#]*\]/y;
const NEXT_PAIR = /[ \t]*[A-Za-z_][\w.-]*[ \t]*=/y;

/**
 * Reads a text as TOML as far as one can: every statement on its own, so that a half-typed one costs nothing but
 * itself. A string, list or table that is not closed ends before the next statement. Linear in the text.
 */
export function scan(text: string): Tree {
  return new Scanner(text).tree();
}

class Scanner {
  private readonly text: string;
  private readonly comments: Stretch[] = [];
  private at = 0;
  private depth = 0;

  constructor(text: string) {
    // A byte order mark is white space here, and a lone carriage return a line end, as it is to editors. Offsets stay.
    this.text = text.replace(/^\ufeff/, ' ').replace(/\r(?!\n)/g, '\n');
  }

  tree(): Tree {
    const blocks: Block[] = [];
    let header: Header | undefined;
    let pairs: Pair[] = [];
    let start = 0;
    while (this.skipToStatement()) {
      if (this.text[this.at] === '[') {
        blocks.push({ header, pairs, start, end: this.at });
        start = this.at;
        pairs = [];
        header = this.header();
      } else pairs.push(this.pair());
      this.skipLine();
    }
    blocks.push({ header, pairs, start, end: this.text.length });
    return { blocks, comments: this.comments };
  }

  /** Past white space, line ends and comments; false at the end of the text. */
  private skipToStatement(): boolean {
    for (;;) {
      this.skipBlank();
      if (this.text[this.at] === '#') this.comment();
      else if (this.text[this.at] === '\n') this.at++;
      else return this.at < this.text.length;
    }
  }

  private skipLine(): void {
    this.skipBlank();
    if (this.text[this.at] === '#') this.comment();
    else this.at = this.lineEnd();
  }

  private comment(): void {
    const end = this.lineEnd();
    this.comments.push({ start: this.at, end });
    this.at = end;
  }

  private header(): Header {
    const start = this.at;
    const isArray = this.text[start + 1] === '[';
    this.at += isArray ? 2 : 1;
    const parts = this.key();
    const brackets = isArray ? ']]' : ']';
    const closed = this.text.startsWith(brackets, this.at);
    if (closed) this.at += brackets.length;
    else if (this.text[this.at] === ']') this.at++;
    else this.at = parts.at(-1)?.end ?? this.at;
    return { parts, isArray, closed, start, end: this.at };
  }

  private pair(): Pair {
    const start = this.at;
    const parts = this.key();
    let equals: number | undefined;
    let value: Value | undefined;
    if (this.text[this.at] === '=') {
      equals = this.at++;
      this.skipBlank();
      value = this.value(/[\n#]/g);
    }
    // What is no key, no equals sign and no end, such as a lone bracket, is stepped over.
    if (this.at === start) this.at++;
    return { parts, equals, value, start, end: this.at };
  }

  /** Dotted parts, ending at whatever cannot be in a key. Always at least one, perhaps empty. */
  private key(): KeyPart[] {
    const parts: KeyPart[] = [];
    for (;;) {
      this.skipBlank();
      parts.push(this.keyPart());
      this.skipBlank();
      if (this.text[this.at] !== '.') return parts;
      this.at++;
    }
  }

  private keyPart(): KeyPart {
    const start = this.at;
    const quote = this.text[start];
    if (quote === '"' || quote === "'") {
      const { raw, closed } = this.oneLine(quote);
      return { name: quote === '"' && closed ? unescaped(raw) : raw, start, end: this.at };
    }
    BARE_KEY.lastIndex = start;
    const name = BARE_KEY.exec(this.text)?.[0] ?? '';
    this.at = start + name.length;
    return { name, start, end: this.at };
  }

  /** `stop` finds the end of a bare value. Undefined where there is none. */
  private value(stop: RegExp): Value | undefined {
    const start = this.at;
    const first = this.text[start];
    if (first === undefined || first === '\n' || first === '#') return undefined;
    if (first === '"' || first === "'") return this.string(first);
    if ((first === '[' || first === '{') && this.depth < MAX_DEPTH) {
      this.depth++;
      const value = first === '[' ? this.array() : this.table();
      this.depth--;
      return value;
    }
    stop.lastIndex = start;
    this.at = stop.exec(this.text)?.index ?? this.text.length;
    const text = this.text.slice(start, this.at).trimEnd();
    this.at = start + text.length;
    return text === '' ? undefined : { kind: 'bare', text, start, end: this.at };
  }

  private string(first: string): Value {
    const start = this.at;
    const triple = first.repeat(3);
    const isMultiline = this.text.startsWith(triple, start);
    const { raw, closed } = isMultiline ? this.multiline(triple) : this.oneLine(first);
    const text = first === '"' ? unescaped(raw) : raw;
    return { kind: 'string', quote: isMultiline ? triple : first, raw, text, closed, start, end: this.at };
  }

  private oneLine(quote: string): { raw: string; closed: boolean } {
    const start = this.at + 1;
    for (let at = start; ; at++) {
      const char = this.text[at];
      if (char === undefined || char === '\n') {
        // Before a carriage return, which belongs to the line end.
        this.at = this.text[at - 1] === '\r' ? at - 1 : at;
        return { raw: this.text.slice(start, this.at), closed: false };
      }
      const escapes = char === '\\' && quote === '"';
      if (escapes && at + 1 < this.text.length && this.text[at + 1] !== '\n') at++;
      else if (char === quote) {
        this.at = at + 1;
        return { raw: this.text.slice(start, at), closed: true };
      }
    }
  }

  private multiline(quote: string): { raw: string; closed: boolean } {
    const start = this.at + 3;
    for (let at = start; at < this.text.length; at++) {
      if (this.text[at] === '\\' && quote === '"""') at++;
      else if (this.text.startsWith(quote, at)) {
        // Up to two quotes may stand right before the closing ones.
        let end = at;
        while (end < at + 2 && this.text[end + 3] === quote[0]) end++;
        this.at = end + 3;
        return { raw: this.text.slice(start, end), closed: true };
      }
    }
    this.at = this.text.length;
    return { raw: this.text.slice(start), closed: false };
  }

  private array(): Value {
    const start = this.at++;
    const items: Value[] = [];
    const closed = this.members(']', () => {
      const item = this.value(/[,\]\n#]/g);
      if (item) items.push(item);
      return item !== undefined;
    });
    return { kind: 'array', items, closed, start, end: this.at };
  }

  private table(): Value {
    const start = this.at++;
    const pairs: Pair[] = [];
    const closed = this.members('}', () => {
      const pair = this.innerPair();
      if (pair) pairs.push(pair);
      return pair !== undefined;
    });
    return { kind: 'table', pairs, closed, start, end: this.at };
  }

  private innerPair(): Pair | undefined {
    const start = this.at;
    const parts = this.key();
    if (this.text[this.at] !== '=') {
      return this.at === start
        ? undefined
        : { parts, equals: undefined, value: undefined, start, end: this.at };
    }
    const equals = this.at++;
    this.skipBlank();
    const value = this.value(/[,}\n#]/g);
    return { parts, equals, value, start, end: this.at };
  }

  /** Members up to the closing bracket; false where the bracket is missing. */
  private members(close: string, member: () => boolean): boolean {
    let isExpected = true;
    for (;;) {
      this.skipBlank();
      const char = this.text[this.at];
      if (char === undefined) return false;
      if (char === close) {
        this.at++;
        return true;
      }
      if (char === ',') {
        this.at++;
        isExpected = true;
      } else if (char === '#') this.comment();
      else if (char === '\n') {
        if (this.nextStatement(isExpected && close === '}')) return false;
        this.at++;
      } else if (char === ']' || char === '}') return false;
      else if (member()) isExpected = false;
      else this.at++;
    }
  }

  /** Whether what stands on the next line can only be a statement of its own; inside a table a key may be one of it. */
  private nextStatement(mayBeKey: boolean): boolean {
    const next = this.at + 1;
    NEXT_HEADER.lastIndex = next;
    if (NEXT_HEADER.test(this.text)) return true;
    NEXT_PAIR.lastIndex = next;
    return !mayBeKey && NEXT_PAIR.test(this.text);
  }

  private skipBlank(): void {
    BLANK.lastIndex = this.at;
    BLANK.test(this.text);
    this.at = BLANK.lastIndex;
  }

  /** Before a carriage return, which belongs to the line end. */
  private lineEnd(): number {
    const end = this.text.indexOf('\n', this.at);
    return end === -1 ? this.text.length : end;
  }
}
