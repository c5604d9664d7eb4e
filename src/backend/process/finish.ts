import type { Started } from './start.ts';
import { STRAGGLER_MS } from './straggler.ts';
import { becomesTrue, settlesWithin } from './wait.ts';

/** For the last output of killed processes to arrive; after that somebody beyond our reach holds the pipes. */
const DRAIN_MS = 250;

/**
 * Ends a command whose first process has ended: lets its last output arrive, and kills what it left running in its
 * group or holding its output. Resolves to whether there was any such leak.
 */
export async function finish(started: Started): Promise<boolean> {
  if (started.isOver()) return false;
  const [drained, alone] = await Promise.all([
    settlesWithin(started.drained, STRAGGLER_MS),
    becomesTrue(() => !started.tree.groupAlive(), STRAGGLER_MS),
  ]);
  if (drained && alone) return false;
  await killRest(started);
  return true;
}

/** SIGKILL to the whole tree, and no more output after that. */
export async function killRest(started: Started): Promise<void> {
  await started.tree.kill();
  if (!(await settlesWithin(started.drained, DRAIN_MS))) started.hangUp();
  await started.drained;
}
