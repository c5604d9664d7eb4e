import { text } from '../../scenario/index.ts';
import { list } from './entry.ts';

/** What every command takes that works on the scenarios of a project, so that all of them mean the same files. */
export const scenarioPaths = list(
  text({ nonBlank: true, doc: 'Scenario files, and folders in which to look for them' }),
  {
    position: 'many',
    placeholder: 'paths',
    key: 'run.paths',
    fallback: () => ['.'],
    fallbackText: 'the working directory',
    suggests: 'file',
  },
);
