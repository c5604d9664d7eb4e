import { attempt } from './attempt.ts';
import { cyclesIn, inCircle, tooManyLevels } from './circle.ts';
import type { Node } from './node.ts';
import type { Id } from './own-tables.ts';
import { fail, type Settling, type Working } from './working.ts';

/** Variables made of variables made of variables: more levels than this are hardly meant. */
const MAX_LEVELS = 16;

/**
 * Works out keys of a file's own tables, which may be made of one another: level by level, each level rendered at once,
 * so that the cost is bounded whatever the file is.
 */
export function settle(nodes: readonly Node[], settling: Settling): void {
  const { known } = settling;
  let open = new Set(nodes);
  for (let level = 0; open.size > 0; level++) {
    const tooDeep = level >= MAX_LEVELS;
    if (tooDeep || settling.isSpent()) {
      // When nothing more may be rendered, rendering the whole file says so.
      for (const node of open) fail(node, tooDeep ? [tooManyLevels(node, MAX_LEVELS, settling)] : [], known);
      return;
    }
    const waiting = new Set([...open].flatMap(({ ids }) => [...ids]));
    const ready = readyOf(open, waiting);
    if (ready.length > 0) work(ready, { settling, waiting });
    const cycles = ready.length > 0 ? [] : cyclesIn(open);
    for (const cycle of cycles) {
      const why = [inCircle(cycle, settling)];
      for (const node of cycle) fail(node, why, known);
    }
    open = open.difference(new Set(ready.length > 0 ? ready : cycles.flat()));
  }
}

/** What needs nothing that is still open; what looks at all variables comes when there is no other. */
function readyOf(open: ReadonlySet<Node>, waiting: ReadonlySet<Id>): readonly Node[] {
  const able = [...open].filter(({ needs }) => needs.isDisjointFrom(waiting));
  const modest = able.filter(({ wantsAll }) => !wantsAll);
  return modest.length > 0 ? modest : able;
}

function work(nodes: readonly Node[], working: Working): void {
  const { known } = working.settling;
  const able = nodes.filter((node) => {
    const why = [...node.needs].map((id) => known.failed.get(id)).find((each) => each !== undefined);
    if (why) fail(node, why, known);
    return !why;
  });
  const isPlain = ({ units }: Node) => units.every(({ tagged }) => !tagged);
  attempt(able.filter(isPlain), working);
  attempt(
    able.filter((node) => !isPlain(node)),
    working,
  );
}
