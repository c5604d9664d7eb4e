import { type Diagnostic, diagnostic, EXIT } from '../../diagnostic/index.ts';
import { compileFilter, type SpanFilter } from '../../expect/index.ts';
import { printSpans, redact, type SelectedSpans, secretsOf } from '../../report/index.ts';
import { openTraces } from '../archive/traces.ts';
import type { Command, CommandContext } from '../context.ts';
import type { commands } from '../options/table.ts';
import { within } from '../options/within.ts';

type SpansContext = CommandContext<typeof commands.spans.options>;

/** `spanwright spans [SOURCE]`: the spans that a filter selects. */
export const spans: Command<typeof commands.spans.options> = async (context) => {
  const { settings, terminal, host, complain } = context;
  const { source, only, format } = settings;
  const filter = filterOf(context);
  const opened = openTraces(source.value, source.origin.places[0], context);
  const faults = [filter, opened].filter((each) => 'code' in each);
  if (!(typeof filter === 'function' && 'traces' in opened)) {
    complain(faults);
    return EXIT.invalid;
  }
  const selected = [...opened.traces]
    .filter(([id]) => only.value.length === 0 || only.value.some((text) => id.includes(text)))
    .map(
      ([name, trace]): SelectedSpans => ({
        name,
        trace,
        spans: trace.spans.filter((each) => filter(each, trace)),
      }),
    );
  terminal.out.write(redact(printSpans(selected, format.value), secretsOf(host.env)));
  return selected.some((each) => each.spans.length > 0) ? EXIT.passed : EXIT.nothingSelected;
};

function filterOf({ settings: { where } }: SpansContext): SpanFilter | Diagnostic {
  if (where.value === undefined) return () => true;
  const filter = compileFilter(where.value);
  if (typeof filter === 'function') return filter;
  return diagnostic({
    code: 'SW0024',
    message: `the filter cannot be understood: ${filter.message}`,
    place: within(where.origin.places[0], where.value, filter),
    expected: filter.expected,
  });
}
