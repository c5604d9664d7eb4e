import type { Token } from 'nunjucks/src/lexer.js';
import nunjucksParser from 'nunjucks/src/parser.js';
import { type At, build, type Node } from '../nunjucks/nodes.ts';
import { TemplateParser } from './parser.ts';

/** Nunjucks' own grammar but for the asynchronous tags, which mean nothing without its runtime. */
export class NunjucksParser extends TemplateParser {
  protected override readonly branchTags = ['elif', 'elseif'];
  protected override readonly tags = [
    'raw',
    'verbatim',
    'if',
    'for',
    'block',
    'extends',
    'include',
    'set',
    'macro',
    'call',
    'import',
    'from',
    'filter',
    'switch',
  ];
  private opening: At = { lineno: 0, colno: 0 };

  protected override statement(name: Token): Node {
    if (name.value === 'if') return this.parseIf();
    if (name.value === 'raw' || name.value === 'verbatim') return this.parseRaw(name.value);
    const before = this.opening;
    this.opening = name;
    // Past TemplateParser's own, which called this. What nunjucks parses is one of its nodes; it carries no types.
    const node = nunjucksParser.Parser.prototype.parseStatement.call(this) as Node;
    this.opening = before;
    return node;
  }

  override parseUntilBlocks(...names: string[]): Node {
    const end = names.find((name) => name.startsWith('end')) ?? '';
    return this.body(end.slice('end'.length), this.opening, ...names);
  }

  override parseExpression(): Node {
    this.enter(this.peekToken());
    const node = super.parseExpression();
    this.leave();
    return node;
  }

  override parseNot(): object {
    const token = this.peekToken();
    return token.value === 'not' ? this.deeper(token, () => super.parseNot()) : super.parseNot();
  }

  override parseUnary(withoutFilters?: boolean): object {
    const token = this.peekToken();
    const signed = token.value === '-' || token.value === '+';
    return signed
      ? this.deeper(token, () => super.parseUnary(withoutFilters))
      : super.parseUnary(withoutFilters);
  }

  /** nunjucks parses repeated signs and negations by recursion, which has to end somewhere. */
  private deeper(at: At, parse: () => object): object {
    this.enter(at);
    const node = parse();
    this.leave();
    return node;
  }

  override parsePrimary(withoutPostfix?: boolean): object {
    const number = this.numberLiteral();
    if (number === undefined) return super.parsePrimary(withoutPostfix);
    return withoutPostfix ? number : this.parsePostfix(number);
  }

  override parseInclude(): Node {
    const at = this.nextToken();
    const template = this.parseExpression();
    const optional = this.skipSymbol('ignore');
    if (optional && !this.skipSymbol('missing')) this.unexpected(this.peekToken(), '`missing`');
    this.advanceAfterBlockEnd('include');
    return build('Include', at, template, optional);
  }
}
