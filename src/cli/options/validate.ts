import { boolean, choice } from '../../scenario/index.ts';
import { levels, validationFormats } from '../../validate/index.ts';
import { cacheOption } from './cache-option.ts';
import type { CommandEntry } from './command.ts';
import { toggle, value } from './entry.ts';
import { formatOption } from './format-option.ts';
import { scenarioPaths } from './paths.ts';
import { templateVariables } from './variables.ts';

export const validate = {
  summary: 'Find what is wrong with scenario files, without running them',
  description: [
    'Checks the files given, or found in the folders given (*.span.toml and *.clnrm.toml), and shows every problem of every file at once: TOML, unknown keys and bad values, expectations that contradict each other or cannot fail, settings that will not work. Nothing is started. Other files are checked when they are named.',
    'With --staged, git is asked for the scenario files that the next commit changes and for templates that include one of its files, and all of them are read as they are staged; the paths narrow this down. Nothing staged is no fault.',
    'The exit code is 0 if all files are accepted and 2 if one is not.',
  ],
  options: {
    paths: scenarioPaths,

    format: formatOption({ of: 'validate', names: validationFormats, fallback: 'human' }),
    level: value(
      choice(levels, {
        doc: 'How far to check: syntax is the TOML, semantic also keys, values and expectations, structure everything',
      }),
      { placeholder: 'LEVEL', fallback: () => 'structure' as const, fallbackText: 'structure' },
    ),
    staged: toggle(
      boolean({
        doc: 'Check what the next commit changes, as it is staged in git and whatever is in the folder',
      }),
    ),
    var: templateVariables,
    cache: cacheOption,
    strict: toggle(boolean({ doc: 'Do not accept files with warnings' })),
    timing: toggle(boolean({ doc: 'End with the time each stage took, which json always says' })),
  },
  examples: [
    { line: 'spanwright validate', says: 'Everything below the working directory' },
    { line: 'spanwright validate orders.span.toml --strict', says: 'One file, in which warnings count' },
    { line: 'spanwright validate --staged', says: 'In a pre-commit hook' },
    { line: 'spanwright validate --format github', says: 'In a GitHub workflow, at the lines of the files' },
    { line: 'spanwright validate --format sarif > scenarios.sarif', says: 'For code scanning' },
  ],
} satisfies CommandEntry;
