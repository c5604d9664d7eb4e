import { text } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { list } from './entry.ts';
import { run } from './run.ts';

export const mergeReports = {
  summary: 'Make one report of the reports of all shards',
  description: [
    'Reads the JSON reports of runs with --shard (--reporter json:FILE, or run.json of a recorded run) and reports as the run of the whole suite would have: the same scenarios in the same order, and the same exit code. Of a shard that was run twice the last run counts.',
    'A scenario that is in no report is undecided. Reports that are not of one suite are refused.',
  ],
  options: {
    reports: list(text({ nonBlank: true, doc: 'JSON reports of the shards, in any order' }), {
      position: 'several',
      placeholder: 'reports',
      suggests: 'file',
    }),
    reporter: run.options.reporter,
    verbose: run.options.verbose,
    quiet: run.options.quiet,
  },
  examples: [
    { line: 'spanwright merge-reports shard-*.json', says: 'What all shards came to' },
    {
      line: 'spanwright merge-reports shard-*.json --reporter json:timings.json --reporter junit:all.xml',
      says: 'For the next run to divide by (--timings), and for CI',
    },
  ],
} satisfies CommandEntry;
