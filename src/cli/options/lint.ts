import { boolean, choice } from '../../scenario/index.ts';
import { lintRuleNames, validationFormats } from '../../validate/index.ts';
import type { CommandEntry } from './command.ts';
import { list, toggle } from './entry.ts';
import { formatOption } from './format-option.ts';
import { scenarioPaths } from './paths.ts';
import { templateVariables } from './variables.ts';

export const lint = {
  summary: 'Find what could be written better in scenario files, and fix it',
  description: [
    'Holds the files given, or found in the folders given (*.span.toml and *.clnrm.toml), to rules of style: older spellings, needless shells and escapes, steps that sleep, ports that are fixed for no reason. What is not correct is for `spanwright validate`. Nothing is started. Other files are looked at when they are named.',
    'A rule is switched off by --allow, in the project file, or for one statement by a comment behind or above it: `# spanwright: allow RULE`.',
    'The exit code is 0 if there is nothing to say, 1 if there is, and 2 if a file is not valid.',
  ],
  options: {
    paths: scenarioPaths,

    fix: toggle(
      boolean({
        doc: 'Fix in the files what can be fixed without changing what they say, and misspellings that can mean one thing only',
      }),
    ),
    allow: list(choice(lintRuleNames, { doc: 'A rule to switch off' }), {
      placeholder: 'RULE',
      key: 'lint.allow',
    }),
    var: templateVariables,
    format: formatOption({ of: 'lint', names: validationFormats, fallback: 'human' }),
  },
  examples: [
    { line: 'spanwright lint', says: 'Everything below the working directory' },
    { line: 'spanwright lint --fix', says: 'And mend what can be mended' },
    { line: 'spanwright lint --allow sleep-step', says: 'Without one of the rules' },
    { line: 'spanwright lint --format github', says: 'In a GitHub workflow, at the lines of the files' },
  ],
} satisfies CommandEntry;
