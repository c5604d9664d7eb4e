import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { listOf, publishedSchema, record } from './published.ts';

const schema = publishedSchema(
  'Report of a test',
  record(
    'Fruit.',
    { format: { const: 1 }, fruit: listOf({ $ref: '#/$defs/fruit' }), note: { type: 'string' } },
    ['note'],
  ),
  { fruit: record('One.', { name: { type: 'string' } }) },
);
const validate = new Ajv2020({ strict: true }).compile(JSON.parse(schema));

test('what is described is accepted, with and without what is optional', () => {
  expect(validate({ format: 1, fruit: [{ name: 'plum' }] })).toBe(true);
  expect(validate({ format: 1, fruit: [], note: 'none' })).toBe(true);
});

test.each([
  ['a member is missing', { format: 1 }],
  ['a member is not described', { format: 1, fruit: [], more: 1 }],
  ['another format', { format: 2, fruit: [] }],
  ['a part is not as described', { format: 1, fruit: [{}] }],
])('%s: refused', (_, value) => {
  expect(validate(value)).toBe(false);
});
