import { spanFormats } from '../../report/index.ts';
import { text } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { list, value } from './entry.ts';
import { formatOption } from './format-option.ts';

export const spans = {
  summary: 'Search the spans of a recorded run or of a file',
  description: [
    'Prints spans of a recorded run (`latest`, its id or how it begins, an archive *.spw) or of a file of spans (OTLP/JSON, one span to a line, Jaeger JSON): as a list, as trees, as a picture for Mermaid or Graphviz, as OTLP/JSON, or for timelines (chrome: the Trace Event Format, which ui.perfetto.dev and chrome://tracing open).',
    '`--where` takes name, kind, status, service, parent, duration, event, scope, trace, attr.KEY and resource.KEY; = and != with * and ? as wildcards, ~ and !~ for regular expressions, > >= < <= for numbers and durations (10ms); and, or, not and parentheses. A field alone asks whether it is there.',
    'The exit code is 4 if no span is selected.',
  ],
  options: {
    source: value(text({ nonBlank: true, doc: 'A recorded run, or a file of spans' }), {
      position: 'optional',
      placeholder: 'source',
      fallback: () => 'latest',
      fallbackText: 'latest',
      suggests: 'file',
    }),
    where: value(text({ nonBlank: true, doc: 'Only spans for which this holds' }), { placeholder: 'FILTER' }),
    only: list(text({ nonBlank: true, doc: 'Only scenarios whose id (FILE::NAME) contains this text' }), {
      placeholder: 'TEXT',
    }),
    format: formatOption({ of: 'spans', names: spanFormats, fallback: 'list', doc: 'How to print them' }),
  },
  examples: [
    { line: 'spanwright spans --where "duration > 10ms"', says: 'What was slow in the last run' },
    {
      line: 'spanwright spans trace.json --where "status = error and kind = client"',
      says: 'Calls that failed',
    },
    { line: 'spanwright spans --format mermaid', says: 'A picture for a pull request' },
    { line: 'spanwright spans --format chrome > trace.json', says: 'For ui.perfetto.dev' },
  ],
} satisfies CommandEntry;
