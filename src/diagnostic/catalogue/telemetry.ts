import { entries } from './entry.ts';

/** SW7xxx. */
export const telemetry = entries({});
