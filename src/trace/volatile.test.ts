import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../digest/index.ts';
import { attributeMaps, makeSpan } from './span.arbitrary.ts';
import { createSteadier, VARIES } from './volatile.ts';

const steadier = createSteadier([makeSpan({ name: 'a' })]);

test('canonical is the canonical JSON of the steadied attributes', () => {
  const volatile = fc.record({
    map: attributeMaps,
    key: fc.constantFrom('server.port', 'process.pid', 'http.route'),
  });
  fc.assert(
    fc.property(volatile, ({ map, key }) => {
      const attributes = new Map([...map, [key, 'http://localhost:4000/'], ['nested', map]]);
      expect(steadier.canonical(attributes)).toBe(canonicalJson(steadier.attributes(attributes)));
    }),
  );
});

test.each([
  ['http://127.0.0.1:40123/a', 'http://127.0.0.1:<port>/a'],
  ['localhost%3A40123', 'localhost%3A<port>'],
  ['[::1]:9', '[::1]:<port>'],
  ['127.0.0.11:9', '127.0.0.11:9'],
  ['at 2026-11-21T07:00:00.123+01:00.', 'at <time>.'],
  ['f81d4fae-7dec-11d0-a765-00a0c91e6bf6', '<uuid>'],
  ['trace 0AF7651916CD43DD8448EB211C80319C', 'trace <id>'],
  ['card 4111111111111111', 'card 4111111111111111'],
])('steadies %s', (text, steady) => {
  expect(steadier.text(text)).toBe(steady);
});

test('replaces volatile attributes at any depth', () => {
  const attributes = new Map([['peer', new Map([['server.port', 1]])]]);
  expect(steadier.attributes(attributes)).toEqual(new Map([['peer', new Map([['server.port', VARIES]])]]));
});
