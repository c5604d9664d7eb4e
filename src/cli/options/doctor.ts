import type { CommandEntry } from './command.ts';
import { engineTimeout } from './containers.ts';

export const doctor = {
  summary: 'Say what this machine offers to runs',
  description: [
    'Prints what is found: Node, how processes can be contained, and the container engine with its version, where it was found, and the limits it enforces. Nothing is changed.',
    'The exit code is 0 also without a container engine: only scenarios with containers need one.',
  ],
  options: { 'engine-timeout': engineTimeout },
  examples: [{ line: 'spanwright doctor', says: 'What is there, and what is missing' }],
} satisfies CommandEntry;
