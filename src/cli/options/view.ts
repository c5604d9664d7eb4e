import { boolean, text } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { toggle, value } from './entry.ts';

export const view = {
  summary: 'Look at a recorded run in a browser',
  description: [
    'Writes the HTML report of a recorded run (`latest`, its id or how it begins, an archive *.spw) and opens it: findings beside the waterfall of each trace, logs, and what differs from the baseline. The page is one file and loads nothing; it can be sent to somebody and kept.',
    'The file stands beside the archive unless --output names another one, and its path is printed. Nothing is opened in CI or where there is no display.',
  ],
  options: {
    run: value(
      text({ nonBlank: true, doc: 'The run: `latest`, its id or how it begins, or the path of an archive' }),
      {
        position: 'optional',
        placeholder: 'run',
        fallback: () => 'latest',
        fallbackText: 'latest',
        suggests: 'file',
      },
    ),
    output: value(text({ nonBlank: true, doc: 'Write the page to this file' }), {
      short: 'o',
      variable: 'SPANWRIGHT_VIEW_OUTPUT',
      placeholder: 'FILE',
      fallbackText: 'beside the archive',
      suggests: 'file',
    }),
    proof: value(
      text({ nonBlank: true, doc: 'Show the score of this report of `spanwright prove --format json` too' }),
      { placeholder: 'FILE', suggests: 'file' },
    ),
    open: toggle(boolean({ doc: 'Open the page in a browser' }), { on: true }),
  },
  examples: [
    { line: 'spanwright view', says: 'The last run' },
    {
      line: 'spanwright view failed.spw --output failed.html --no-open',
      says: 'A page of an archive from CI',
    },
  ],
} satisfies CommandEntry;
