import { type Diagnostic, diagnostic, type Place } from '../../diagnostic/index.ts';
import type { Node } from './node.ts';
import { type Id, isIn, nameOf } from './own-tables.ts';
import type { Settling } from './working.ts';

type Source = Pick<Settling, 'place'>;

/** Cycles among nodes of which each needs another one of them. Each node is in one cycle at most. */
export function cyclesIn(nodes: ReadonlySet<Node>): Node[][] {
  const byId = new Map<Id, Node>();
  for (const node of nodes) for (const id of node.ids) byId.set(id, node);
  const next = (node: Node) => {
    for (const id of node.needs) {
      const needed = byId.get(id);
      if (needed) return needed;
    }
    return undefined;
  };
  const seen = new Set<Node>();
  const cycles: Node[][] = [];
  for (const start of nodes) {
    const path = new Map<Node, number>();
    let node: Node | undefined = start;
    for (; node && !seen.has(node); node = next(node)) {
      seen.add(node);
      path.set(node, path.size);
    }
    const from = node && path.get(node);
    if (from !== undefined) cycles.push([...path.keys()].slice(from));
  }
  return cycles;
}

/** At the one of them that comes first in the file. */
export function inCircle(cycle: readonly Node[], source: Source): Diagnostic {
  const first = cycle.reduce((a, b) => (startOf(a) <= startOf(b) ? a : b));
  const at = cycle.indexOf(first);
  const names = [...cycle.slice(at), ...cycle.slice(0, at), first].map(nameIn);
  return diagnostic({
    code: 'SW1401',
    message: `the values of variables are made of each other: ${names.join(' -> ')}`,
    place: placeOf(first, source),
    hint: 'give one of them a value of its own',
  });
}

export function tooManyLevels(node: Node, levels: number, source: Source): Diagnostic {
  return diagnostic({
    code: 'SW1401',
    message: `the value of \`${nameIn(node)}\` is made of others, which are made of others, for more than ${levels} levels`,
    place: placeOf(node, source),
    hint: 'make it of fewer variables',
  });
}

/** A list of the matrix that is made of the combination that it makes. */
export function madeOfMatrix(node: Node, source: Source): Diagnostic {
  return diagnostic({
    code: 'SW1401',
    message: `\`${nameIn(node)}\` is made of the combination of the matrix, which it decides itself`,
    place: placeOf(node, source),
    hint: 'use values in [matrix] that do not depend on `matrix`',
  });
}

function startOf({ units }: Node): number {
  return units[0]?.start ?? 0;
}

function placeOf({ units }: Node, { place }: Source): Place {
  const { start, end } = units[0] ?? { start: 0, end: 1 };
  return place(start, end);
}

/** Variables by their name alone, other keys with their table. */
function nameIn({ ids }: Node): string {
  const [id = 'vars.'] = ids;
  const name = nameOf(id);
  return name === '' || !isIn(id, 'vars') ? id.replace(/\.$/, '') : name;
}
