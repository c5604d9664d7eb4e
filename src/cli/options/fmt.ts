import { boolean } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { toggle } from './entry.ts';
import { scenarioPaths } from './paths.ts';

export const fmt = {
  summary: 'Lay out scenario files in the one canonical way',
  description: [
    'Rewrites the files given, or found in the folders given (*.span.toml and *.clnrm.toml), and prints the names of those it changed. Spaces, blank lines, and the line breaks and last commas of lists change, nothing else: comments, strings and the order of keys stay. Other files are laid out when they are named.',
    'A file that is not valid TOML is left as it is, and the exit code is 2.',
  ],
  options: {
    paths: scenarioPaths,

    check: toggle(
      boolean({
        doc: 'Write nothing; print the names of files that would change, and exit with 1 if any would',
      }),
    ),
    diff: toggle(
      boolean({
        doc: 'Write nothing; print what would change as a unified diff, with --check in place of the names',
      }),
      { variable: 'SPANWRIGHT_FMT_DIFF' },
    ),
  },
  examples: [
    { line: 'spanwright fmt', says: 'Everything below the working directory' },
    { line: 'spanwright fmt orders.span.toml', says: 'One file' },
    { line: 'spanwright fmt --check', says: 'In CI' },
    { line: 'spanwright fmt --diff', says: 'To look at first' },
  ],
} satisfies CommandEntry;
