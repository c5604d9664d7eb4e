import { entries } from './entry.ts';

/** SW0xxx. */
export const usage = entries({});
