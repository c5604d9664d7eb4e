import type { Token } from 'nunjucks/src/lexer.js';
import { type At, build, type Node } from '../nunjucks/nodes.ts';
import type { TemplateLexer } from './lexer.ts';
import type { ParserOptions } from './parser.ts';
import { TeraExpressionParser } from './tera-expression.ts';

/** Gives the parameters of a function or filter, in the order in which they are documented. */
export type ParametersOf = (callee: string) => readonly string[] | undefined;

type Inside = 'for' | 'macro' | 'block' | 'filter';

/** Whether only what may stand before an import was seen: nothing, comments of the template, TOML comments, or more. */
type Head = 'clean' | 'toml' | 'over';

/** Tera 1.20's tags. Where Tera refuses what a reader would expect to work, it works here and leaves a note. */
export class TeraParser extends TeraExpressionParser {
  protected override readonly branchTags = ['elif'];
  protected override readonly tags = [
    'raw',
    'if',
    'for',
    'block',
    'extends',
    'include',
    'set',
    'set_global',
    'macro',
    'import',
    'filter',
    'break',
    'continue',
  ];
  private readonly inside: Inside[] = [];
  private head: Head = 'clean';
  private readonly parametersOf: ParametersOf;

  constructor(lexer: TemplateLexer, options: ParserOptions & { readonly parametersOf: ParametersOf }) {
    super(lexer, options);
    this.parametersOf = options.parametersOf;
  }

  protected override keywordHint(callee: string): string | undefined {
    const first = this.parametersOf(callee)?.[0];
    return first === undefined ? undefined : `write \`${first}=…\``;
  }

  protected override text(nodes: Node[], token: Token, trimStart: boolean, trimEnd: boolean): void {
    const before = nodes.length;
    super.text(nodes, token, trimStart, trimEnd);
    if (this.opened.length > 0 || this.head === 'over') return;
    const lines = token.value.split('\n').map((line) => line.trim());
    if (lines.some((line) => line !== '' && !line.startsWith('#'))) this.head = 'over';
    else if (lines.some((line) => line !== '')) this.head = 'toml';
    // Tera's imports swallow the white space around them.
    else if (this.head === 'clean' && this.importFollows()) nodes.length = before;
  }

  protected override output(start: Token): Node {
    this.head = 'over';
    return super.output(start);
  }

  private importFollows(): boolean {
    return this.peeked !== null && /\{%-?\s*(?:import|extends)\s/y.test(this.sourceFrom(this.peeked));
  }

  /** The text of the template from a tag that was just read; the longest tag that matters is short. */
  private sourceFrom(tag: Token): string {
    const { str, index } = this.tokens;
    return str.slice(index - tag.value.length, index + 64);
  }

  protected override statement(name: Token): Node {
    if (name.value !== 'import' && name.value !== 'extends') this.head = 'over';
    switch (name.value) {
      case 'raw':
        return this.parseRaw();
      case 'if':
        return this.parseIf();
      case 'for':
        return this.parseFor();
      case 'block':
        return this.parseBlock();
      case 'extends':
      case 'import':
        return this.parseReference(name);
      case 'include':
        return this.parseInclude();
      case 'macro':
        return this.parseMacro();
      case 'filter':
        return this.parseFilterStatement();
      case 'break':
      case 'continue':
        return this.parseLeap();
      default:
        return this.parseSet();
    }
  }

  override parseFor(): Node {
    const at = this.nextToken();
    const names = [this.expect('symbol')];
    if (this.skip('comma')) names.push(this.expect('symbol'));
    const symbols = names.map((name) => build('Symbol', name, name.value));
    if (!this.skipSymbol('in')) this.unexpected(this.peekToken(), '`in`');
    const start = this.peekToken();
    if (start.type === 'string')
      this.unexpected(start, 'a list or a variable', 'give the text a name with {% set %} first');
    const container = this.parseExpression();
    this.advanceAfterBlockEnd('for');
    this.inside.push('for');
    const body = this.body('for', at, 'endfor', 'else');
    let otherwise: Node | null = null;
    if (this.skipSymbol('else')) {
      this.advanceAfterBlockEnd('else');
      otherwise = this.body('for', at, 'endfor');
    }
    this.inside.pop();
    this.advanceAfterBlockEnd();
    const [first = build('Symbol', at, ''), second] = symbols;
    return build('For', at, container, second ? build('Array', first, symbols) : first, body, otherwise);
  }

  override parseBlock(): Node {
    const at = this.nextToken();
    const around = this.inside.findLast((each) => each === 'for' || each === 'macro');
    if (around) this.misplaced(at, `a block cannot stand inside a ${around === 'for' ? 'loop' : 'macro'}`);
    const name = this.expect('symbol');
    this.advanceAfterBlockEnd('block');
    this.inside.push('block');
    const body = this.body('block', at, 'endblock');
    this.inside.pop();
    this.nextToken();
    this.skip('symbol');
    this.advanceAfterBlockEnd('endblock');
    return build('Block', at, build('Symbol', name, name.value), body);
  }

  override parseMacro(): Node {
    const at = this.nextToken();
    if (this.opened.length > 0) this.misplaced(at, 'a macro cannot stand inside another tag');
    const name = this.expect('symbol');
    const parameters = this.parameters();
    this.advanceAfterBlockEnd('macro');
    this.inside.push('macro');
    const body = this.body('macro', at, 'endmacro');
    this.inside.pop();
    this.nextToken();
    this.skip('symbol');
    this.advanceAfterBlockEnd('endmacro');
    return build('Macro', at, build('Symbol', name, name.value), parameters, body);
  }

  private parameters(): Node {
    const open = this.expect('left-paren');
    const parameters: Node[] = [];
    while (!this.skip('right-paren')) {
      if (parameters.length > 0) this.expect('comma');
      const name = this.expect('symbol');
      const symbol = build('Symbol', name, name.value);
      const optional = this.skipValue('operator', '=');
      parameters.push(optional ? build('Pair', name, symbol, this.defaultValue()) : symbol);
    }
    return build('NodeList', open, parameters);
  }

  /** Tera takes literals only; the macro libraries of clnrm also have `{}` and `none`. */
  private defaultValue(): Node {
    const start = this.peekToken();
    const absent = this.isSymbol(start, 'none') || this.isSymbol(start, 'null');
    if (absent) this.nextToken();
    const value = absent ? build('Literal', start, null) : this.parseExpression();
    if (absent || (value.typename !== 'Literal' && value.typename !== 'Dict')) {
      this.note(start, 'SW1302', 'only a text, a number or a boolean can be a default in Tera');
    }
    return value;
  }

  private parseReference(name: Token): Node {
    const at = this.nextToken();
    if (this.opened.length > 0) this.misplaced(at, `\`{% ${name.value} %}\` cannot stand inside another tag`);
    if (this.head === 'over') {
      this.misplaced(
        at,
        `\`{% ${name.value} %}\` comes after the beginning of the file`,
        'move it to the top, before everything but comments',
      );
    }
    if (this.head === 'toml') {
      this.note(at, 'SW1303', `in Tera only comments \`{# #}\` may stand before \`{% ${name.value} %}\``);
    }
    const file = this.expect('string');
    const template = build('Literal', file, file.value);
    const node = name.value === 'extends' ? build('Extends', at, template) : this.importAs(at, template);
    this.advanceAfterBlockEnd(name.value);
    this.dropLeadingWhitespace = true;
    return node;
  }

  private importAs(at: At, template: Node): Node {
    if (!this.skipSymbol('as')) this.unexpected(this.peekToken(), '`as` and a name');
    const target = this.expect('symbol');
    return build('Import', at, template, build('Symbol', target, target.value));
  }

  override parseInclude(): Node {
    const at = this.nextToken();
    const names: Node[] = [];
    const add = () => {
      const name = this.expect('string');
      names.push(build('Literal', name, name.value));
    };
    if (this.skip('left-bracket')) {
      while (!this.skip('right-bracket')) {
        if (names.length > 0) {
          this.expect('comma');
          if (this.skip('right-bracket')) break;
        }
        add();
      }
    } else add();
    const optional = this.skipSymbol('ignore');
    if (optional && !this.skipSymbol('missing')) this.unexpected(this.peekToken(), '`missing`');
    this.advanceAfterBlockEnd('include');
    return build('Include', at, build('Array', at, names), optional);
  }

  override parseFilterStatement(): Node {
    const at = this.nextToken();
    const { name, args } = this.filterOf(build('Literal', at, ''));
    this.advanceAfterBlockEnd('filter');
    this.inside.push('filter');
    const body = build('Capture', at, this.body('filter', at, 'endfilter'));
    this.inside.pop();
    this.advanceAfterBlockEnd();
    const filtered = build('NodeList', name, [body, ...args.children.slice(1)]);
    return build('Output', at, [build('Filter', name, name, filtered)]);
  }

  private parseLeap(): Node {
    const at = this.nextToken();
    if (this.inside.at(-1) !== 'for') this.misplaced(at, `\`{% ${at.value} %}\` stands outside a loop`);
    this.advanceAfterBlockEnd(at.value);
    return build(at.value === 'break' ? 'Break' : 'Continue', at);
  }

  override parseSet(): Node {
    const at = this.nextToken();
    const name = this.expect('symbol');
    if (!this.skipValue('operator', '=')) this.unexpected(this.peekToken(), '`=`');
    const value = this.parseExpression();
    this.advanceAfterBlockEnd(at.value);
    const targets = [build('Symbol', name, name.value)];
    return build(at.value === 'set' ? 'Set' : 'SetGlobal', at, targets, value);
  }

  private misplaced(at: Token, message: string, hint?: string): never {
    this.failAt(at, { code: 'SW1105', message, hint, length: at.value.length });
  }
}
