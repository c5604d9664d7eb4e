import { entries } from './entry.ts';

/** SW4xxx. */
export const semantics = entries({});
