/**
 * The three modules of nunjucks 3.2.4 that are used, as far as they are used. Its compiler, runtime and environment turn
 * templates into JavaScript and are never imported (DESIGN section 3).
 */
declare module 'nunjucks/src/lexer.js' {
  export interface Token {
    type: string;
    value: string;
    /** From 0. */
    lineno: number;
    /** From 0. */
    colno: number;
  }
  export class Tokenizer {
    constructor(text: string);
    str: string;
    index: number;
    len: number;
    lineno: number;
    colno: number;
    in_code: boolean;
    /** The next token; null at the end. */
    nextToken(): Token | null;
  }
  const lexer: { lex(text: string): Tokenizer };
  export default lexer;
}

declare module 'nunjucks/src/nodes.js' {
  interface NodeClass {
    /** `fields` names what a node of this class has. */
    readonly prototype: { readonly fields: readonly string[] };
    extend(name: string, properties?: { fields?: readonly string[] }): NodeClass;
  }
  const nodes: Readonly<Record<string, NodeClass>>;
  export default nodes;
}

declare module 'nunjucks/src/parser.js' {
  import type { Token, Tokenizer } from 'nunjucks/src/lexer.js';

  class Parser {
    constructor(tokens: Tokenizer);
    tokens: Tokenizer;
    peeked: Token | null;
    breakOnBlocks: string[] | null;
    dropLeadingWhitespace: boolean;
    nextToken(withWhitespace?: boolean): Token;
    peekToken(): Token;
    pushToken(token: Token): void;
    /** What `fail` throws, and some methods throw by themselves. */
    error(message: string, lineno?: number, colno?: number): unknown;
    fail(message: string, lineno?: number, colno?: number): never;
    skip(type: string): boolean;
    skipValue(type: string, value: string): boolean;
    skipSymbol(value: string): boolean;
    expect(type: string): Token;
    advanceAfterBlockEnd(name?: string): Token;
    advanceAfterVariableEnd(): void;
    parseStatement(): object | null;
    parseUntilBlocks(...names: string[]): object;
    parseExpression(): object;
    parsePrimary(withoutPostfix?: boolean): object;
    parsePostfix(node: object): object;
    parseAggregate(): object;
    parseSignature(tolerant?: boolean, withoutParens?: boolean): object | null;
    parseNot(): object;
    parseUnary(withoutFilters?: boolean): object;
    parseNodes(): object[];
    parseAsRoot(): object;
    parseRaw(tag?: string): object;
    parseIf(): object;
    parseFor(): object;
    parseSet(): object;
    parseMacro(): object;
    parseBlock(): object;
    parseImport(): object;
    parseExtends(): object;
    parseInclude(): object;
    parseFilterStatement(): object;
  }
  const parser: { Parser: typeof Parser };
  export default parser;
}
