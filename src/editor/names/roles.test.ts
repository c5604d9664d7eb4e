import { expect, test } from 'vitest';
import { type KeyPath, type Schema, scenarioFile } from '../../scenario/index.ts';
import { optionsOf, schemaAt } from '../schema/walk.ts';
import { keyRoles, roleAt, valueRoles } from './roles.ts';

const pathOf = (pattern: string): KeyPath =>
  pattern.split('.').map((step) => (step === '#' ? 0 : step === '*' ? 'x' : step));

test.each(Object.keys(valueRoles))('%s is a text of the schema', (pattern) => {
  const schema = schemaAt(pathOf(pattern))?.schema;
  expect(schema && optionsOf(schema).some(({ shape }) => shape.kind === 'string')).toBe(true);
});

test.each(Object.keys(keyRoles))('%s is a key that the author chooses', (pattern) => {
  expect(schemaAt(pathOf(pattern))?.keys).toBeDefined();
});

/** Every text and every key of the author's, with its path and words. */
function* placesIn(
  { shape, doc }: Schema<unknown>,
  path: KeyPath,
): Generator<{ path: KeyPath; doc: string; isKey: boolean }> {
  switch (shape.kind) {
    case 'string':
      yield { path, doc, isKey: false };
      return;
    case 'list':
      yield* placesIn(shape.item, [...path, 0]);
      return;
    case 'tuple':
      for (const [index, item] of shape.items.entries()) yield* placesIn(item, [...path, index]);
      return;
    case 'map':
      yield { path: [...path, 'x'], doc: shape.keys, isKey: true };
      yield* placesIn(shape.value, [...path, 'x']);
      return;
    case 'object':
      for (const [key, { schema }] of Object.entries(shape.fields)) yield* placesIn(schema, [...path, key]);
      return;
    case 'union':
      for (const option of shape.options) yield* placesIn(option, path);
      return;
    default:
  }
}

test('whatever the schema calls the name of a span, service or scenario has a role', () => {
  const speaking = [...placesIn(scenarioFile, [])].filter(({ doc }) =>
    /^(?:span name|service name|scenario name|name of the direct parent span)\b/i.test(doc),
  );
  const without = speaking.filter(({ path, isKey }) => !roleAt(isKey ? keyRoles : valueRoles, path));
  expect(without.map(({ path }) => path.join('.'))).toEqual([]);
  expect(speaking.length).toBeGreaterThan(20);
});
