import { entries } from './entry.ts';

/** SW1xxx. */
export const template = entries({});
