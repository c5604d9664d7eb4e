import type { MarkedProcesses } from './proc.ts';
import { type Keeper, spawnByNode } from './spawn.ts';
import { killMarked } from './tree.ts';

/** Keeps by Node's own means: what left its process group is found by the mark in its environment, where there is /proc. */
export function createPlainKeeper(marked: MarkedProcesses, mark: string): Keeper {
  let spawned = false;
  return {
    diesWithRunner: false,
    spawn(request) {
      spawned = true;
      return spawnByNode(request);
    },
    finish: async () => (spawned ? await killMarked(marked, mark) : { found: [], survivors: [], egress: [] }),
  };
}
