import { entries } from './entry.ts';

/** SW5xxx. */
export const structure = entries({});
