import { type Mentions, mentionsOf, type SyntaxTree } from '../../render/index.ts';
import { type Id, isIn, nameOf, type OwnTables, type Unit } from './own-tables.ts';

/** Keys that are worked out together, because one part of the text says something of all of them. */
export interface Node {
  readonly ids: ReadonlySet<Id>;
  readonly units: readonly Unit[];
  /** Keys that have to be known first. A key that mentions itself means what is outside of the file. */
  readonly needs: ReadonlySet<Id>;
  /** Looks at all variables, or at one whose name it computes, so that everything else comes first. */
  readonly wantsAll: boolean;
  /** Looks at the combination of the matrix, as far as the node itself goes. */
  readonly wantsMatrix: boolean;
}

export interface NodeOptions {
  readonly text: string;
  /** Undefined for a text that cannot be parsed, which rendering the whole file reports. */
  readonly parse: (text: string) => SyntaxTree | undefined;
  /** Variables that somebody gives a value who has more to say than the file. */
  readonly given: ReadonlySet<string>;
}

/** What the own tables of a file declare, in the order of the file; variables given from outside need no working out. */
export function nodesOf({ units }: OwnTables, options: NodeOptions): Node[] {
  const groups = grouped(units);
  const declared = new Set(groups.flatMap(({ ids }) => [...ids]).filter((id) => !isGiven(id, options.given)));
  return groups
    .filter(
      ({ ids, units: own }) => own.every(({ tagged }) => !tagged) || [...ids].some((id) => declared.has(id)),
    )
    .map((group) => ({ ...group, ...needsOf(group, declared, options) }));
}

function isGiven(id: Id, given: ReadonlySet<string>): boolean {
  return isIn(id, 'vars') && given.has(nameOf(id));
}

interface Group {
  readonly ids: Set<Id>;
  readonly units: Unit[];
}

/** Units that share a key belong together, such as the statements of `[vars.server]`. */
function grouped(units: readonly Unit[]): readonly Group[] {
  const groups = new Set<Group>();
  const byId = new Map<Id, Group>();
  for (const unit of units) {
    const group: Group = { ids: new Set(unit.ids), units: [] };
    const others = new Set([...unit.ids].map((id) => byId.get(id)).filter((each) => each !== undefined));
    const [first] = others;
    // Most often there is one, and it is added to, so that many statements of one table cost no more than others.
    const target = others.size === 1 && first ? first : group;
    for (const other of others) {
      if (other === target) continue;
      groups.delete(other);
      target.units.push(...other.units);
      for (const id of other.ids) target.ids.add(id);
    }
    for (const id of unit.ids) target.ids.add(id);
    target.units.push(unit);
    groups.add(target);
    for (const id of target === first ? unit.ids : target.ids) byId.set(id, target);
  }
  return [...groups];
}

type Needs = Pick<Node, 'needs' | 'wantsAll' | 'wantsMatrix'>;

function needsOf({ ids, units }: Group, declared: ReadonlySet<Id>, { text, parse }: NodeOptions): Needs {
  const needs = new Set<Id>();
  let wantsAll = false;
  let wantsMatrix = false;
  for (const { start, end, tagged } of units) {
    const tree = tagged ? parse(text.slice(start, end)) : undefined;
    if (!tree) continue;
    const mentions = mentionsOf(tree);
    for (const id of mentioned(mentions)) if (declared.has(id) && !ids.has(id)) needs.add(id);
    wantsAll ||= mentions.vars === undefined;
    wantsMatrix ||= mentions.matrix === undefined || mentions.matrix.size > 0;
  }
  return { needs, wantsAll, wantsMatrix };
}

/** The keys that a text names, declared or not. */
export function mentioned({ names, vars, matrix }: Mentions): Id[] {
  const byName = [...names, ...(vars ?? [])].map((name): Id => `vars.${name}`);
  const byMember = [...(matrix ?? [])].map((name): Id => `matrix.${name}`);
  // A table written as one value, `vars = { … }`, declares names that only it knows.
  if (byName.length > 0) byName.push('vars.');
  if (byMember.length > 0) byMember.push('matrix.');
  return [...byName, ...byMember];
}

/** Nodes that cannot be worked out before it is known which combination of the matrix is meant. */
export function lateNodes(nodes: readonly Node[]): ReadonlySet<Node> {
  const users = new Map<Id, Node[]>();
  for (const node of nodes) {
    for (const id of node.needs) {
      const known = users.get(id);
      if (known) known.push(node);
      else users.set(id, [node]);
    }
  }
  const late = new Set<Node>();
  const open = nodes.filter(({ wantsMatrix }) => wantsMatrix);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (late.has(node)) continue;
    late.add(node);
    for (const id of node.ids) open.push(...(users.get(id) ?? []));
  }
  return late;
}
