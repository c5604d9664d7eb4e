import { groupOf, type Item, type Row, type Value } from './group.ts';
import { type Token, withoutTrailingSpace } from './tokens.ts';

/** What one line of a file says, or several lines where a value goes on over them. */
export type Statement =
  | { readonly kind: 'blank' }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'header'; readonly text: string; readonly comment: string | undefined }
  | { readonly kind: 'pair'; readonly item: Item; readonly comment: string | undefined }
  /** Has a template tag in it, or is no statement by itself; stays as it is. */
  | { readonly kind: 'held'; readonly tokens: readonly Token[] };

/** As deep as the parser goes by default; deeper values are left alone. */
const MAX_DEPTH = 128;

/** The statements of a text, in order. Bounded in depth, and linear in time. */
export function statementsOf(tokens: readonly Token[]): Statement[] {
  return split(tokens).map(read);
}

/** The tokens of each statement, without the line end after it. */
function split(tokens: readonly Token[]): Token[][] {
  const statements: Token[][] = [];
  let current: Token[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'newline' && depth === 0) {
      statements.push(current);
      current = [];
      continue;
    }
    current.push(token);
    if (token.kind !== 'mark') continue;
    if (token.text === '[' || token.text === '{') depth++;
    else if (token.text === ']' || token.text === '}') depth = Math.max(0, depth - 1);
  }
  if (current.length > 0) statements.push(current);
  return statements;
}

function read(tokens: readonly Token[]): Statement {
  const held: Statement = { kind: 'held', tokens };
  if (tokens.some((token) => token.tagged || token.kind === 'broken')) return held;
  const reader = new Reader(tokens.filter(({ kind }) => kind !== 'space'));
  return reader.statement() ?? held;
}

/** Reads the tokens of one statement. Its methods return undefined when something else stands there. */
class Reader {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  statement(): Statement | undefined {
    if (this.tokens.length === 0) return { kind: 'blank' };
    const own = this.comment();
    if (own !== undefined) return { kind: 'comment', text: own };
    const head = this.isMark('[') ? this.header() : this.pair(0);
    const comment = this.comment();
    if (head === undefined || this.at < this.tokens.length) return undefined;
    return typeof head === 'string'
      ? { kind: 'header', text: head, comment }
      : { kind: 'pair', item: head, comment };
  }

  private header(): string | undefined {
    const width = this.takeMark('[') && this.takeMark('[') ? 2 : 1;
    const name = this.key();
    for (let count = 0; count < width; count++) if (!this.takeMark(']')) return undefined;
    return name && '['.repeat(width) + name + ']'.repeat(width);
  }

  private pair(depth: number): Item | undefined {
    const key = this.key();
    if (key === undefined || !this.takeMark('=')) return undefined;
    const value = this.value(depth);
    return value && { label: `${key} = `, value };
  }

  /** A key and its dots, without the spaces around them. */
  private key(): string | undefined {
    let key = '';
    for (let token = this.peek(); token?.kind === 'word' || token?.kind === 'string'; token = this.peek()) {
      // Two words side by side are no key; to join them would make one of them.
      if (key !== '' && !key.endsWith('.') && !token.text.startsWith('.')) return undefined;
      key += token.text;
      this.at++;
    }
    return key === '' ? undefined : key;
  }

  private value(depth: number): Value | undefined {
    if (depth > MAX_DEPTH) return undefined;
    if (this.takeMark('[')) return this.group('[', depth);
    if (this.takeMark('{')) return this.group('{', depth);
    const token = this.peek();
    if (token?.kind !== 'word' && token?.kind !== 'string') return undefined;
    this.at++;
    return { kind: 'scalar', text: token.text + this.timeAfter(token) };
  }

  /** TOML allows a space between date and time. */
  private timeAfter(token: Token): string {
    const next = this.peek();
    if (next?.kind !== 'word' || !/^\d{4}-\d\d-\d\d$/.test(token.text)) return '';
    this.at++;
    return ` ${next.text}`;
  }

  private group(open: '[' | '{', depth: number): Value | undefined {
    const rows: Row[] = [];
    let items: Item[] = [];
    let expectsComma = false;
    let onlyComma = false;
    let overLines = false;
    for (;;) {
      const comment = this.comment();
      const closed = this.takeMark(open === '[' ? ']' : '}');
      if (closed || this.takeNewline()) {
        // A line with nothing but the comma of an item above it is no row.
        if (!onlyComma || comment !== undefined) rows.push({ items, comment });
        if (closed) return groupOf({ open, rows, overLines });
        overLines = true;
        items = [];
        onlyComma = false;
      } else if (expectsComma) {
        if (!this.takeMark(',')) return undefined;
        expectsComma = false;
        onlyComma = items.length === 0;
      } else {
        const item = open === '[' ? this.listItem(depth + 1) : this.pair(depth + 1);
        if (item === undefined) return undefined;
        items.push(item);
        expectsComma = true;
        onlyComma = false;
      }
    }
  }

  private listItem(depth: number): Item | undefined {
    const value = this.value(depth);
    return value && { label: '', value };
  }

  private comment(): string | undefined {
    const token = this.peek();
    if (token?.kind !== 'comment') return undefined;
    this.at++;
    return withoutTrailingSpace(token.text);
  }

  private takeMark(mark: string): boolean {
    const taken = this.isMark(mark);
    if (taken) this.at++;
    return taken;
  }

  private isMark(mark: string): boolean {
    const token = this.peek();
    return token?.kind === 'mark' && token.text === mark;
  }

  private takeNewline(): boolean {
    const taken = this.peek()?.kind === 'newline';
    if (taken) this.at++;
    return taken;
  }

  private peek(): Token | undefined {
    return this.tokens[this.at];
  }
}
