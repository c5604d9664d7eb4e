import { entries } from './entry.ts';

/** SW9xxx: faults of Spanwright itself. */
export const internal = entries({
  SW9001: {
    title: 'Internal error',
    severity: 'error',
    text: 'Spanwright met a state it does not handle. This is a bug in Spanwright, never in your scenario. Run the command again with SPANWRIGHT_DEBUG=1 to see the stack, and report both.',
  },
  SW9002: {
    title: 'Formatter held back',
    severity: 'error',
    text: 'The formatter checks its own result, and here the result would not have said the same as the file. The file was left as it is. This is a bug in Spanwright, never in your file: please report it together with the file, or with the part of it that still shows the fault.',
  },
});
