import { printRunRecord } from '../event/index.ts';
import type { Reporter } from './reporter.ts';

/** The whole run record; `readRunRecord` reads it back. Its shape is a promise, see docs/stability.md. */
export function createJson(): Reporter {
  return { finish: printRunRecord };
}
