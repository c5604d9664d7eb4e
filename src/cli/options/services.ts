import { choice, integer, text } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { engineTimeout } from './containers.ts';
import { value } from './entry.ts';

export const services = {
  summary: 'Look after services in containers',
  description: [
    'Works on the containers of a run that goes on, or of failed scenarios that were kept with `run --keep-failed`: shows them, prints what they wrote, or starts them again.',
    'The exit code is 4 if there is none.',
  ],
  options: {
    task: value(choice(['status', 'logs', 'restart'], { doc: 'What to do' }), {
      position: 'one',
      placeholder: 'task',
    }),
    service: value(text({ nonBlank: true, doc: 'Only services of this name' }), { placeholder: 'NAME' }),
    scenario: value(
      text({ nonBlank: true, doc: 'Only scenarios whose id (FILE::NAME) contains this text' }),
      {
        placeholder: 'TEXT',
      },
    ),
    tail: value(integer({ min: 1, max: 100_000, doc: 'Lines of output to print of each' }), {
      placeholder: 'N',
      fallback: () => 100,
      fallbackText: '100',
    }),
    'engine-timeout': engineTimeout,
  },
  examples: [
    { line: 'spanwright services status', says: 'What runs, or was kept' },
    { line: 'spanwright services logs --service api', says: 'What a service wrote last' },
  ],
} satisfies CommandEntry;
