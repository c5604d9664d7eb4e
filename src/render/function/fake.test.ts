import { execFileSync } from 'node:child_process';
import { parse } from '@iarna/toml';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memoryHost } from '../../host/index.ts';
import { renderTemplate } from '../index.ts';
import type { Determinism } from './world.ts';

function rendered(text: string, determinism?: Determinism, nowNs?: bigint) {
  return renderTemplate({
    file: 'f.tera',
    text,
    dialect: 'tera',
    root: '/project',
    host: { ...memoryHost(), ...(nowNs === undefined ? {} : { nowNs: () => nowNs }) },
    variables: new Map(),
    allowedEnv: new Set(),
    determinism,
  });
}

const words = /^[A-Za-z][A-Za-z.,' -]*$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const place = /^\p{Lu}[\p{L}.,'()&/ -]*$/u;
const phone = /^\+1-[2-9]\d\d-555-01\d\d$/;
const within = (least: number, most: number) => (value: unknown) =>
  typeof value === 'number' && value >= least && value <= most;
const whole = (least: number, most: number) => (value: unknown) =>
  Number.isInteger(value) && within(least, most)(value);

/** What every value of a kind looks like. */
const forms: Readonly<Record<string, RegExp | ((value: unknown) => boolean)>> = {
  uuid,
  uuid_seeded: uuid,
  name: words,
  first_name: words,
  last_name: words,
  title: /^[A-Z][a-z]+\.?$/,
  suffix: /^[A-Za-z.]+$/,
  email: /^[a-z0-9._'-]+@[a-z0-9-]+\.example$/,
  username: /^[a-z0-9._'-]+$/,
  password: /^[A-Za-z0-9]{8,20}$/,
  domain: /^[a-z0-9-]+\.example$/,
  url: /^https:\/\/[a-z0-9-]+\.example\/$/,
  ipv4: /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|$)){4}$/,
  ipv6: /^(?:[0-9a-f]{4}(?::|$)){8}$/,
  user_agent: /^[A-Za-z]+\/\d[ -~]+$/,
  mac_address: /^(?:[0-9A-F]{2}(?::|$)){6}$/,
  street: /^[A-Z0-9][\w.' -]+$/,
  address: /^\d+ [\w.' -]+$/,
  city: place,
  state: place,
  zip: /^\d{5}(?:-\d{4})?$/,
  country: place,
  latitude: within(-90, 90),
  longitude: within(-180, 180),
  phone,
  cell_phone: phone,
  company: words,
  company_suffix: /^[A-Z][A-Za-z]+$|^and Sons$/,
  industry: words,
  profession: words,
  word: /^[a-z]+$/,
  words: /^[a-z]+ [a-z]+ [a-z]+$/,
  sentence: /^[A-Z][a-z ]+\.$/,
  paragraph: /^[A-Z][A-Za-z. ]+\.$/,
  int: whole(0, 999),
  int_range: whole(0, 99),
  float: within(0, 1000),
  bool: (value) => typeof value === 'boolean',
  date: (value) => isMoment(`${value}T00:00:00Z`),
  time: (value) => isMoment(`2025-01-01T${value}Z`),
  datetime: (value) => isMoment(String(value)),
  timestamp: whole(0, 1_735_689_600),
  credit_card: (value) => passesLuhn(String(value)),
  currency_code: /^[A-Z]{3}$/,
  currency_name: /^[A-Z][\p{L}.,'() -]+$/u,
  currency_symbol: /^[^\p{C}"\\]+$/u,
  filename: /^[a-z_]+\.[a-z0-9]+$/,
  extension: /^[a-z0-9]+$/,
  mime_type: /^[a-z]+\/[a-z0-9.+-]+$/,
  file_path: /^(?:\/[\w.+ -]+)+$/,
  color: /^[a-z ]+$/,
  hex_color: /^#[0-9a-f]{6}$/,
  rgb_color: /^rgb\(\d{1,3}, \d{1,3}, \d{1,3}\)$/,
  string: /^[a-z]{10}$/,
  port: whole(1024, 65_534),
  semver: /^\d+\.\d+\.\d+$/,
};

function isMoment(text: string): boolean {
  const [start = '', rest] = text.split(/(?<=\d)Z$/);
  return rest === '' && new Date(text).toISOString().startsWith(start);
}

function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const doubled = Number(digit) * (at % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return /^\d{12,19}$/.test(digits) && sum % 10 === 0;
}

const kinds = Object.keys(forms);

test('there is a form for every kind', () => {
  expect(JSON.parse(rendered('{{ fake_kinds() | json_encode }}').text ?? '')).toEqual(kinds.toSorted());
});

/** One of each kind, as JSON. */
function oneOfEach(seed: string): Record<string, unknown> {
  const members = kinds.map((kind) => `"${kind}": {{ fake_${kind}(seed=${seed}) | json_encode }}`);
  const { text, diagnostics } = rendered(`{${members.join(',\n')}}`);
  expect(diagnostics.filter(({ code }) => code !== 'SW1306')).toEqual([]);
  return JSON.parse(text ?? '');
}

test('every value has the form of its kind, and comes again with its seed', () => {
  const seeds = fc.oneof(
    fc.nat().map(String),
    fc.stringMatching(/^[a-z]{0,9}$/).map((text) => `"${text}"`),
  );
  fc.assert(
    fc.property(seeds, (seed) => {
      const values = oneOfEach(seed);
      for (const [kind, form] of Object.entries(forms)) {
        const value = values[kind];
        const right = form instanceof RegExp ? typeof value === 'string' && form.test(value) : form(value);
        expect(right, `fake_${kind}(seed=${seed}) gives ${JSON.stringify(value)}`).toBe(true);
      }
      expect(oneOfEach(seed)).toEqual(values);
    }),
    { numRuns: 200 },
  );
});

test('every text can stand in a TOML string as it is', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const lines = kinds.map((kind) => `${kind} = "{{ fake_${kind}(seed=${seed}) }}"`);
      const { text = '' } = rendered(lines.join('\n'));
      expect(Object.keys(parse(text))).toEqual(kinds);
    }),
    { numRuns: 50 },
  );
});

describe('what fixes the values', () => {
  const all = kinds.map((kind) => `{{ fake_${kind}() }}`).join('\n');

  test('the seed of the scenario, and no clock', () => {
    const one = rendered(all, { seed: 7 }, 1_000_000_000_000_000_000n);
    const later = rendered(all, { seed: 7 }, 1_800_000_000_000_000_000n);
    expect(later.text).toBe(one.text);
    expect(one.uses).toEqual({ clock: false, random: false, env: [] });
    expect(rendered(all, { seed: 8 }).text).not.toBe(one.text);
  });

  test('without a seed they are taken at random, and that is said', () => {
    expect(rendered('{{ fake_name() }}').uses.random).toBe(true);
  });

  test.each(['2030-06-15T12:00:00Z', '1969-07-20T20:17:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])(
    'dates lie before the frozen clock %s',
    (freezeClock) => {
      for (let seed = 0; seed < 50; seed++) {
        const { text = '' } = rendered('{{ fake_datetime() }}', { seed, freezeClock });
        expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
        expect(Date.parse(text)).toBeLessThanOrEqual(Date.parse(freezeClock));
      }
    },
  );
});

test.each([
  ['{{ fake_int_range(min=-9007199254740991, max=9007199254740991, seed=1) }}', /^-?\d+$/],
  ['{{ fake_int_range(min=7, max=8) }}', /^7$/],
  ['{{ fake_bool(ratio=0) }}{{ fake_bool(ratio=100) }}', /^falsetrue$/],
  ['{{ fake_password(min=3, max=3) }}', /^[A-Za-z0-9]{3}$/],
  ['{{ fake_password(min=30) | length }}', /^30$/],
  ['{{ fake_string(len=0) }}', /^$/],
  ['{{ fake_string(len=10000) | length }}', /^10000$/],
  ['{{ fake_words(count=2) }}', /^[a-z]+ [a-z]+$/],
  ['{{ fake(kind="port", n=3) | length }}', /^3$/],
])('%s', (text, form) => {
  expect(rendered(text).text).toMatch(form);
});

test.each([
  [
    '{{ fake_int_range(min=8, max=8) }}',
    'the function `fake_int_range`: there is no number from 8 to below 8',
  ],
  ['{{ fake(kind="emial") }}', 'the function `fake`: there is no kind `emial`'],
  ['{{ fake_string(len=10001) }}', 'the function `fake_string`: its argument `len` is the integer 10001'],
])('%s is refused', (text, message) => {
  expect(rendered(text).diagnostics).toMatchObject([{ code: 'SW1112', message }]);
});

test('a kind that is mistyped is shown its right name', () => {
  expect(rendered('{{ fake(kind="emial") }}').diagnostics).toMatchObject([{ hint: 'did you mean `email`?' }]);
});

test('a template cannot make up data for ever', () => {
  const { diagnostics } = rendered(
    '{% for i in range(end=60000) %}{% set x = fake(kind="paragraph", n=1000) %}{% endfor %}',
  );
  expect(diagnostics).toMatchObject([{ code: 'SW1202' }]);
});

const program = `
  import { registerHooks } from 'node:module';
  let loaded = 0;
  registerHooks({ load: (url, context, next) => { loaded += url.includes('faker'); return next(url, context); } });
  const { renderTemplate } = await import(${JSON.stringify(new URL('../index.ts', import.meta.url).href)});
  const { memoryHost } = await import(${JSON.stringify(new URL('../../host/index.ts', import.meta.url).href)});
  const input = { file: 't', root: '/project', dialect: 'tera', host: memoryHost(), variables: new Map(), allowedEnv: new Set() };
  const loads = (text) => { renderTemplate({ ...input, text }); return loaded > 0; };
  console.log(loads('{{ sha256(s="x") }} fake_name() {% if false %}{{ fake_name() }}{% endif %}'), loads('{{ fake_name() }}'));
`;

test('the word lists are loaded when a value is made up, and not before, without making code from text', () => {
  const flags = ['--disallow-code-generation-from-strings', '--experimental-strip-types', '--no-warnings'];
  const output = execFileSync(process.execPath, [...flags, '--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  expect(output).toBe('false true\n');
});
