import type { Entry, States } from './history.ts';

/** What is remembered of each scenario: what it was last, and how it came to that. */
export function printStates(states: States): string {
  if (states.size === 0) return 'nothing is remembered: run scenarios with --expect red first\n';
  return [...states].map(([key, entries]) => `${lastState(entries)}  ${key}  ${journey(entries)}\n`).join('');
}

const STATE_WIDTH = 'green'.length;

function lastState(entries: readonly Entry[]): string {
  return (entries.at(-1)?.state ?? '').padEnd(STATE_WIDTH);
}

/** Each change, such as `red -> green`; where only what is expected changed, it says so. */
function journey(entries: readonly Entry[]): string {
  return entries
    .map(({ state, claims }, index) => {
      const before = entries[index - 1];
      return before !== undefined && before.claims !== claims ? `${state} (expecting something else)` : state;
    })
    .join(' -> ');
}
