import {
  boolean,
  choice,
  duration,
  type Infer,
  integer,
  legacy,
  list,
  map,
  narrowed,
  number,
  object,
  optional,
  required,
  text,
  tuple,
  union,
} from './dsl.ts';

const scalar = union(
  [
    text({ doc: 'Text.' }),
    integer({ doc: 'An integer.' }),
    number({ doc: 'A float.' }),
    boolean({ doc: 'A boolean.' }),
  ],
  { doc: 'A scalar. Compared as text: `200` and `"200"` are equal.' },
);

const ordered = union([integer({ doc: 'An integer.' }), number({ doc: 'A float.' })], {
  doc: 'A number to compare with.',
});

/** Comparisons as programming languages write them. */
const symbols = { '=': 'eq', '==': 'eq', '>=': 'gte', '<=': 'lte' };

const operators = object(
  'Operators',
  {
    eq: optional(scalar),
    ne: optional(scalar),
    gt: optional(ordered),
    gte: optional(ordered),
    lt: optional(ordered),
    lte: optional(ordered),
    contains: optional(text({ doc: 'The value, as text, contains this.' })),
    starts_with: optional(text({ doc: 'The value, as text, begins with this.' })),
    ends_with: optional(text({ doc: 'The value, as text, ends with this.' })),
    matches: optional(
      text({ format: 'regex', doc: 'The value, as text, matches this regular expression somewhere.' }),
    ),
    not_matches: optional(
      text({ format: 'regex', doc: 'The value, as text, matches this regular expression nowhere.' }),
    ),
    in: optional(list(scalar, { doc: 'The value is one of these.', min: 1 })),
    exists: optional(boolean({ doc: 'The key is present (`true`) or absent (`false`).' })),
  },
  {
    doc: 'Comparisons; all that are given must hold.',
    examples: ['{ gte = 200, lt = 300 }', '{ matches = "^/orders/[0-9]+$" }', '{ exists = true }'],
    slips: {
      equal: 'eq',
      equals: 'eq',
      not: 'ne',
      neq: 'ne',
      not_equal: 'ne',
      not_equals: 'ne',
      greater: 'gt',
      greater_than: 'gt',
      more_than: 'gt',
      less: 'lt',
      less_than: 'lt',
      min: 'gte',
      minimum: 'gte',
      at_least: 'gte',
      max: 'lte',
      maximum: 'lte',
      at_most: 'lte',
      regex: 'matches',
      pattern: 'matches',
      prefix: 'starts_with',
      suffix: 'ends_with',
      one_of: 'in',
      includes: 'contains',
      present: 'exists',
      ...symbols,
      '!=': 'ne',
      '>': 'gt',
      '<': 'lt',
      '=~': 'matches',
    },
  },
);

/** What a value must be: a scalar or an array for equality, or a table of operators. */
export const valueTest = union([scalar, list(scalar, { doc: 'An array, equal item by item.' }), operators], {
  doc: 'A scalar or array for equality, or a table of operators.',
  examples: ['"GET"', '200', '{ gte = 200, lt = 300 }'],
});

const attributeText = { keys: 'attribute key', doc: 'Attribute key to expected value.' };
/** clnrm's attribute values are text only; its other files do not load. */
const attributeTests = narrowed(
  map(valueTest, attributeText),
  map<Infer<typeof valueTest>>(
    text({ doc: 'Text.', hint: 'clnrm compares text only; in a native file (*.span.toml) more can be said' }),
    attributeText,
  ),
);

export const bound = object(
  'Bound',
  {
    gte: optional(integer({ min: 0, doc: 'At least this many.' })),
    lte: optional(integer({ min: 0, doc: 'At most this many.' })),
    eq: optional(integer({ min: 0, doc: 'Exactly this many.' })),
  },
  {
    doc: 'Bounds on a count; all that are given must hold.',
    examples: ['{ gte = 1, lte = 5 }', '{ eq = 2 }'],
    mistakes: [{ pattern: /^(\d+)$/, write: '{ eq = $1 }' }],
    slips: {
      min: 'gte',
      minimum: 'gte',
      at_least: 'gte',
      max: 'lte',
      maximum: 'lte',
      at_most: 'lte',
      ...symbols,
      exact: 'eq',
      exactly: 'eq',
      equal: 'eq',
      equals: 'eq',
    },
  },
);

const spanName = text({
  nonBlank: true,
  format: 'glob',
  doc: 'Span name. Exact, unless it contains `*`, `?` or `[`: then a glob.',
});

const attributes = object(
  'AttributeExpectation',
  {
    all: optional(attributeTests),
    any: optional(
      union(
        [
          attributeTests,
          list(text({ format: 'pair', doc: 'A pair written `key=value`.' }), {
            doc: 'Pairs written `key=value`.',
            min: 1,
          }),
        ],
        {
          doc: 'At least one of these must hold: a table, or a list of `"key=value"`.',
        },
      ),
    ),
    none: optional(attributeTests),
  },
  { doc: 'Attributes the span must carry: every one of `all`, at least one of `any`, not one of `none`.' },
);

const names = (doc: string) => list(text({ nonBlank: true, doc: 'A name.' }), { doc, min: 1 });

const eventNames = object(
  'EventExpectation',
  {
    any: optional(names('At least one event has one of these names.')),
    all: optional(names('Every one of these names occurs.')),
  },
  { doc: 'Events the span must carry, by name.', examples: ['{ all = ["cache.miss"] }'] },
);

const links = object(
  'LinkExpectation',
  {
    any: optional(names('At least one link leads to a span of one of these names.')),
    all: optional(names('For each of these names a link leads to a span of that name.')),
    count: optional(bound),
  },
  { doc: 'Links the span must carry, by the name of the linked span, and how many.' },
);

const durationBounds = object(
  'DurationExpectation',
  {
    min: optional(number({ min: 0, doc: 'At least so many milliseconds.' })),
    max: optional(number({ min: 0, doc: 'At most so many milliseconds.' })),
  },
  {
    doc: 'Inclusive bounds on the duration in milliseconds. A span without times fails.',
    examples: ['{ min = 1, max = 250 }'],
    mistakes: [{ pattern: /^(\d+(?:\.\d+)?) *(?:ms)?$/, write: '{ max = $1 }' }],
    slips: {
      gte: 'min',
      at_least: 'min',
      minimum: 'min',
      lte: 'max',
      at_most: 'max',
      maximum: 'max',
    },
  },
);

const condition = object(
  'Condition',
  { span: required(spanName) },
  {
    doc: 'Judge the expectation only when a span of this name arrived; otherwise it is reported as not applicable.',
  },
);

export const statusWords = ['OK', 'ERROR', 'UNSET'] as const;
export const kindWords = ['internal', 'server', 'client', 'producer', 'consumer'] as const;

const status = choice(statusWords, {
  anyCase: true,
  mistakes: [
    { pattern: /^(?:success|succeeded|successful|pass|passed|true)$/i, write: '"OK"' },
    { pattern: /^(?:fail|failed|failure|exception|false)$/i, write: '"ERROR"' },
    { pattern: /^(?:none|unknown|undefined)$/i, write: '"UNSET"' },
  ],
  doc: 'Span status: `OK`, `ERROR` or `UNSET`, in any case.',
});

export const spanExpectation = object(
  'SpanExpectation',
  {
    name: required(spanName),
    parent: optional({ ...spanName, doc: 'Name of the direct parent span, in the same trace.' }),
    kind: optional(choice(kindWords, { anyCase: true, doc: 'Span kind.' })),
    status: optional(status),
    attrs: optional(attributes),
    any_of: optional(
      list(attributeTests, {
        min: 1,
        doc: 'Alternatives: every attribute of at least one of these tables must hold.',
      }),
    ),
    resource: optional({
      ...attributeTests,
      doc: 'Resource attributes, such as `"service.name"`, and what they must be.',
    }),
    events: optional(eventNames),
    links: optional(links),
    duration_ms: optional(durationBounds),
    count: optional({
      ...bound,
      doc: 'How many spans must satisfy all the other clauses. Without it: at least one.',
    }),
    when: optional(condition),
  },
  {
    doc: 'At least one span satisfies every clause.',
    examples: ['{ name = "GET /orders", kind = "server", attrs.all = { "http.route" = "/orders" } }'],
    slips: {
      attributes: 'attrs',
      attr: 'attrs',
      duration: 'duration_ms',
      event: 'events',
      span_kind: 'kind',
      parent_name: 'parent',
    },
  },
);

const pair = tuple([spanName, spanName], { doc: 'Two span names.', examples: ['["checkout", "charge"]'] });
const pairs = (doc: string) => list(pair, { doc, examples: ['[["checkout", "charge"]]'] });

export const graphExpectation = object(
  'GraphExpectation',
  {
    must_include: optional(
      pairs('Edges that must exist: some span of the second name is a direct child of one of the first.'),
    ),
    must_not_cross: optional(
      pairs('Edges that must not exist: no span of the second name is a direct child of one of the first.'),
    ),
    acyclic: optional(boolean({ doc: 'No span is its own ancestor.' })),
  },
  {
    doc: 'The shape of the trace.',
    slips: { edges: 'must_include', include: 'must_include', must_not_include: 'must_not_cross' },
  },
);

export const countsExpectation = object(
  'CountsExpectation',
  {
    spans_total: optional({ ...bound, doc: 'Number of spans.' }),
    events_total: optional({ ...bound, doc: 'Number of span events.' }),
    errors_total: optional({ ...bound, doc: 'Number of spans whose status is an error.' }),
    by_name: optional(map(bound, { keys: 'span name', doc: 'Number of spans of a name (exact).' })),
  },
  {
    doc: 'How many.',
    slips: { total: 'spans_total', spans: 'spans_total', errors: 'errors_total', events: 'events_total' },
  },
);

export const windowExpectation = object(
  'WindowExpectation',
  {
    outer: required(spanName),
    contains: required(list(spanName, { min: 1, doc: 'Names of the spans that must lie inside.' })),
    tolerance: optional(
      duration({ doc: 'What a span may stick out at either end, for clocks that step; default `"1ms"`.' }),
    ),
  },
  {
    doc: 'Every span named in `contains` lies in time inside some span named `outer`, bounds included.',
    slips: { inner: 'contains', children: 'contains' },
  },
);

export const orderExpectation = object(
  'OrderExpectation',
  {
    must_precede: optional(pairs('A span of the first name ends before one of the second begins.')),
    must_follow: optional(pairs('A span of the first name begins after one of the second ended.')),
    mode: optional(
      choice(['exists', 'all'] as const, {
        doc: '`exists` (default): one pair in that order is enough. `all`: every span of the one name precedes every span of the other.',
      }),
    ),
    tolerance: optional(
      duration({
        doc: 'Overlap that is put down to the clocks, which step (the Node SDK starts spans at whole milliseconds) and differ between processes; default `"1ms"`.',
      }),
    ),
  },
  {
    doc: 'Order in time. Causality goes first: an ancestor never precedes its descendant.',
    slips: { before: 'must_precede', precedes: 'must_precede', after: 'must_follow', follows: 'must_follow' },
  },
);

export const statusExpectation = object(
  'StatusExpectation',
  {
    all: optional({ ...status, doc: 'The status of every span.' }),
    by_name: optional(
      map(status, {
        keys: 'span name or glob',
        doc: 'The status of every span whose name matches; none matching fails.',
      }),
    ),
  },
  { doc: 'Status of spans.' },
);

export const hermeticityExpectation = object(
  'HermeticityExpectation',
  {
    no_external_services: optional(
      boolean({ doc: 'No span speaks of a peer outside this machine. Loopback is allowed.' }),
    ),
    allow: optional(
      list(text({ format: 'glob', doc: 'Host name or glob.' }), { doc: 'Hosts that count as inside.' }),
    ),
    resource_attrs: optional(
      object(
        'ResourceAttributes',
        { must_match: optional({ ...attributeTests, doc: 'What every resource must carry.' }) },
        { doc: 'Resource attributes.' },
      ),
    ),
    span_attrs: optional(
      object(
        'SpanAttributes',
        {
          forbid_keys: optional(
            list(text({ nonBlank: true, doc: 'Attribute key.' }), { doc: 'Keys no span may carry.' }),
          ),
        },
        { doc: 'Span attributes.' },
      ),
    ),
    resource_attrs_must_match: legacy(
      { ...attributeTests, doc: "clnrm 0.7's spelling of `resource_attrs.must_match`." },
      'resource_attrs.must_match',
    ),
    span_attrs_forbid_keys: legacy(
      list(text({ nonBlank: true, doc: 'Attribute key.' }), {
        doc: "clnrm 0.7's spelling of `span_attrs.forbid_keys`.",
      }),
      'span_attrs.forbid_keys',
    ),
  },
  {
    doc: 'What must not leak in or out.',
    slips: {
      no_external: 'no_external_services',
      no_external_calls: 'no_external_services',
      allowed_hosts: 'allow',
    },
  },
);

export const traceExpectation = object(
  'TraceExpectation',
  {
    trace_id: optional(text({ format: 'trace-id', doc: 'Only the trace with this id (32 hex digits).' })),
    span_names: required(
      list(spanName, { min: 1, doc: 'Names that must all occur in one and the same trace.' }),
    ),
    parent_child: optional(pairs('Edges that trace must have.')),
    complete: optional(boolean({ doc: 'No span of that trace names a parent that was not received.' })),
  },
  { doc: 'One single trace holds all of this.', slips: { spans: 'span_names', edges: 'parent_child' } },
);

export const expectations = object(
  'Expectations',
  {
    span: optional(list(spanExpectation, { doc: 'Spans that must exist.' })),
    graph: optional(graphExpectation),
    counts: optional(countsExpectation),
    window: optional(list(windowExpectation, { doc: 'Containment in time.' })),
    order: optional(orderExpectation),
    status: optional(statusExpectation),
    hermeticity: optional(hermeticityExpectation),
    trace: optional(list(traceExpectation, { doc: 'What one single trace must hold.' })),
    unjudged: optional(
      list(text({ nonBlank: true, doc: 'A claim, in words.' }), {
        doc: 'What the trace must prove but no expectation says yet. While there is one, the verdict is at best undecided. Claims of clnrm files that have no certain meaning become such.',
        examples: ['["a retry carries the key of the first try"]'],
      }),
    ),
  },
  {
    doc: 'What the trace must prove.',
    slips: {
      spans: 'span',
      count: 'counts',
      windows: 'window',
      stdout: '[[scenario.steps]] expect.stdout',
      stderr: '[[scenario.steps]] expect.stderr',
      exit_code: '[[scenario.steps]] expect.exit_code',
      hermetic: 'hermeticity',
      temporal: 'order',
      edges: 'graph',
    },
  },
);

export type ValueTest = Infer<typeof valueTest>;
export type Bound = Infer<typeof bound>;
export type Expectations = Infer<typeof expectations>;
export type SpanExpectation = Infer<typeof spanExpectation>;
export type GraphExpectation = Infer<typeof graphExpectation>;
export type CountsExpectation = Infer<typeof countsExpectation>;
export type WindowExpectation = Infer<typeof windowExpectation>;
export type OrderExpectation = Infer<typeof orderExpectation>;
export type StatusExpectation = Infer<typeof statusExpectation>;
export type HermeticityExpectation = Infer<typeof hermeticityExpectation>;
export type TraceExpectation = Infer<typeof traceExpectation>;
