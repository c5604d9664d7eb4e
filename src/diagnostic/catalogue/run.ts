import { entries } from './entry.ts';

/** SW6xxx. */
export const run = entries({});
