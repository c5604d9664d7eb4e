import { levenshtein } from './levenshtein.ts';
import { semantic } from './semantic.ts';
import { set } from './set.ts';
import type { DiffStrategy } from './strategy.ts';

export type StrategyName = 'set' | 'levenshtein' | 'semantic';

export const strategies: Readonly<Record<StrategyName, DiffStrategy>> = { set, levenshtein, semantic };
