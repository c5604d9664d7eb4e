import { count, listOf, place, publishedSchema, record, text } from '../../schema/index.ts';
import { changeKinds } from '../compare/kind.ts';
import { strategies } from '../strategy/strategies.ts';

const change = record(
  'One difference of what is expected.',
  {
    kind: { enum: changeKinds, description: 'What it means for the traces that pass.' },
    path: { ...listOf(text), description: 'From the file down to what changed.' },
    about: {
      enum: ['expectation', 'execution'],
      description: 'What is expected, or what is run and how: commands, services, environment, tags.',
    },
    subject: { ...text, description: 'What it is about, in short.' },
    before: { ...text, description: 'Absent for what is new.' },
    after: { ...text, description: 'Absent for what is gone.' },
    reason: { ...text, description: 'What happened, in words.' },
    placeBefore: { $ref: '#/$defs/place' },
    placeAfter: { $ref: '#/$defs/place' },
    placeNear: {
      $ref: '#/$defs/place',
      description: 'For what is gone: where the new file has what it stood in.',
    },
  },
  ['before', 'after', 'placeBefore', 'placeAfter', 'placeNear'],
);

const notCompared = record('A file left out because a side of it is not valid.', {
  file: text,
  side: { enum: ['old', 'new', 'both'] },
  reason: text,
});

/** JSON Schema (draft 2020-12) of `spanwright diff --format json`. */
export function diffJsonSchema(): string {
  const report = record(
    'What changed in the expectations of scenario files. `format` rises when a reader would have to change.',
    {
      format: { const: 1 },
      old: text,
      new: text,
      strategy: { enum: Object.keys(strategies) },
      summary: record(
        'How many changes mean what.',
        Object.fromEntries(changeKinds.map((kind) => [kind, count])),
      ),
      changes: listOf({ $ref: '#/$defs/change' }),
      distance: {
        ...count,
        description: 'Insertions, deletions and replacements, where the strategy counts them.',
      },
      notes: listOf(text),
      notCompared: listOf({ $ref: '#/$defs/notCompared' }),
    },
    ['distance'],
  );
  return publishedSchema('Report of spanwright diff', report, { change, notCompared, place });
}
