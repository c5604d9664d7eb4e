import type { SyntaxTree } from './syntax/parse.ts';

/** What a template names, in any branch of it. */
export interface Mentions {
  /** Every symbol that may stand for a variable, those that the template sets itself included. */
  readonly names: ReadonlySet<string>;
  /** Members named in `vars` and in `matrix`; undefined where the whole of it, or a computed member, is used. */
  readonly vars: ReadonlySet<string> | undefined;
  readonly matrix: ReadonlySet<string> | undefined;
}

/**
 * The variables that a template mentions in its own text, whether they are reached or not. Names of functions, filters,
 * tests and arguments are left out; files that it includes are not looked into.
 */
export function mentionsOf(tree: SyntaxTree): Mentions {
  const names = new Set<string>();
  const members = { vars: new Set<string>(), matrix: new Set<string>() };
  const whole = new Set<string>();
  const open: unknown[] = [...tree.nodes];
  while (open.length > 0) {
    const node = open.pop();
    if (Array.isArray(node)) open.push(...node);
    else if (isNode(node)) visit(node);
  }
  return {
    names,
    vars: whole.has('vars') ? undefined : members.vars,
    matrix: whole.has('matrix') ? undefined : members.matrix,
  };

  function visit(node: AnyNode): void {
    const space = node.typename === 'LookupVal' ? symbolOf(node.target) : undefined;
    if (space === 'vars' || space === 'matrix') {
      const { val } = node;
      if (isNode(val) && val.typename === 'Literal') members[space].add(String(val.value));
      else {
        whole.add(space);
        open.push(val);
      }
      return;
    }
    const name = symbolOf(node);
    if (name === undefined) open.push(...partsOf(node));
    else if (name === 'vars' || name === 'matrix' || name === '__tera_context') whole.add(name);
    else names.add(name);
    if (name === '__tera_context') whole.add('vars').add('matrix');
  }
}

/** Seen as data: the walk is the same for every kind, and kinds that come later are walked too. */
interface AnyNode {
  readonly typename: string;
  readonly [field: string]: unknown;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'typename' in value;
}

function symbolOf(node: unknown): string | undefined {
  return isNode(node) && node.typename === 'Symbol' ? String(node.value) : undefined;
}

/** The fields of a node in which variables can be. */
function partsOf(node: AnyNode): unknown[] {
  switch (node.typename) {
    case 'Literal':
    case 'TemplateData':
      return [];
    case 'Filter':
      return [node.args];
    case 'FunCall':
      // `vars.list()` is looked up in a variable; a plain name is that of a function or macro.
      return symbolOf(node.name) === undefined ? [node.name, node.args] : [node.args];
    case 'Pair':
      return [node.value];
    case 'Is':
      return isNode(node.right) && node.right.typename === 'FunCall' ? [node.left, node.right] : [node.left];
    default:
      return Object.values(node);
  }
}
