import { diffTrees } from '../compare/change.ts';
import type { DiffStrategy } from './strategy.ts';

/** Expectations are sets: what is in one and not in the other. */
export const set: DiffStrategy = {
  summary: 'expectations as sets, in linear time',
  compare: (old, now, options) => ({ changes: diffTrees(old, now, options), notes: [] }),
};
