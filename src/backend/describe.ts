import type { CommandEnd } from './contract.ts';

/** How a command ended, as the rest of a sentence that begins with its name: "exited with code 1". */
export function describeEnd(end: CommandEnd): string {
  switch (end.kind) {
    case 'exited':
      return `exited with code ${end.code}`;
    case 'signalled':
      return `was ended by ${end.signal}${end.limit === undefined ? '' : `: it reached ${end.limit}`}`;
    case 'timedOut':
      return `was stopped after ${Math.round(end.afterMs)} ms`;
    case 'cancelled':
      return 'was cancelled';
    case 'notStarted':
      return `could not be started: ${end.message}`;
    default:
      return end satisfies never;
  }
}
