import fc from 'fast-check';
import { unreachable } from '../unreachable.ts';
import type { Infer, Schema, Shape, TextFormat } from './dsl.ts';
import { MAX_DURATION_MS } from './duration.ts';

/**
 * Generates values that a schema accepts, as the check would give them: what a property test of anything that takes a
 * model starts from. Derived from the declaration, so new keys are covered without a change here.
 */
export function arbitraryOf<S extends Schema<unknown>>(schema: S): fc.Arbitrary<Infer<S>> {
  // Built shape by shape to be what Infer says; the compiler cannot follow that.
  return anyOf(schema) as fc.Arbitrary<Infer<S>>;
}

function anyOf({ shape }: Schema<unknown>): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'string':
      return textOf(shape);
    case 'integer':
      return fc.integer({ min: shape.min ?? -1_000_000, max: shape.max ?? 1_000_000 });
    case 'number':
      return numberOf(shape);
    case 'boolean':
      return fc.boolean();
    case 'duration':
      return fc.integer({ min: 0, max: MAX_DURATION_MS });
    case 'choice':
      return fc.constantFrom(...shape.values);
    case 'list':
      return fc.array(anyOf(shape.item), { minLength: shape.min, maxLength: shape.min + 2 });
    case 'tuple':
      return fc.tuple(...shape.items.map(anyOf));
    case 'map':
      return tableOf(fc.array(fc.tuple(keyOf(shape), anyOf(shape.value)), { maxLength: 2 }));
    case 'object':
      return objectOf(shape);
    case 'union':
      return fc.oneof(...shape.options.map(anyOf));
    case 'any':
      return fc.letrec((tie) => ({
        value: fc.oneof(
          { maxDepth: 2 },
          anyText,
          fc.integer(),
          fc.boolean(),
          fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
          fc.array(tie('value'), { maxLength: 2 }),
          tableOf(fc.array(fc.tuple(anyText, tie('value')), { maxLength: 2 })),
        ),
      })).value;
    default:
      return unreachable(shape);
  }
}

function textOf({ format, nonBlank }: Extract<Shape, { kind: 'string' }>): fc.Arbitrary<string> {
  const texts = format === undefined ? anyText : formats[format];
  return nonBlank ? texts.filter((text) => text.trim() !== '') : texts;
}

/** Whatever TOML text can hold, control characters and `__proto__` included. */
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('__proto__', 'constructor', '"\\', "'''", '\u0000\u007f', 'a\r\nb', ' '),
);

const word = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,5}$/);

const formats: Record<TextFormat, fc.Arbitrary<string>> = {
  regex: fc.constantFrom('^a+$', '(?i)ok', '\\d{2,3}|x', '[^"]*'),
  glob: fc.constantFrom('GET /orders', 'task [a-c]?', '*', 'spans.**'),
  command: fc.constantFrom('ls', 'echo "a b"', "sh -c 'exit 3'", 'curl localhost'),
  path: fc.constantFrom('/srv/data', 'sub folder', '.'),
  rfc3339: fc.constantFrom('2025-01-01T00:00:00Z', '2024-02-29T23:59:60.5+02:00'),
  'env-name': word,
  'json-path': fc.constantFrom('$', '$.a[0]', '["odd key"][-1]', 'a.b'),
  'url-or-path': fc.constantFrom('/health', 'http://localhost:80/', 'https://h'),
  'trace-id': fc.stringMatching(/^[0-9a-f]{32}$/),
  pair: fc.tuple(word, anyText).map(([key, value]) => `${key}=${value}`),
  name: word,
};

function numberOf({ min, max }: Extract<Shape, { kind: 'number' }>): fc.Arbitrary<number> {
  const bounds = { min: min ?? -1e6, max: max ?? 1e6, noNaN: true };
  // The check turns -0 into 0.
  return fc.double(bounds).map((value) => value + 0);
}

function keyOf({ keyFormat }: Extract<Shape, { kind: 'map' }>): fc.Arbitrary<string> {
  return keyFormat === undefined ? anyText : formats[keyFormat];
}

/** Shorthands never occur in a model, and what has a default always does. */
function objectOf(shape: Extract<Shape, { kind: 'object' }>): fc.Arbitrary<unknown> {
  const own = Object.entries(shape.fields).filter(([, { becomes }]) => !becomes);
  const entries = own.map(([key, { schema, required }]) => {
    const entry = anyOf(schema).map((value): [string, unknown][] => [[key, value]]);
    // Rarely present, or a whole file would be too large to learn anything from.
    return required
      ? entry
      : fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: entry });
  });
  return tableOf(fc.tuple(...entries).map((present) => present.flat()));
}

function tableOf(entries: fc.Arbitrary<readonly (readonly [string, unknown])[]>): fc.Arbitrary<object> {
  return entries.map((each) => {
    const table: Record<string, unknown> = Object.create(null);
    for (const [key, value] of each) table[key] = value;
    return table;
  });
}
