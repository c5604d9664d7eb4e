import { integer, text } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { list, value } from './entry.ts';
import { formatOption } from './format-option.ts';

export const traceFormats = ['human', 'json'] as const;

/** Attributes that do not count when traces are compared, besides those that vary by nature. */
export const ignoredAttributes = list(
  text({ nonBlank: true, doc: 'Leave attributes out whose name matches this glob; may be repeated' }),
  { placeholder: 'GLOB', key: 'trace.ignore' },
);

export const trace = {
  summary: 'Compare two traces: spans missing, extra, changed and moved',
  description: [
    '`spanwright trace diff OLD NEW` compares what two runs left behind, scenario by scenario. Each side is a recorded run (`latest`, its id or how it begins, an archive *.spw), a baseline, or a file of spans (OTLP/JSON, one span to a line, Jaeger JSON). What varies from run to run does not count: ids, times, ports, process ids.',
    'Changes of behaviour are named as such: N+1 calls, lost parallelism, retry storms, new external hosts, errors that no longer show, and durations beyond what earlier recorded runs vary by. The exit code is 1 if anything differs.',
  ],
  options: {
    diff: list(text({ nonBlank: true, doc: '`diff`, and the two sides' }), {
      position: 'several',
      placeholder: 'diff',
      suggests: 'file',
    }),
    only: list(
      text({ nonBlank: true, doc: 'Compare only scenarios whose id (FILE::NAME) contains this text' }),
      {
        placeholder: 'TEXT',
      },
    ),
    ignore: ignoredAttributes,
    history: value(
      integer({ min: 0, max: 50, doc: 'Recorded runs from which to learn how long things take' }),
      { placeholder: 'N', fallback: () => 20, fallbackText: '20' },
    ),
    format: formatOption({ of: 'trace', names: traceFormats, fallback: 'human' }),
  },
  examples: [
    {
      line: 'spanwright trace diff before.spw latest',
      says: 'What the last run did otherwise than an earlier one',
    },
    { line: 'spanwright trace diff old.json new.json --ignore "db.*"', says: 'Two files of spans' },
  ],
} satisfies CommandEntry;
