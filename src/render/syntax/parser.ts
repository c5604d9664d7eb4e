import type { Token } from 'nunjucks/src/lexer.js';
import nunjucksParser from 'nunjucks/src/parser.js';
import { nearest } from '../../diagnostic/index.ts';
import { Fault, type FaultInput } from '../fault.ts';
import { type At, build, type Node } from '../nunjucks/nodes.ts';
import type { TemplateLexer } from './lexer.ts';

/** Something Tera itself would refuse, found while parsing; the template still means something. */
export interface SyntaxNote extends FaultInput {
  readonly at: At;
}

export interface ParserOptions {
  /** Levels of brackets and tags inside one another. */
  readonly nesting: number;
}

interface Opened extends At {
  readonly tag: string;
}

/**
 * nunjucks' parser with bounds and places: brackets and tags nest only so deep, what is never closed is reported where
 * it was opened, white space trimmed by `-` keeps the place of the text after it, and every failure is a {@link Fault}.
 */
export abstract class TemplateParser extends nunjucksParser.Parser {
  readonly notes: SyntaxNote[] = [];
  /** Tags that wait for their end, outermost first. */
  protected readonly opened: Opened[] = [];
  private readonly lexer: TemplateLexer;
  private readonly nesting: number;
  private depth = 0;
  /** The token after the one that was looked at. */
  private afterwards: Token | null = null;
  /** Where the tag being read begins, and its delimiter. */
  private tag: { readonly at: At; readonly value: string } | undefined;

  constructor(lexer: TemplateLexer, options: ParserOptions) {
    super(lexer);
    this.lexer = lexer;
    this.nesting = options.nesting;
  }

  /** Tags that begin a statement, for hints. */
  protected abstract readonly tags: readonly string[];
  /** What may stand between an `if` and its `else`. */
  protected abstract readonly branchTags: readonly string[];

  /** One statement, from its name on; the tag before it has been read. */
  protected abstract statement(name: Token): Node;

  protected enter(at: At): void {
    if (++this.depth <= this.nesting) return;
    throw new Fault(
      at,
      { code: 'SW1201', message: `brackets and tags nest more than ${this.nesting} levels deep` },
      true,
    );
  }

  protected leave(): void {
    this.depth--;
  }

  /** The next token; a template that ends here ends inside a tag. */
  override nextToken(withWhitespace?: boolean): Token {
    const token: Token | null = super.nextToken(withWhitespace);
    if (this.afterwards !== null && this.peeked === null) {
      this.peeked = this.afterwards;
      this.afterwards = null;
    }
    if (token !== null) return token;
    throw new Fault(this.tag?.at ?? this.lexer, {
      code: 'SW1103',
      message: `the tag \`${this.tag?.value ?? ''}\` has no end`,
      hint: `close it with \`${this.tag?.value.startsWith('{{') ? '}}' : '%}'}\``,
      length: this.tag?.value.length,
    });
  }

  /**
   * nunjucks keeps one token that was looked at; here two may be given back, the later one first. An argument without a
   * name shows itself only at the second, and nunjucks itself gives back two for `a not b`.
   */
  override pushToken(token: Token): void {
    if (this.peeked !== null) this.afterwards = this.peeked;
    this.peeked = token;
  }

  override error(message: string, lineno?: number, colno?: number): Fault {
    const token = this.peeked;
    const at = { lineno: lineno ?? token?.lineno ?? 0, colno: colno ?? token?.colno ?? 0 };
    return new Fault(at, { code: 'SW1101', message: message.replace(/^parse[A-Z]\w*: /, '') });
  }

  override fail(message: string, lineno?: number, colno?: number): never {
    throw this.error(message, lineno, colno);
  }

  protected failAt(at: At, input: FaultInput): never {
    throw new Fault(at, input);
  }

  /** Nodes up to the end of the template, or up to a tag that the caller waits for. */
  override parseNodes(): Node[] {
    const nodes: Node[] = [];
    for (;;) {
      const token = this.peeked ?? this.lexer.nextToken();
      this.peeked = null;
      if (token === null) return this.atEnd(nodes);
      switch (token.type) {
        case 'data':
          this.addText(nodes, token);
          break;
        case 'comment':
          this.dropLeadingWhitespace = token.value.endsWith('-#}');
          break;
        case 'variable-start':
          this.tag = { at: token, value: token.value };
          nodes.push(this.output(token));
          break;
        default: {
          this.tag = { at: token, value: token.value };
          this.dropLeadingWhitespace = false;
          const node = this.parseStatement();
          if (node === null) return nodes;
          nodes.push(node);
        }
      }
    }
  }

  private atEnd(nodes: Node[]): Node[] {
    const opened = this.opened.at(-1);
    if (opened === undefined) return nodes;
    throw new Fault(opened, {
      code: 'SW1102',
      message: `\`{% ${opened.tag} %}\` is opened here and never closed`,
      hint: `close it with \`{% end${opened.tag} %}\``,
      length: opened.tag.length,
    });
  }

  private addText(nodes: Node[], token: Token): void {
    const next = this.lexer.nextToken();
    this.peeked = next;
    const trimStart = this.dropLeadingWhitespace;
    this.dropLeadingWhitespace = false;
    this.text(nodes, token, trimStart, next !== null && /^\{[{%#]-/.test(next.value));
  }

  /** Text with white space trimmed as asked; the place stays that of its first remaining character. */
  protected text(nodes: Node[], token: Token, trimStart: boolean, trimEnd: boolean): void {
    let value = trimEnd ? token.value.trimEnd() : token.value;
    let at: At = token;
    if (trimStart) {
      const trimmed = value.trimStart();
      const dropped = value.slice(0, value.length - trimmed.length);
      const lines = dropped.split('\n');
      const last = lines.at(-1) ?? '';
      const column = lines.length === 1 ? token.colno + last.length : last.length;
      at = { lineno: token.lineno + lines.length - 1, colno: column };
      value = trimmed;
    }
    if (value !== '') nodes.push(build('Output', at, [build('TemplateData', at, value)]));
  }

  /** `{{ … }}`, from behind its opening. */
  protected output(start: Token): Node {
    const expression = this.parseExpression();
    this.dropLeadingWhitespace = false;
    this.endOfVariable();
    return build('Output', start, [expression]);
  }

  private endOfVariable(): void {
    const token = this.nextToken();
    if (token.type !== 'variable-end') this.unexpected(token, '`}}`');
    this.dropLeadingWhitespace = token.value.startsWith('-');
  }

  override parseExpression(): Node {
    // What nunjucks parses is one of its nodes; it carries no types.
    return super.parseExpression() as Node;
  }

  override advanceAfterBlockEnd(name?: string): Token {
    if (name === undefined) this.nextToken();
    const token = this.nextToken();
    if (token.type !== 'block-end') this.unexpected(token, '`%}`');
    if (token.value.startsWith('-')) this.dropLeadingWhitespace = true;
    return token;
  }

  override expect(type: string): Token {
    const token = this.nextToken();
    if (token.type !== type) this.unexpected(token, described[type] ?? type);
    return token;
  }

  protected unexpected(token: Token, expected: string, hint?: string): never {
    const found = token.type === 'string' ? 'a text' : `\`${token.value}\``;
    throw new Fault(token, {
      code: 'SW1101',
      message: `${found} does not belong here`,
      expected,
      hint,
      length: token.type === 'string' ? 1 : token.value.length,
    });
  }

  override parseStatement(): Node | null {
    const token = this.peekToken();
    if (token.type !== 'symbol') this.unexpected(token, 'the name of a tag');
    if (this.breakOnBlocks?.includes(token.value)) return null;
    if (!this.tags.includes(token.value)) this.unknownTag(token);
    this.enter(token);
    const node = this.statement(token);
    this.leave();
    return node;
  }

  private unknownTag(token: Token): never {
    const ends = ['else', ...this.branchTags, ...this.tags.map((tag) => `end${tag}`)].includes(token.value);
    const opened = this.opened.at(-1);
    const near = nearest(token.value, [...(this.breakOnBlocks ?? []), ...this.tags]);
    throw new Fault(token, {
      code: 'SW1104',
      message: ends
        ? `\`{% ${token.value} %}\` closes nothing that is open here`
        : `there is no tag \`${token.value}\``,
      hint: ends
        ? opened && `\`{% ${opened.tag} %}\` of line ${opened.lineno + 1} is open`
        : near && `did you mean \`${near}\`?`,
      length: token.value.length,
    });
  }

  /** A body between an opening tag and one of `ends`, which stays to be read. */
  protected body(tag: string, at: At, ...ends: string[]): Node {
    this.opened.push({ tag, lineno: at.lineno, colno: at.colno });
    const before = this.breakOnBlocks;
    this.breakOnBlocks = ends;
    const nodes = this.parseNodes();
    this.breakOnBlocks = before;
    this.opened.pop();
    return build('NodeList', at, nodes);
  }

  /** `{% if %}` to `{% endif %}`; alternatives nest in the tree and not on the stack. */
  override parseIf(): Node {
    const branches: { at: At; cond: Node; body: Node }[] = [];
    let otherwise: Node | null = null;
    const opening = this.peekToken();
    for (;;) {
      const at = this.nextToken();
      if (at.value === 'endif') break;
      if (at.value === 'else') {
        this.advanceAfterBlockEnd('else');
        otherwise = this.body('if', opening, 'endif');
        this.nextToken();
        break;
      }
      const cond = this.parseExpression();
      this.advanceAfterBlockEnd(at.value);
      branches.push({ at, cond, body: this.body('if', opening, ...this.branchTags, 'else', 'endif') });
    }
    this.advanceAfterBlockEnd('endif');
    return branches.reduceRight<Node | null>(
      (rest, { at, cond, body }) => build('If', at, cond, body, rest),
      otherwise,
    ) as Node; // There is at least the branch of the `if` itself.
  }

  /** `{% raw %}` to `{% endraw %}`, whose text is kept as it is but for white space that `-` trims. */
  override parseRaw(tag = 'raw'): Node {
    const opening = this.nextToken();
    const start = this.advanceAfterBlockEnd(tag);
    const end = new RegExp(`\\{%(-?)[ \\t\\r\\n]*end${tag}[ \\t\\r\\n]*-?%\\}`, 'g');
    end.lastIndex = this.lexer.index;
    const found = end.exec(this.lexer.str);
    if (found === null) {
      this.failAt(opening, {
        code: 'SW1102',
        message: `\`{% ${tag} %}\` is opened here and never closed`,
        hint: `close it with \`{% end${tag} %}\``,
        length: tag.length,
      });
    }
    const nodes: Node[] = [];
    this.text(nodes, this.lexer.textUpTo(found.index), start.value.startsWith('-'), found[1] === '-');
    this.dropLeadingWhitespace = false;
    this.nextToken();
    this.nextToken();
    this.advanceAfterBlockEnd(tag);
    return build('NodeList', opening, nodes);
  }

  /** Numbers as values: integers and floats are kept apart. Undefined when the next token is no number. */
  protected numberLiteral(): Node | undefined {
    const token = this.peekToken();
    if (token.type !== 'int' && token.type !== 'float') return undefined;
    this.nextToken();
    return build('Literal', token, token.type === 'int' ? this.integer(token) : Number(token.value));
  }

  private integer(token: Token): bigint {
    const value = BigInt(token.value.slice(0, 40));
    if (value > 2n ** 63n - 1n) {
      this.failAt(token, {
        code: 'SW1101',
        message: 'the integer does not fit in 64 bits',
        length: token.value.length,
      });
    }
    return value;
  }
}

const described: Readonly<Record<string, string>> = {
  symbol: 'a name',
  string: 'a text in quotes',
  'left-paren': '`(`',
  'right-paren': '`)`',
  'right-bracket': '`]`',
  'right-curly': '`}`',
  'block-end': '`%}`',
  colon: '`:`',
  comma: '`,`',
};
