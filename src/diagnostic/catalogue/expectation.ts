import { entries } from './entry.ts';

/** SW8xxx. */
export const expectation = entries({});
