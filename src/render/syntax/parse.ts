import { Fault, type FaultInput } from '../fault.ts';
import type { At, Node } from '../nunjucks/nodes.ts';
import { type DialectName, TemplateLexer } from './lexer.ts';
import { NunjucksParser } from './nunjucks-parser.ts';
import type { SyntaxNote } from './parser.ts';
import { type ParametersOf, TeraParser } from './tera-parser.ts';

export interface ParseOptions {
  readonly dialect: DialectName;
  /** Characters; longer templates are refused. */
  readonly sourceLength: number;
  readonly nesting: number;
  readonly parametersOf: ParametersOf;
}

/** A syntax tree depends on the text and the dialect alone, so it may be kept by the digest of the text. */
export interface SyntaxTree {
  readonly dialect: DialectName;
  readonly nodes: readonly Node[];
  readonly notes: readonly SyntaxNote[];
}

export type ParseResult = SyntaxTree | { readonly fault: Fault };

/** Parses a template. A template that cannot be read gives the first fault; nothing is thrown. */
export function parseText(text: string, options: ParseOptions): ParseResult {
  try {
    return treeOf(text, options);
  } catch (cause) {
    if (cause instanceof Fault) return { fault: cause };
    throw cause;
  }
}

function treeOf(text: string, options: ParseOptions): SyntaxTree {
  if (text.length > options.sourceLength) {
    const message = `the template has ${text.length} characters, and ${options.sourceLength} are the limit`;
    throw new Fault({ lineno: 0, colno: 0 }, { code: 'SW1203', message }, true);
  }
  const lexer = new TemplateLexer(text.startsWith('\uFEFF') ? text.slice(1) : text, options.dialect);
  const parser =
    options.dialect === 'tera' ? new TeraParser(lexer, options) : new NunjucksParser(lexer, options);
  const nodes = parser.parseNodes();
  return { dialect: options.dialect, nodes, notes: [...parser.notes, ...lexer.shellLengths.map(shellNote)] };
}

function shellNote(at: At): FaultInput & { readonly at: At } {
  return {
    at,
    code: 'SW1305',
    message: '`${#` is kept as text; to Tera and Nunjucks the `{#` begins a comment',
    length: 2,
  };
}
