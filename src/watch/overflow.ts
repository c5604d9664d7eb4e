import { readFileSync } from 'node:fs';
import type { Clock } from './clock.ts';

/** What Linux keeps for a program unless it is told otherwise. */
const DEFAULT_LENGTH = 16_384;

/**
 * Notices that the system has lost events. Linux keeps so many of them for a program that is not given its turn, and drops
 * what comes after them without a word that Node would pass on; but then that many are delivered in one turn. To be
 * called with each event.
 */
export function overflowDetector(clock: Clock, overflow: () => void): () => void {
  // Not all of what is delivered reaches us: a watch may have ended meanwhile.
  const enough = queueLength() / 2;
  let inThisTurn = 0;
  return () => {
    inThisTurn++;
    if (inThisTurn > 1) return;
    clock.soon(() => {
      const isFull = inThisTurn >= enough;
      inThisTurn = 0;
      if (isFull) overflow();
    });
  };
}

function queueLength(): number {
  try {
    return Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8')) || DEFAULT_LENGTH;
  } catch {
    return DEFAULT_LENGTH;
  }
}
