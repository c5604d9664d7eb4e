import type { Token } from 'nunjucks/src/lexer.js';
import { Fault } from '../fault.ts';
import { type At, build, type Node, type NodeOf } from '../nunjucks/nodes.ts';
import { TemplateParser } from './parser.ts';

/**
 * What an expression is made of, as far as Tera's grammar asks: a `basic` one may go on with arithmetic and filters, a
 * `filtered` one with arithmetic, a `string` with filters and comparison; a `closed` one (logic in brackets) with nothing
 * but `and` and `or`.
 */
type Form = 'basic' | 'filtered' | 'string' | 'closed';

interface Formed {
  readonly node: Node;
  readonly form: Form;
}

const COMPARISONS = ['==', '!=', '<', '>', '<=', '>='];
const LEVELS = [
  ['+', '-'],
  ['*', '/', '%'],
] as const;
const ARITHMETIC: readonly string[] = LEVELS.flat();
const arithmeticNode = { '+': 'Add', '-': 'Sub', '*': 'Mul', '/': 'Div', '%': 'Mod' } as const;
const RESERVED = new Set(['and', 'or', 'not', 'in', 'is']);

/**
 * Tera 1.20's expressions (its `tera.pest`), parsed into nunjucks' nodes. Filters bind looser than arithmetic and `~`;
 * a bracket either holds arithmetic, and then goes on as an operand, or holds logic, and then ends its operand; tests
 * stand behind a variable; functions and filters take keyword arguments only.
 */
export abstract class TeraExpressionParser extends TemplateParser {
  /** Where a value is wanted: logic, or a list with filters. */
  override parseExpression(): Node {
    const start = this.peekToken();
    this.enter(start);
    const literal = this.collection(start);
    const node = literal ? this.filters(literal) : this.logic().node;
    this.leave();
    return node;
  }

  private collection(start: Token): Node | undefined {
    if (start.type === 'left-bracket') return this.array();
    if (start.type !== 'left-curly') return undefined;
    this.note(start, 'SW1302', 'a map literal is not Tera: clnrm refuses the file');
    return this.map();
  }

  protected note(at: Token | At, code: 'SW1301' | 'SW1302' | 'SW1303', message: string): void {
    this.notes.push({ at: { lineno: at.lineno, colno: at.colno }, code, message });
  }

  private array(): Node {
    const open = this.nextToken();
    const items: Node[] = [];
    while (!this.skip('right-bracket')) {
      if (items.length > 0) {
        this.expect('comma');
        if (this.skip('right-bracket')) break;
      }
      items.push(this.item());
    }
    return build('Array', open, items);
  }

  private item(): Node {
    const start = this.peekToken();
    if (start.type !== 'left-bracket' && start.type !== 'left-curly') return this.logicValue().node;
    if (start.type === 'left-bracket') {
      this.note(start, 'SW1302', 'a list in a list is not Tera: clnrm refuses the file');
    }
    return this.parseExpression();
  }

  private map(): Node {
    const open = this.nextToken();
    const members: Node[] = [];
    while (!this.skip('right-curly')) {
      if (members.length > 0) {
        this.expect('comma');
        if (this.skip('right-curly')) break;
      }
      const key = this.nextToken();
      if (key.type !== 'string' && key.type !== 'symbol') this.unexpected(key, 'a key: a text or a name');
      this.expect('colon');
      members.push(build('Pair', key, build('Literal', key, key.value), this.parseExpression()));
    }
    return build('Dict', open, members);
  }

  private logic(): Formed {
    let left = this.conjunction();
    while (this.skipSymbol('or')) {
      left = { node: build('Or', left.node, left.node, this.conjunction().node), form: 'closed' };
    }
    return left;
  }

  private conjunction(): Formed {
    let left = this.logicValue();
    while (this.skipSymbol('and')) {
      left = { node: build('And', left.node, left.node, this.logicValue().node), form: 'closed' };
    }
    return left;
  }

  private logicValue(): Formed {
    const start = this.peekToken();
    if (!this.skipSymbol('not')) return this.condition();
    const inner = this.condition();
    if (inner.form === 'closed' && this.wasBracketed) {
      throw new Fault(inner.node, {
        code: 'SW1101',
        message: '`not` takes no bracketed logic in Tera',
        hint: 'write the opposite inside, such as `a != b` or `not a and not b`',
      });
    }
    return { node: build('Not', start, inner.node), form: 'closed' };
  }

  /** Whether the last operand was logic in brackets. */
  private wasBracketed = false;

  /** A comparison, an `in`, or a plain value. */
  private condition(): Formed {
    const left = this.side();
    this.wasBracketed = left.form === 'closed';
    if (left.form === 'closed') return this.closed(left);
    const at = this.peekToken();
    const negated = this.isSymbol(at, 'not');
    if (negated) this.nextToken();
    if (negated || this.isSymbol(at, 'in')) {
      if (!this.skipSymbol('in')) this.unexpected(this.peekToken(), '`in`');
      const within = build('In', at, left.node, this.searched());
      return { node: negated ? build('Not', at, within) : within, form: 'closed' };
    }
    if (at.type !== 'operator' || !COMPARISONS.includes(at.value)) return left;
    this.nextToken();
    const right = this.side();
    if (right.form === 'closed') this.closed(right);
    const operand = { expr: right.node, type: at.value };
    return { node: build('Compare', at, left.node, [operand]), form: 'closed' };
  }

  /** After logic in brackets nothing may follow but `and`, `or` or the end. */
  private closed(left: Formed): Formed {
    const next = this.peekToken();
    const goesOn = next.type === 'pipe' || next.type === 'tilde' || next.type === 'operator';
    if (!goesOn && !this.isSymbol(next, 'in')) return left;
    throw new Fault(next, {
      code: 'SW1101',
      message:
        next.type === 'pipe'
          ? 'a filter cannot follow brackets that hold a text, a filter or logic'
          : `\`${next.value}\` cannot follow brackets that hold a text, a filter or logic`,
      hint: 'leave out the brackets, or give what is in them a name with {% set %} first',
      length: next.value.length,
    });
  }

  /** What `in` looks into: a text, a list or a variable. */
  private searched(): Node {
    const start = this.peekToken();
    if (start.type === 'left-bracket') return this.filters(this.array());
    const right = this.term();
    if (right.form === 'string' || this.peekToken().type === 'tilde') return this.strings(right, start);
    if (right.node.typename !== 'Symbol' && right.node.typename !== 'LookupVal') {
      this.unexpected(start, 'a text, a list or a variable after `in`');
    }
    return right.node;
  }

  /** A text with filters, or arithmetic with filters. */
  private side(): Formed {
    const start = this.peekToken();
    const first = this.term();
    if (first.form === 'closed') return first;
    if (first.form === 'string' || this.peekToken().type === 'tilde') {
      return { node: this.strings(first, start), form: 'string' };
    }
    return this.arithmetic(first);
  }

  private strings(first: Formed, start: Token): Node {
    let left = first.node;
    let operand = start;
    while (this.peekToken().type === 'tilde') {
      this.joinable(left.typename === 'Concat' ? undefined : left, operand);
      const at = this.nextToken();
      operand = this.peekToken();
      const right = this.term();
      this.joinable(right.node, operand);
      left = build('Concat', at, left, right.node);
    }
    return this.filters(left);
  }

  private joinable(node: Node | undefined, start: Token): void {
    if (node === undefined || ['Symbol', 'LookupVal', 'FunCall'].includes(node.typename)) return;
    if (node.typename === 'Literal' && typeof node.value !== 'boolean') return;
    this.unexpected(start, 'a text, a number, a variable or a function beside `~`');
  }

  /** Operands and operators, with filters applied to everything since the last filter. */
  private arithmetic(first: Formed): Formed {
    const segments: Node[] = [];
    const between: Token[] = [];
    let filtered = false;
    for (let term = first.node; ; term = this.operand()) {
      const plain = this.chain(term);
      const node = this.filters(plain);
      filtered ||= node !== plain;
      segments.push(node);
      if (!this.atArithmetic()) break;
      between.push(this.nextToken());
    }
    return { node: climb(segments, between), form: filtered ? 'filtered' : 'basic' };
  }

  private chain(first: Node): Node {
    const operands = [first];
    const operators: Token[] = [];
    while (this.atArithmetic()) {
      operators.push(this.nextToken());
      operands.push(this.operand());
    }
    return climb(operands, operators);
  }

  private atArithmetic(): boolean {
    const { type, value } = this.peekToken();
    return type === 'operator' && ARITHMETIC.includes(value);
  }

  private operand(): Node {
    const start = this.peekToken();
    const term = this.term();
    if (term.form === 'basic') return term.node;
    return this.unexpected(start, 'a number or a variable', 'texts are joined with `~`, not by arithmetic');
  }

  private term(): Formed {
    const token = this.peekToken();
    const number = this.numberLiteral();
    if (number) return { node: number, form: 'basic' };
    this.nextToken();
    switch (token.type) {
      case 'string':
        return { node: build('Literal', token, token.value), form: 'string' };
      case 'boolean':
        return { node: build('Literal', token, token.value.toLowerCase() === 'true'), form: 'basic' };
      case 'left-paren':
        return this.brackets(token);
      case 'operator':
        if (token.value === '-') return { node: this.negative(token), form: 'basic' };
        break;
      case 'symbol':
        if (!RESERVED.has(token.value)) return { node: this.named(token), form: 'basic' };
    }
    return this.unexpected(token, 'a value');
  }

  private negative(minus: Token): Node {
    const next = this.peekToken();
    const number = next.colno === minus.colno + 1 ? this.numberLiteral() : undefined;
    if (number?.typename !== 'Literal') {
      return this.unexpected(minus, 'a value', 'Tera negates numbers only; write `0 - x`');
    }
    const { value } = number;
    return build('Literal', minus, typeof value === 'bigint' ? -value : -Number(value));
  }

  private brackets(open: Token): Formed {
    this.enter(open);
    const { node, form } = this.logic();
    this.expect('right-paren');
    this.leave();
    return { node, form: form === 'basic' ? 'basic' : 'closed' };
  }

  /** What begins with a name: a variable, a function call, a macro call; a test may follow a variable. */
  private named(name: Token): Node {
    const symbol = build('Symbol', name, name.value);
    const next = this.peekToken();
    if (next.type === 'left-paren') return build('FunCall', name, symbol, this.keywords(name, false));
    if (next.type === 'colon') return this.macroCall(symbol);
    const path = this.path(symbol);
    return this.isSymbol(this.peekToken(), 'is') ? this.test(path) : path;
  }

  private macroCall(namespace: NodeOf<'Symbol'>): Node {
    this.expect('colon');
    this.expect('colon');
    const name = this.expect('symbol');
    const lookup = build('LookupVal', namespace, namespace, build('Literal', name, name.value));
    if (this.peekToken().type !== 'left-paren')
      this.unexpected(this.peekToken(), '`(` after the name of a macro');
    return build('FunCall', namespace, lookup, this.keywords(name, true));
  }

  private path(symbol: Node): Node {
    let node = symbol;
    for (let token = this.peekToken(); ; token = this.peekToken()) {
      // No space stands around the `.` and before the `[` of a path.
      if (/\s/.test(this.tokens.str[this.tokens.index - 2] ?? '')) return node;
      if (token.type === 'operator' && token.value === '.') node = this.members(node, this.nextToken());
      else if (token.type === 'left-bracket') node = this.index(node, this.nextToken());
      else return node;
    }
  }

  /** `.name`, `.0`; the lexer reads the end of `a.0.1` as one float. */
  private members(target: Node, dot: Token): Node {
    const token = this.nextToken();
    if (!['symbol', 'int', 'float', 'boolean'].includes(token.type))
      this.unexpected(token, 'a name or an index');
    const indices = token.type === 'int' || token.type === 'float' ? token.value.split('.') : undefined;
    if (indices === undefined) return build('LookupVal', dot, target, build('Literal', token, token.value));
    return indices.reduce(
      (node, index) => build('LookupVal', dot, node, build('Literal', token, BigInt(index.slice(0, 20)))),
      target,
    );
  }

  private index(target: Node, bracket: Token): Node {
    this.enter(bracket);
    const token = this.nextToken();
    const key =
      token.type === 'int'
        ? build('Literal', token, BigInt(token.value.slice(0, 20)))
        : token.type === 'string'
          ? build('Literal', token, token.value)
          : token.type === 'symbol' && !RESERVED.has(token.value)
            ? this.path(build('Symbol', token, token.value))
            : this.unexpected(token, 'an index, a text or a variable');
    this.expect('right-bracket');
    this.leave();
    return build('LookupVal', bracket, target, key);
  }

  private test(subject: Node): Node {
    const is = this.nextToken();
    const negated = this.skipSymbol('not');
    const name = this.expect('symbol');
    const symbol = build('Symbol', name, name.value);
    const called = this.peekToken().type === 'left-paren';
    const test = called ? build('FunCall', name, symbol, this.testArguments()) : symbol;
    const node = build('Is', is, subject, test);
    return negated ? build('Not', is, node) : node;
  }

  private testArguments(): Node {
    const open = this.nextToken();
    const values: Node[] = [this.parseExpression()];
    while (this.skip('comma')) values.push(this.parseExpression());
    this.expect('right-paren');
    return build('NodeList', open, values);
  }

  private filters(value: Node): Node {
    let node = value;
    while (this.skip('pipe')) node = this.filterOf(node);
    return node;
  }

  /** The filter named next, applied to a value. */
  protected filterOf(value: Node): NodeOf<'Filter'> {
    const name = this.expect('symbol');
    const args = this.peekToken().type === 'left-paren' ? this.keywords(name, false).children : [];
    const symbol = build('Symbol', name, name.value);
    return build('Filter', name, symbol, build('NodeList', name, [value, ...args]));
  }

  private keywords(callee: Token, macro: boolean): NodeOf<'NodeList'> {
    const open = this.nextToken();
    const positional: Node[] = [];
    const named: Node[] = [];
    while (!this.skip('right-paren')) {
      if (positional.length + named.length > 0) {
        this.expect('comma');
        if (this.skip('right-paren')) break;
      }
      const start = this.nextToken();
      const next = this.peekToken();
      if (start.type === 'symbol' && next.type === 'operator' && next.value === '=') {
        this.nextToken();
        named.push(build('Pair', start, build('Symbol', start, start.value), this.parseExpression()));
      } else positional.push(this.positional(callee, start, macro));
    }
    const keywords = named.length > 0 ? [build('KeywordArgs', open, named)] : [];
    return build('NodeList', open, [...positional, ...keywords]);
  }

  private positional(callee: Token, start: Token, macro: boolean): Node {
    if (!macro) {
      this.failAt(start, {
        code: 'SW1114',
        message: `\`${callee.value}\` takes arguments by name only`,
        hint: this.keywordHint(callee.value),
      });
    }
    this.note(start, 'SW1301', `\`${callee.value}\` gets an argument without a name: clnrm refuses the file`);
    this.pushToken(start);
    return this.parseExpression();
  }

  /** How the arguments of a function or filter are written. */
  protected abstract keywordHint(callee: string): string | undefined;

  protected isSymbol(token: Token, value: string): boolean {
    return token.type === 'symbol' && token.value === value;
  }
}

/** Operands and the operators between them as a tree: `*`, `/` and `%` first, all from the left. */
function climb(operands: readonly Node[], operators: readonly Token[]): Node {
  const [only] = operands;
  if (operators.length === 0 && only) return only;
  let sums = [...operands];
  let signs = [...operators];
  for (const level of [...LEVELS].reverse()) {
    const nodes = sums.slice(0, 1);
    const kept: Token[] = [];
    for (const [at, operator] of signs.entries()) {
      const right = sums[at + 1] as Node; // There is one operand more than operators.
      const symbol = level.find((each) => each === operator.value);
      const left = nodes.at(-1) as Node;
      if (symbol === undefined) {
        nodes.push(right);
        kept.push(operator);
      } else nodes[nodes.length - 1] = build(arithmeticNode[symbol], operator, left, right);
    }
    sums = nodes;
    signs = kept;
  }
  return sums[0] as Node;
}
