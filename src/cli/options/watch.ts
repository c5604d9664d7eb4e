import { boolean, integer } from '../../scenario/index.ts';
import { cacheOption } from './cache-option.ts';
import type { CommandEntry } from './command.ts';
import { toggle, value } from './entry.ts';
import { formatOption } from './format-option.ts';
import { scenarioPaths } from './paths.ts';
import { templateVariables } from './variables.ts';

/** How a watch can be shown. */
export const watchFormats = ['screen', 'lines', 'json'] as const;

export const watch = {
  summary: 'Check scenario files whenever they are saved',
  description: [
    'Checks the files given, or found in the folders given (*.span.toml and *.clnrm.toml), and again whatever is saved, together with everything that includes it. Shown are the problems, and which expectations were added, removed, tightened or loosened since the file was last without errors. Nothing is started unless --run asks for it.',
    'In a terminal it is a screen with keys; ? lists them. Without one, and in CI, it has to be told how to speak: --format lines or --format json. It ends with q, Ctrl-C, SIGTERM or SIGHUP, or when what it reads from is closed, and the exit code is 0.',
  ],
  options: {
    paths: scenarioPaths,

    format: formatOption({
      of: 'watch',
      names: watchFormats,
      fallback: 'screen',
      doc: 'A screen, plain lines, or JSON, one event a line',
    }),
    debounce: value(
      integer({
        min: 0,
        max: 10_000,
        doc: 'Milliseconds for which a file has to be quiet before it is checked',
      }),
      { placeholder: 'MS', key: 'watch.debounce', fallback: () => 50, fallbackText: '50' },
    ),
    var: templateVariables,
    diff: toggle(boolean({ doc: 'Show what changed in the expectations' }), {
      on: true,
      variable: 'SPANWRIGHT_WATCH_DIFF',
      key: 'watch.diff',
    }),
    run: toggle(
      boolean({
        doc: 'Run the scenarios of every file that was saved without errors; a newer save stops them',
      }),
      { variable: 'SPANWRIGHT_WATCH_RUN', key: 'watch.run' },
    ),
    judge: toggle(
      boolean({
        doc: 'Judge every file that was saved without errors by its last recorded run, running nothing',
      }),
      { key: 'watch.judge' },
    ),
    poll: toggle(
      boolean({ doc: 'Look at the files again and again, where the system does not tell of changes' }),
      { key: 'watch.poll' },
    ),
    cache: cacheOption,
    'clear-cache': toggle(boolean({ doc: 'Begin with an empty cache' })),
    'cache-stats': toggle(boolean({ doc: 'End with how often a result was found in the cache' })),
  },
  examples: [
    { line: 'spanwright watch', says: 'Everything below the working directory' },
    { line: 'spanwright watch tests --judge', says: 'Whether the last run would still pass, at every save' },
    { line: 'spanwright watch --run', says: 'Run what was saved' },
    { line: 'spanwright watch --format json', says: 'For another program' },
  ],
} satisfies CommandEntry;
