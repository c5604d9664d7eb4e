import { parse } from '@iarna/toml';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memoryHost } from '../../host/index.ts';
import { renderTemplate, toValue, type Value } from '../index.ts';

function rendered(text: string, variables: ReadonlyMap<string, Value> = new Map()) {
  return renderTemplate({
    file: 'f.tera',
    text,
    dialect: 'tera',
    root: '/project',
    host: memoryHost(),
    variables,
    allowedEnv: new Set(),
  });
}
const render = (text: string) => rendered(text).text;

describe('the same seed gives the same, and another something else', () => {
  test.each([
    ['uuid_v4', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
    ['uuid_v7', /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
    ['ulid', /^[0-9A-HJKMNP-TV-Z]{26}$/],
    ['trace_id', /^[0-9a-f]{32}$/],
    ['span_id', /^[0-9a-f]{16}$/],
    ['traceparent', /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/],
    ['rand_hex', /^[0-9a-f]{32}$/],
  ])('%s', (name, shape) => {
    const one = render(`{{ ${name}(seed=1) }}`);
    expect(one).toMatch(shape);
    expect(render(`{{ ${name}(seed=1) }}`)).toBe(one);
    expect(render(`{{ ${name}(seed=2) }}`)).not.toBe(one);
  });
});

test.each([
  ['{{ sha256(s="abc") }}', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    '{{ uuid_v5(ns="6ba7b810-9dad-11d1-80b4-00c04fd430c8", name="www.example.com") }}',
    '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  ],
  ['{{ uuid_v5(ns="dns", name="www.example.com") }}', '2ed6657d-e927-568b-95e1-2665a8aea6a2'],
  ['{{ ulid(seed=1) | truncate(length=10, end="") }}', '0000000000'],
  [
    '{{ seq(name="a") }}{{ seq(name="a") }}{{ seq(name="b", start=5, step=5) }}{{ seq(name="b", start=5, step=5) }}',
    '01510',
  ],
  ['{{ now_rfc3339() }} {{ now_ms() }}', '2025-06-15T15:06:40Z 1750000000000'],
  [
    '{{ now_plus(seconds=-40) }} {{ date_rfc3339() }} {{ date_rfc3339(offset_seconds=60) }}',
    '2025-06-15T15:06:00Z 2025-06-15T15:06:40Z 2025-06-15T15:07:40Z',
  ],
  ['{{ now() }}', '2025-06-15T15:06:40+00:00'],
  [
    '{{ slug(s="Héllo, Wörld") }} {{ kebab(s="fooBar baz") }} {{ snake(s="HTTPServer v2") }}',
    'hello-world foo-bar-baz http_server_v2',
  ],
  [
    '{{ "foo bar_baz" | camel }} {{ "foo-bar" | pascal }} {{ "FooBar" | snake }} {{ "a b" | kebab }} {{ "A b" | slug }}',
    'fooBarBaz FooBar foo_bar a-b a-b',
  ],
  ['{{ baggage(map={"a": "b c", "d": 1}) }}', 'a=b%20c,d=1'],
  [
    '{{ traceparent(trace_id="0af7651916cd43dd8448eb211c80319c", span_id="b7ad6b7169203331", sampled=0) }}',
    '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00',
  ],
  ['{{ pick(list=["only"]) }} {{ weighted(pairs=[["never", 0], ["always", 1]]) }}', 'only always'],
  ['{{ shuffle(list=[3, 1, 2], seed=4) | sort }} {{ sample(list=[1, 2, 3], k=2) | length }}', '[1, 2, 3] 2'],
  [
    '{{ toml_encode(value="a\\b") }} {{ toml_encode(value=[1, 2.0, true, "x"]) }}',
    '"a\\\\b" [1, 2.0, true, "x"]',
  ],
])('%s', (text, expected) => {
  expect(render(text)).toBe(expected);
});

test.each([
  ['{{ pick(list=[]) }}', 'SW1112'],
  ['{{ sample(list=[1], k=2) }}', 'SW1112'],
  ['{{ sample() }}', 'SW1111'],
  ['{{ uuid_v5(ns="nope", name="x") }}', 'SW1112'],
  ['{{ weighted(pairs=["a"]) }}', 'SW1112'],
  ['{{ fake_nope() }}', 'SW1108'],
  ['{{ now_plus(seconds="x") }}', 'SW1112'],
  ['{{ traceparent(trace_id="x") }}', 'SW1112'],
  ['{{ rand_hex(n=-1) }}', 'SW1112'],
])('%s is refused', (text, code) => {
  const errors = rendered(text).diagnostics.filter(({ severity }) => severity === 'error');
  expect(errors).toMatchObject([{ code, place: { line: 1, column: 4 } }]);
});

test('an argument under a wrong name is shown what it should be', () => {
  expect(rendered('{{ toml_encode(s="x") }}').diagnostics).toMatchObject([
    {
      code: 'SW1111',
      hint: 'it takes no `s`; did you mean `value`?',
      place: { line: 1, column: 16, length: 1 },
    },
  ]);
});

/** What TOML can hold and its parser gives back unchanged. */
const { value: tomlValue } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'grapheme' }),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((float) => !Number.isInteger(float)),
    fc.array(fc.string({ unit: 'binary' }).map((text) => text.toWellFormed())),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      tie('value'),
      { noNullPrototype: true },
    ),
  ),
}));

test('toml_encode writes what TOML reads back', () => {
  fc.assert(
    fc.property(tomlValue, (input) => {
      const { text } = rendered('v = {{ toml_encode(value=v) }}', new Map([['v', toValue(input)]]));
      expect(toValue(parse(text ?? '').v)).toEqual(toValue(input));
    }),
  );
});
