import { entries } from './entry.ts';

/** SW2xxx. */
export const toml = entries({});
