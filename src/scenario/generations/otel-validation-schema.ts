import {
  anything,
  boolean,
  list,
  map,
  number,
  object,
  optional,
  required,
  text,
  tuple,
} from '../schema/dsl.ts';

const name = text({ nonBlank: true, doc: 'Span name.' });
/** Of a native shape, so checked where it arrives. */
const native = optional(anything({ doc: 'As in `[expect]`.' }));
const flag = (doc: string) => optional(boolean({ doc }));

const expectedSpan = object(
  'ExpectedSpan',
  {
    name: required(name),
    attributes: optional(
      map(text({ doc: 'Value.' }), { keys: 'attribute key', doc: 'Attributes it carries.' }),
    ),
    required: flag('Whether its absence counts.'),
    min_duration_ms: optional(number({ min: 0, doc: 'Milliseconds.' })),
    max_duration_ms: optional(number({ min: 0, doc: 'Milliseconds.' })),
  },
  { doc: 'A span that must exist.' },
);

const expectedTrace = object(
  'ExpectedTrace',
  {
    trace_id: optional(text({ doc: 'Trace id.' })),
    span_names: required(list(name, { doc: 'Spans in the trace.' })),
    complete: flag('Whether no parent may be missing.'),
    parent_child: optional(list(tuple([name, name], { doc: 'Two span names.' }), { doc: 'Edges.' })),
  },
  { doc: 'What one trace must hold.' },
);

/** clnrm 0.4's `[otel_validation]`, as clnrm-format a.8 has it. */
export const otelValidation = object(
  'OtelValidation',
  {
    enabled: required(boolean({ doc: 'Whether anything here counts.' })),
    validate_spans: flag('Whether expected_spans count.'),
    validate_traces: flag('Whether expected_traces count.'),
    validate_exports: flag('Evaluated by nothing.'),
    validate_performance: flag('Evaluated by nothing.'),
    max_overhead_ms: optional(number({ doc: 'Evaluated by nothing.' })),
    expected_spans: optional(list(expectedSpan, { doc: 'Spans that must exist.' })),
    expected_traces: optional(list(expectedTrace, { doc: 'Traces that must exist.' })),
    expect_graph: native,
    expect_counts: native,
    expect_windows: native,
    expect_hermeticity: native,
    expect_order: native,
    expect_status: native,
  },
  { doc: "clnrm 0.4's expectations." },
);
