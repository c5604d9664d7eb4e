import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { selectValue } from './json-path.ts';

const json: unknown = JSON.parse(
  '{"a":{"b":[{"k":1},{"k":2}],"length":9},"odd key":true,"__proto__":{"x":3},"q\\"t":4,"n":null,"":5}',
);

describe('selectValue', () => {
  test.each([
    ['$', json],
    ['$.a.b[0].k', 1],
    ['a.b[1].k', 2],
    ['$.a.b[-1].k', 2],
    ["$['odd key']", true],
    ['$["odd key"]', true],
    ['["a"].b.length', 2],
    ['.a.length', 9],
    ['$.a.length', 9],
    ['$.__proto__.x', 3],
    ['$["q\\"t"]', 4],
    ['$.n', null],
    ['$[""]', 5],
  ])('%s is found', (path, value) => {
    expect(selectValue(json, path)).toEqual({ kind: 'found', value });
  });

  test.each([
    ['$.a.c', '$.a.c'],
    ['$.a.b[2].k', '$.a.b[2]'],
    ['$.a.b[-3]', '$.a.b[-3]'],
    ['$.n.x', '$.n.x'],
    ['$.constructor', '$.constructor'],
    ['$.a.b.map', '$.a.b.map'],
    ['$.a.b.k', '$.a.b.k'],
    ['$.toString.call', '$.toString'],
  ])('%s is missing at %s', (path, at) => {
    expect(selectValue(json, path)).toEqual({ kind: 'missing', at });
  });

  test.each([
    ['', 0],
    ['$a', 1],
    ['$.', 1],
    ['$.a..b', 3],
    ['$.a[', 3],
    ['$.a[x]', 3],
    ['$.a["b]', 3],
    ['$.a[1.5]', 3],
    ['$.a]', 3],
    ['.a.', 2],
  ])('%j is no path, at offset %i', (path, offset) => {
    expect(selectValue(json, path)).toMatchObject({ kind: 'badPath', offset });
  });

  test('a quoted path of any keys leads to the value that was put there', () => {
    const keys = fc.array(fc.oneof(fc.string(), fc.constantFrom('__proto__', "'", '"]', '\\')), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(keys, (path) => {
        const nested = path.reduceRight<string>(
          (inner, key) => `{${JSON.stringify(key)}:${inner}}`,
          '"here"',
        );
        const quoted = path.map((key) => `["${key.replace(/["\\]/g, '\\$&')}"]`).join('');
        expect(selectValue(JSON.parse(nested), `$${quoted}`)).toEqual({ kind: 'found', value: 'here' });
      }),
    );
  });
});
