import { count, listOf, place, publishedSchema, record, text } from '../schema/index.ts';
import { operators } from './mutant.ts';
import { MAX_SURVIVORS } from './proof.ts';

const score = {
  type: 'number',
  minimum: 0,
  maximum: 100,
  description: 'Killed mutants of a hundred that were judged, to one decimal and never rounded up.',
} as const;
const operator = { enum: Object.keys(operators), description: 'The fault that was planted.' };

const expectation = record(
  'One claim, and what it notices.',
  {
    rule: text,
    path: {
      ...listOf({ anyOf: [text, count] }),
      description: 'Where it stands in the table of the scenario file.',
    },
    expected: { ...text, description: 'What is claimed, in words.' },
    outcome: {
      enum: ['passed', 'failed', 'undecided', 'notApplicable'],
      description: 'What it came to on the recorded trace.',
    },
    kills: { ...count, description: 'Mutants that turn it red.' },
    killsAlone: { ...count, description: 'Mutants that would survive without it.' },
    worth: {
      enum: ['needed', 'redundant', 'idle'],
      description: 'idle: nothing turned it red. redundant: whatever did turned others red too.',
    },
    place: { $ref: '#/$defs/place' },
  },
  ['place'],
);

const survivor = record(
  'A mutant that nothing noticed.',
  {
    operator,
    span: record('The span it is about.', { traceId: text, spanId: text, name: text }),
    subject: { ...text, description: 'An attribute, an event, a service or another span.' },
    detail: { ...text, description: 'What was and what is.' },
    suggestion: {
      ...text,
      description: 'TOML that would kill it and passes on what was recorded; absent where none was found.',
    },
  },
  ['subject', 'detail', 'suggestion'],
);

const coverage = record('What is in the telemetry and no expectation looks at.', {
  spans: listOf(record('Spans of one name.', { name: text, count })),
  attributes: listOf(record('Attributes of the spans of one name.', { span: text, keys: listOf(text) })),
  resource: listOf(record('Resource attributes of one service.', { service: text, keys: listOf(text) })),
  attributeCount: {
    ...count,
    description: 'Attributes there are, each once for the spans of one name.',
  },
  attributesSeen: { ...count, description: 'Those of them that are looked at.' },
});

const scenario = record(
  'How strong the expectations of one scenario are.',
  {
    id: text,
    runId: { ...text, description: 'The recorded run that the mutants are made of.' },
    score,
    spans: { ...count, description: 'Spans of the tested system that were recorded.' },
    mutants: { ...count, description: 'Mutants there are, without the equivalent ones.' },
    equivalent: { ...count, description: 'Mutants that only change what varies, and do not count.' },
    judged: { ...count, description: 'Fewer than there are where a sample was drawn.' },
    killed: { ...count, description: 'Mutants on which the verdict is passed no more.' },
    undecided: { ...count, description: 'Of the killed ones, those that leave the verdict undecided.' },
    byOperator: listOf(record('Mutants of one fault.', { operator, killed: count, survived: count })),
    expectations: listOf({ $ref: '#/$defs/expectation' }),
    survivors: { ...listOf({ $ref: '#/$defs/survivor' }), maxItems: MAX_SURVIVORS },
    suggestion: record('Expectations that pass on what was recorded. Absent where there are none.', {
      toml: text,
      kills: { ...count, description: 'Of the survivors listed.' },
    }),
    coverage: { $ref: '#/$defs/coverage' },
  },
  ['suggestion'],
);

/** JSON Schema (draft 2020-12) of `spanwright prove --format json`. */
export function proofJsonSchema(): string {
  const report = record(
    'Whether expectations can fail. `format` rises when a reader would have to change.',
    {
      format: { const: 1 },
      score,
      minScore: { type: 'integer', minimum: 0, maximum: 100, description: 'Absent where none is asked for.' },
      seed: { ...count, description: 'What a sample was drawn with.' },
      scenarios: listOf({ $ref: '#/$defs/scenario' }),
    },
    ['minScore'],
  );
  const $defs = { coverage, expectation, place, scenario, survivor };
  return publishedSchema('Report of spanwright prove', report, $defs);
}
