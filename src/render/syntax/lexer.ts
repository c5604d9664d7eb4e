import nunjucksLexer, { type Token, type Tokenizer } from 'nunjucks/src/lexer.js';
import { Fault } from '../fault.ts';

export type DialectName = 'tera' | 'nunjucks';

// nunjucks exports a function that makes a tokenizer, and not the class itself.
const Base = nunjucksLexer.lex('').constructor as typeof Tokenizer;

const TAG_START = /\{[{%#]/g;
const NUMBER = /\d+(?:\.\d+)?/y;
const NAME = /[A-Za-z_]\w*/y;
const NAME_START = /[A-Za-z_]/;
const SPACE = /[ \t\r\n]*/y;
/** The ends of tags, and operators. */
const SIGN = /-?%\}|-?\}\}|[!=]==?|[<>]=|\/\/|\*\*|[%*\-+/#.<>=!]/y;
/** Characters that are tokens by themselves, by nunjucks' names. */
const marks: Readonly<Record<string, string>> = {
  '(': 'left-paren',
  ')': 'right-paren',
  '[': 'left-bracket',
  ']': 'right-bracket',
  '{': 'left-curly',
  '}': 'right-curly',
  ',': 'comma',
  ':': 'colon',
  '|': 'pipe',
  '~': 'tilde',
};

/**
 * nunjucks' tokenizer with these differences. Text is found by search instead of character by character. `{#` after `$`
 * is text, as in a shell's `${#list}`, and so is a `#}` on its own. Names are letters, digits and `_`; nunjucks lets any
 * other character into them. Texts of Tera also stand in back-ticks and have no escapes, and its `True` and `False` are
 * booleans. There are no regular expression literals. What cannot be read is a {@link Fault} with its place.
 */
export class TemplateLexer extends Base {
  /** Where a `${#` was kept as text. */
  readonly shellLengths: { lineno: number; colno: number }[] = [];
  private readonly tera: boolean;
  /** Offset of the next line break from here on, or the end, once it was looked for: up to it, the line is the same. */
  private lineEnd = -1;

  constructor(text: string, dialect: DialectName) {
    super(text);
    this.tera = dialect === 'tera';
  }

  override nextToken(): Token | null {
    if (this.index >= this.len) return null;
    return this.in_code ? this.codeToken() : this.textToken();
  }

  private textToken(): Token {
    const start = this.tagAfter(this.index);
    if (start > this.index) return this.token('data', start);
    const kind = this.str[start + 1];
    if (kind === '#') return this.comment();
    const end = start + (this.str[start + 2] === '-' ? 3 : 2);
    this.in_code = true;
    return this.token(kind === '{' ? 'variable-start' : 'block-start', end);
  }

  /** Offset of the next tag, or the end. */
  private tagAfter(offset: number): number {
    TAG_START.lastIndex = offset;
    for (let found = TAG_START.exec(this.str); found !== null; found = TAG_START.exec(this.str)) {
      if (found[0] !== '{#' || this.str[found.index - 1] !== '$') return found.index;
      this.shellLengths.push(this.placeOf(found.index));
    }
    return this.len;
  }

  private comment(): Token {
    const end = this.str.indexOf('#}', this.index + 2);
    if (end >= 0) return this.token('comment', end + 2);
    throw new Fault(this, {
      code: 'SW1103',
      message: 'the comment `{#` has no end',
      hint: 'close it with `#}`; in a shell text, write the two characters as `{{ "{#" }}`',
      length: 2,
    });
  }

  private codeToken(): Token | null {
    this.skipSpace();
    if (this.index >= this.len) return null;
    const char = this.str[this.index] ?? '';
    if (NAME_START.test(char)) return this.name();
    if (char === '"' || char === "'" || (char === '`' && this.tera)) return this.text(char);
    if (char >= '0' && char <= '9') return this.number();
    const kind = marks[char];
    if (kind !== undefined && !this.str.startsWith('}}', this.index)) return this.token(kind, this.index + 1);
    return this.sign(char);
  }

  private sign(char: string): Token {
    SIGN.lastIndex = this.index;
    const text = SIGN.exec(this.str)?.[0];
    if (text === undefined) throw this.unexpected(char);
    const end = this.index + text.length;
    if (!text.endsWith('}')) return this.token('operator', end);
    this.in_code = false;
    return this.token(text.endsWith('%}') ? 'block-end' : 'variable-end', end);
  }

  /** On to the next character that means something: the parser would drop the tokens of white space. */
  private skipSpace(): void {
    SPACE.lastIndex = this.index;
    SPACE.test(this.str);
    this.moveTo(SPACE.lastIndex);
  }

  private text(quote: string): Token {
    const end = this.tera ? this.str.indexOf(quote, this.index + 1) : this.endOfEscaped(quote);
    if (end < 0) {
      throw new Fault(this, {
        code: 'SW1103',
        message: `the text that begins with ${quote} has no end`,
        hint: `close it with ${quote}, or the tag before it with \`}}\` or \`%}\``,
      });
    }
    const token = this.token('string', end + 1);
    const inner = token.value.slice(1, -1);
    return { ...token, value: this.tera ? inner : unescaped(inner) };
  }

  private endOfEscaped(quote: string): number {
    for (let end = this.index + 1; end < this.len; end++) {
      if (this.str[end] === '\\') end++;
      else if (this.str[end] === quote) return end;
    }
    return -1;
  }

  private number(): Token {
    NUMBER.lastIndex = this.index;
    const text = NUMBER.exec(this.str)?.[0] ?? '';
    const after = this.str[this.index + text.length] ?? '';
    if (NAME_START.test(after)) throw this.unexpected(after, text.length);
    // Tera's integers have no leading zero.
    if (this.tera && /^0\d/.test(text)) throw this.unexpected('0');
    return this.token(text.includes('.') ? 'float' : 'int', this.index + text.length);
  }

  private name(): Token {
    NAME.lastIndex = this.index;
    const text = NAME.exec(this.str)?.[0] ?? '';
    return this.token(this.typeOfName(text), this.index + text.length);
  }

  private typeOfName(text: string): string {
    if (text === 'true' || text === 'false') return 'boolean';
    if (this.tera) return text === 'True' || text === 'False' ? 'boolean' : 'symbol';
    return text === 'none' || text === 'null' ? 'none' : 'symbol';
  }

  private unexpected(char: string, ahead = 0): Fault {
    const escaped = char === '\\' && this.tera;
    return new Fault(
      { lineno: this.lineno, colno: this.colno + ahead },
      {
        code: 'SW1101',
        message: `the character \`${char}\` has no meaning inside a tag`,
        hint: escaped
          ? 'texts have no escapes here: write "…" with the other kind of quotes, such as name="HOME"'
          : undefined,
      },
    );
  }

  /** A token from here to `end`, and on to it. */
  private token(type: string, end: number): Token {
    const { lineno, colno } = this;
    const value = this.str.slice(this.index, end);
    this.moveTo(end);
    return { type, value, lineno, colno };
  }

  /** On to an offset that is not before the present one. */
  private moveTo(offset: number): void {
    if (this.lineEnd < this.index) {
      const found = this.str.indexOf('\n', this.index);
      this.lineEnd = found < 0 ? this.len : found;
    }
    if (offset <= this.lineEnd) this.colno += offset - this.index;
    else {
      const { lineno, colno } = this.placeOf(offset);
      this.lineno = lineno;
      this.colno = colno;
    }
    this.index = offset;
  }

  /** Place of an offset that is not before the present one. */
  private placeOf(offset: number): { lineno: number; colno: number } {
    const passed = this.str.slice(this.index, offset);
    const last = passed.lastIndexOf('\n');
    if (last < 0) return { lineno: this.lineno, colno: this.colno + passed.length };
    return { lineno: this.lineno + newlinesIn(passed), colno: passed.length - last - 1 };
  }

  /** Everything up to `offset` as one piece of text, whatever it holds: for `{% raw %}`. */
  textUpTo(offset: number): Token {
    return this.token('data', offset);
  }
}

function newlinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\([\s\S])/g, (_, char: string) =>
    char === 'n' ? '\n' : char === 't' ? '\t' : char === 'r' ? '\r' : char,
  );
}
