import { entries } from './entry.ts';

/** SW9xxx: faults of Spanwright itself. */
export const internal = entries({
  SW9001: {
    title: 'Internal error',
    severity: 'error',
    text: 'Spanwright met a state it does not handle. This is a bug in Spanwright, never in your scenario. Run the command again with SPANWRIGHT_DEBUG=1 to see the stack, and report both.',
  },
});
