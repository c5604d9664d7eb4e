import type { DiffFormat, FailCondition, StrategyName } from '../../diff/index.ts';
import { boolean, choice, integer, text } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { list, toggle, value } from './entry.ts';
import { formatOption } from './format-option.ts';
import { templateVariables } from './variables.ts';

// Named here once more, because the table of options is loaded by commands that compare nothing; a test holds them equal.
export const formatNames = [
  'tree',
  'unified',
  'side-by-side',
  'json',
  'markdown',
  'github',
] as const satisfies readonly DiffFormat[];
export const strategyNames = ['set', 'levenshtein', 'semantic'] as const satisfies readonly StrategyName[];
export const conditionNames = [
  'loosened',
  'removed',
  'incomparable',
  'any',
] as const satisfies readonly FailCondition[];

export const diff = {
  summary: 'Say what a change of expectations means: more asked for, or less',
  description: [
    'Compares the expectations of two sides and says of every difference what it means: added, removed, tightened, loosened, equivalent, moved, or incomparable. Templates are rendered and a matrix is expanded first; layout, comments and order do not count.',
    'The sides are two files, two folders, or revisions of git: `main...HEAD` is what a branch changed since it left main, `main..HEAD` or `main HEAD` one revision against the other, `main` alone a revision against the files as they are, and a path alone what is not committed of it. Without arguments HEAD is compared with the files as they are. With `--last-good` it is the recorded runs that say what the files were like, and git is not needed. What exists as a file or folder is a path. Nothing is checked out.',
    'A file that is not valid on one side is reported and not compared. The exit code is 0, or 1 if a change is one to fail on, or 2 if a file of the new side is not valid.',
  ],
  options: {
    sides: list(text({ nonBlank: true, doc: 'A revision, a range of them, files or folders' }), {
      position: 'many',
      placeholder: 'sides',
      suggests: 'file',
    }),

    base: value(
      text({
        nonBlank: true,
        doc: 'Compare with where the branch left this revision, as in `--base origin/main`',
      }),
      {
        placeholder: 'REV',
      },
    ),
    'last-good': toggle(
      boolean({ doc: 'Compare with the files as they were in the last recorded run in which they passed' }),
    ),
    'fail-on': list(
      choice(conditionNames, {
        doc: 'Exit with 1 if an expectation asks for less or may (loosened), was removed, if anything cannot be compared (incomparable), or if there is any change',
      }),
      { placeholder: 'MEANING' },
    ),
    format: formatOption({ of: 'diff', names: formatNames, fallback: 'tree' }),
    strategy: value(
      choice(strategyNames, {
        doc: 'How to find what became what: as sets; levenshtein by the fewest edits of each scenario; semantic as sets, where what another expectation implies is equivalent',
      }),
      { placeholder: 'NAME', fallback: () => 'set' as const, fallbackText: 'set' },
    ),
    'only-changes': toggle(boolean({ doc: 'In the tree, leave out what did not change' })),
    depth: value(integer({ min: 1, max: 100, doc: 'Levels of the tree to show' }), { placeholder: 'N' }),
    var: templateVariables,
  },
  examples: [
    { line: 'spanwright diff', says: 'What is not committed yet' },
    { line: 'spanwright diff main...HEAD', says: 'What a branch changed' },
    {
      line: 'spanwright diff --base origin/main --fail-on loosened --format github',
      says: 'In a workflow: annotations, and a failure if a test was weakened',
    },
    { line: 'spanwright diff --last-good orders.span.toml', says: 'What changed since the file last passed' },
    { line: 'spanwright diff old.span.toml new.span.toml', says: 'Two files' },
    {
      line: 'spanwright diff main...HEAD --format markdown > comment.md',
      says: 'A comment for a pull request',
    },
  ],
} satisfies CommandEntry;
