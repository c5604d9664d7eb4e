import { printRunEvent } from '../event/index.ts';
import type { Reporter } from './reporter.ts';

/** Each event as one line of JSON, as it happens. Of a finished run alone there is nothing to print. */
export function createNdjson(): Reporter {
  return { event: (event) => `${printRunEvent(event)}\n`, finish: () => '' };
}
