import { entries } from './entry.ts';

/** SW3xxx. */
export const schema = entries({});
