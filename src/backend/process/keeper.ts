import type { MarkedProcesses } from './proc.ts';
import { type Keeper, spawnByNode } from './spawn.ts';
import { STRAGGLER_MS } from './straggler.ts';
import { killMarked } from './tree.ts';
import { becomesTrue } from './wait.ts';

interface MarkKeeperOptions {
  readonly marked: MarkedProcesses;
  readonly mark: string;
  /** Starts commands and kills their process groups when the runner is gone; without it Node starts them. */
  readonly starter: Pick<Keeper, 'spawn'> | undefined;
}

/** Keeps without being anybody's parent: what left its process group is found by the mark in its environment, where there is /proc. */
export function createMarkKeeper({ marked, mark, starter }: MarkKeeperOptions): Keeper {
  let spawned = false;
  return {
    diesWithRunner: starter !== undefined,
    spawn(request) {
      spawned = true;
      return starter ? starter.spawn(request) : spawnByNode(request);
    },
    async finish({ inHurry }) {
      const isNone = () => marked.find(mark).length === 0;
      const isAlone = !spawned || (await becomesTrue(isNone, inHurry ? 0 : STRAGGLER_MS));
      return isAlone ? { found: [], survivors: [], egress: [] } : await killMarked(marked, mark);
    },
  };
}
