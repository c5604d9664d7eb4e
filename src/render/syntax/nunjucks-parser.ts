import type { Token } from 'nunjucks/src/lexer.js';
import nunjucksParser from 'nunjucks/src/parser.js';
import { type At, build, type Kind, type Node } from '../nunjucks/nodes.ts';
import { TemplateParser } from './parser.ts';

/**
 * What stands in these tags outside of expressions. nunjucks takes whatever is there for it, and then drops it in silence
 * or stops with a TypeError.
 */
const operands: Readonly<Record<string, Kind>> = {
  set: 'Symbol',
  for: 'Symbol',
  macro: 'Symbol',
  from: 'Symbol',
  call: 'FunCall',
};

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
  /** What the operands of the tag being read have to be. */
  private operand: Kind | undefined;
  /** Expressions inside one another. */
  private expressions = 0;

  protected override statement(name: Token): Node {
    if (name.value === 'if') return this.parseIf();
    if (name.value === 'raw' || name.value === 'verbatim') return this.parseRaw(name.value);
    const { opening, operand } = this;
    this.opening = name;
    this.operand = operands[name.value];
    // Past TemplateParser's own, which called this. What nunjucks parses is one of its nodes; it carries no types.
    const node = nunjucksParser.Parser.prototype.parseStatement.call(this) as Node;
    this.opening = opening;
    this.operand = operand;
    if (node.typename === 'Macro') this.expectNames(parametersIn(node.args));
    if (node.typename === 'Import') this.expectNames([node.target]);
    return node;
  }

  private expectNames(nodes: readonly Node[]): void {
    for (const node of nodes) this.expectKind(node, 'Symbol');
  }

  private expectKind(node: Node, kind: Kind | undefined): void {
    if (kind === undefined || node.typename === kind) return;
    const expected = kind === 'FunCall' ? 'a call of a macro, such as `row("a")`' : 'a name';
    this.failAt(node, { code: 'SW1101', message: 'this cannot stand here', expected });
  }

  override parseUntilBlocks(...names: string[]): Node {
    const end = names.find((name) => name.startsWith('end')) ?? '';
    return this.body(end.slice('end'.length), this.opening, ...names);
  }

  override parseExpression(): Node {
    this.enter(this.peekToken());
    this.expressions++;
    const node = super.parseExpression();
    this.expressions--;
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
    const parsed = this.primary(withoutPostfix);
    // What nunjucks parses is one of its nodes; it carries no types.
    if (this.expressions === 0) this.expectKind(parsed as Node, this.operand);
    return parsed;
  }

  private primary(withoutPostfix?: boolean): object {
    const number = this.numberLiteral();
    if (number === undefined) return super.parsePrimary(withoutPostfix);
    return withoutPostfix ? number : this.parsePostfix(number);
  }

  /** nunjucks reads past what is no value, and takes what follows for a part of nothing. */
  override parseAggregate(): object {
    const token = this.peekToken();
    if (!/^left-/.test(token.type)) this.unexpected(token, 'a value');
    return super.parseAggregate();
  }

  override parsePostfix(subject: object): object {
    let node = subject;
    for (;;) {
      const token = this.peekToken();
      if (token.type === 'left-paren') node = build('FunCall', token, node, this.parseSignature());
      else if (token.type === 'left-bracket') node = build('LookupVal', token, node, this.index());
      else if (token.type === 'operator' && token.value === '.') {
        node = build('LookupVal', token, node, this.member());
      } else return node;
    }
  }

  private index(): Node {
    this.nextToken();
    const index = this.parseExpression();
    this.expect('right-bracket');
    return index;
  }

  private member(): Node {
    this.nextToken();
    const name = this.nextToken();
    if (name.type !== 'symbol') this.unexpected(name, 'a name', 'write `[0]` for an index');
    return build('Literal', name, name.value);
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

/** Parameters as written, with or without a default. */
function parametersIn(list: Node): Node[] {
  const nodes = 'children' in list ? list.children : [];
  return nodes.flatMap((node) => {
    if (node.typename === 'KeywordArgs') return parametersIn(node);
    return node.typename === 'Pair' ? [node.key] : [node];
  });
}
