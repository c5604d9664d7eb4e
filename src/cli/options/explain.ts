import { text } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { value } from './entry.ts';

export const explain = {
  summary: 'Explain a diagnostic code',
  description: [
    'Prints what a code such as SW3001 means, why it matters and how to put it right. Without a code, lists them all.',
  ],
  options: {
    code: value(text({ doc: 'A diagnostic code' }), {
      position: 'optional',
      placeholder: 'code',
      suggests: 'code',
    }),
  },
  examples: [
    { line: 'spanwright explain SW0002', says: 'One code' },
    { line: 'spanwright explain', says: 'All codes' },
  ],
} satisfies CommandEntry;
