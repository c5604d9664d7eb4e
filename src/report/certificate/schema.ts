import { listOf, publishedSchema, record, text } from '../../schema/index.ts';

const digest = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const;

const objection = record(
  'Something that speaks against the certificate.',
  {
    scenario: { ...text, description: 'Id of the scenario; absent for the run as a whole.' },
    kind: { enum: ['verdict', 'network', 'egress', 'reuse', 'determinism', 'interrupted'] },
    message: text,
  },
  ['scenario'],
);

const scenario = record(
  'One scenario that was to be run.',
  {
    id: text,
    verdict: { enum: ['passed', 'failed', 'undecided', 'error', 'skipped'] },
    traceDigest: text,
    network: {
      enum: ['own', 'machine'],
      description: 'A network of its own, or that of the machine; absent when it was not run.',
    },
    egress: listOf(text, 'Where something wanted to go; only seen from a network of its own.'),
    environment: record('Names of environment variables; values are never kept.', {
      given: listOf(text, 'Those that its commands were given.'),
      read: listOf(text, 'Those of whoever ran it that the scenario file reads.'),
    }),
    determinism: record(
      'What running it more than once showed.',
      {
        runs: { type: 'integer', minimum: 0 },
        same: { type: 'boolean', description: 'Absent when it was not run twice.' },
        difference: { ...text, description: 'The first difference between two runs.' },
      },
      ['same', 'difference'],
    ),
    images: listOf(record('What the container of a service was made of.', { name: text, digest: text })),
  },
  ['traceDigest', 'network'],
);

/** JSON Schema (draft 2020-12) of `spanwright run --certificate`. */
export function certificateJsonSchema(): string {
  const certificate = record('How clean a run was. `format` rises when a reader would have to change.', {
    format: { const: 1 },
    holds: { type: 'boolean', description: 'Whether there is no objection.' },
    objections: listOf({ $ref: '#/$defs/objection' }),
    run: record('The run.', { id: text, startedAt: text, tool: text }),
    machine: record('Where it ran.', { os: text, node: text }),
    isolation: { ...text, description: 'The mechanism by which processes were contained.' },
    plan: { ...digest, description: 'SHA-256 of everything that was to be run.' },
    files: listOf(record('A scenario file as its author wrote it.', { file: text, sha256: digest })),
    scenarios: listOf({ $ref: '#/$defs/scenario' }),
  });
  return publishedSchema('Certificate of spanwright run', certificate, { objection, scenario });
}
