import nunjucksNodes from 'nunjucks/src/nodes.js';
import type { Value } from '../value/value.ts';

/** Where a node begins, as nunjucks counts: both from 0. */
export interface At {
  readonly lineno: number;
  readonly colno: number;
}

interface Of<Kind extends string> extends At {
  readonly typename: Kind;
}
interface BinaryOf<Kind extends string> extends Of<Kind> {
  readonly left: Node;
  readonly right: Node;
}
interface UnaryOf<Kind extends string> extends Of<Kind> {
  readonly target: Node;
}
interface ListOf<Kind extends string> extends Of<Kind> {
  readonly children: readonly Node[];
}

export interface Literal extends Of<'Literal'> {
  readonly value: Value;
}
export interface SymbolNode extends Of<'Symbol'> {
  readonly value: string;
}
export interface TemplateData extends Of<'TemplateData'> {
  readonly value: string;
}
export interface Pair extends Of<'Pair'> {
  readonly key: Node;
  readonly value: Node;
}
export interface Lookup extends Of<'LookupVal'> {
  readonly target: Node;
  readonly val: Node;
}
export interface Call extends Of<'FunCall'> {
  readonly name: Node;
  /** Positional arguments, then at most one `KeywordArgs`. */
  readonly args: ListOf<'NodeList'>;
}
/** The value that is filtered is the first argument. */
export interface FilterNode extends Of<'Filter'> {
  readonly name: SymbolNode;
  readonly args: ListOf<'NodeList'>;
}
export interface If extends Of<'If'> {
  readonly cond: Node;
  readonly body: Node;
  readonly else_: Node | null;
}
export interface InlineIf extends Of<'InlineIf'> {
  readonly cond: Node;
  readonly body: Node;
  readonly else_: Node | null;
}
export interface For extends Of<'For'> {
  readonly arr: Node;
  /** A symbol, or an array of symbols for `for key, value in map`. */
  readonly name: Node;
  readonly body: Node;
  readonly else_: Node | null;
}
interface MacroOf<Kind extends string> extends Of<Kind> {
  readonly name: SymbolNode;
  readonly args: ListOf<'NodeList'>;
  readonly body: Node;
}
export interface Import extends Of<'Import'> {
  readonly template: Node;
  readonly target: SymbolNode;
}
export interface FromImport extends Of<'FromImport'> {
  readonly template: Node;
  readonly names: ListOf<'NodeList'>;
}
export interface Block extends Of<'Block'> {
  readonly name: SymbolNode;
  readonly body: Node;
}
export interface Extends extends Of<'Extends'> {
  readonly template: Node;
}
export interface Include extends Of<'Include'> {
  readonly template: Node;
  readonly ignoreMissing: boolean | null;
}
interface SetOf<Kind extends string> extends Of<Kind> {
  readonly targets: readonly Node[];
  readonly value: Node | null;
  readonly body?: Node;
}
export interface Switch extends Of<'Switch'> {
  readonly expr: Node;
  readonly cases: readonly { readonly cond: Node; readonly body: Node }[];
  readonly default: Node | null;
}
export interface Capture extends Of<'Capture'> {
  readonly body: Node;
}
export interface Compare extends Of<'Compare'> {
  readonly expr: Node;
  readonly ops: readonly { readonly expr: Node; readonly type: string }[];
}

export type Macro = MacroOf<'Macro'>;
export type SetNode = SetOf<'Set'> | SetOf<'SetGlobal'>;

type BinaryKind =
  | 'In'
  | 'Is'
  | 'Or'
  | 'And'
  | 'Add'
  | 'Concat'
  | 'Sub'
  | 'Mul'
  | 'Div'
  | 'FloorDiv'
  | 'Mod'
  | 'Pow';
type ListKind = 'Root' | 'NodeList' | 'Output' | 'Group' | 'Array' | 'Dict' | 'KeywordArgs';

export type BinaryNode = { [Kind in BinaryKind]: BinaryOf<Kind> }[BinaryKind];
export type UnaryNode = UnaryOf<'Not'> | UnaryOf<'Neg'> | UnaryOf<'Pos'>;
export type ListNode = { [Kind in ListKind]: ListOf<Kind> }[ListKind];

/** Every node that a parse can give; the classes are nunjucks' own, with `SetGlobal`, `Break` and `Continue` beside them. */
export type Node =
  | Literal
  | SymbolNode
  | TemplateData
  | Pair
  | Lookup
  | Call
  | FilterNode
  | If
  | InlineIf
  | For
  | Macro
  | MacroOf<'Caller'>
  | Import
  | FromImport
  | Block
  | Extends
  | Include
  | SetNode
  | Switch
  | Capture
  | Compare
  | BinaryNode
  | UnaryNode
  | ListNode
  | Of<'Break'>
  | Of<'Continue'>;

export type Kind = Node['typename'];
export type NodeOf<K extends Kind> = Extract<Node, { readonly typename: K }>;

const set = nunjucksNodes.Set;
const node = nunjucksNodes.Node;
const own = {
  SetGlobal: set?.extend('SetGlobal'),
  Break: node?.extend('Break', { fields: [] }),
  Continue: node?.extend('Continue', { fields: [] }),
};
const classes: typeof nunjucksNodes = { ...nunjucksNodes, ...own } as typeof nunjucksNodes;

/**
 * A node of that kind; `fields` in the order in which nunjucks declares them. It is put together here: nunjucks' own
 * constructors take a third of the time of a parse.
 */
export function build<K extends Kind>(kind: K, at: At, ...fields: unknown[]): NodeOf<K> {
  const prototype = classes[kind]?.prototype;
  if (prototype === undefined) throw new Error(`nunjucks has no node ${kind}`);
  const built: Record<string, unknown> = Object.create(prototype);
  built.lineno = at.lineno;
  built.colno = at.colno;
  const names = prototype.fields;
  // nunjucks writes null for what is left out.
  for (let index = 0; index < names.length; index++) built[names[index] ?? ''] = fields[index] ?? null;
  // It has the fields of that kind; nunjucks carries no types.
  return built as unknown as NodeOf<K>;
}
