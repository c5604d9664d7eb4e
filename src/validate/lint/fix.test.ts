import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CatalogueEntry, catalogue, type Fix } from '../../diagnostic/index.ts';
import { memoryHost } from '../../host/index.ts';
import { type LoadInput, loadRendered, tokenize } from '../../scenario/index.ts';
import { completed } from '../sample.ts';
import { applyFixes } from './apply.ts';
import { fixText, lintSet } from './index.ts';
import { meaningOf } from './meaning.ts';

const host = memoryHost({
  files: {
    '/project/steps.njk': '[[scenario.steps]]\ncommand = ["ls"]\nexpected_exit_code = 0\n',
  },
});

function load(content: LoadInput['content'], file = 'a.span.toml') {
  const surroundings = { host, root: '/project', allowedEnv: new Set<string>() };
  return loadRendered({ file, dir: '/project', content }, surroundings);
}

function fixed(content: string, file = 'a.span.toml'): string {
  const input = { file, dir: '/project', content };
  return fixText(input, { load: (each) => load(each.content, file) }).text;
}

function meanings(text: string, file?: string): unknown[] {
  return load(text, file).files.map(({ model }) => meaningOf(model));
}

function offered(text: string, file = 'a.span.toml'): Fix[] {
  return lintSet(load(text, file).files).flatMap(({ fix }) => (fix ? [fix] : []));
}

function comments(text: string): string[] {
  return tokenize(text, false)
    .filter(({ kind }) => kind === 'comment')
    .map((token) => token.text);
}

/** Every fix alone keeps what the file says, and so do all together, after which there is nothing left to fix. */
function expectSound(text: string, file = 'a.span.toml'): void {
  const before = meanings(text, file);
  for (const fix of offered(text, file)) {
    expect(meanings(applyFixes(text.replace(/^\ufeff/, ''), [fix]), file)).toEqual(before);
  }
  const after = fixed(text, file);
  expect(meanings(after, file)).toEqual(before);
  expect(comments(after)).toEqual(comments(text));
  expect(offered(after, file)).toEqual([]);
  expect(fixed(after, file)).toBe(after);
}

describe('every file at hand keeps its meaning', () => {
  const root = resolve(import.meta.dirname, '../../..');
  const examples = globSync('examples/**/*.toml', { cwd: root });
  const corpus = globSync('src/validate/corpus/*.txt', { cwd: root }).flatMap((name) =>
    readFileSync(resolve(root, name), 'utf8')
      .split(/^-- .+ --\n/m)
      .slice(1),
  );
  const documented = Object.values<CatalogueEntry>(catalogue).flatMap(({ bad = '', good = '' }) => [
    bad,
    good,
  ]);

  test.each(examples)('%s', (name) => expectSound(readFileSync(resolve(root, name), 'utf8'), name));

  test('those of the corpus and of the catalogue', () => {
    const texts = [...corpus, ...documented].map(completed).filter((text) => load(text).files.length > 0);
    expect(texts.length).toBeGreaterThan(150);
    for (const text of texts) expectSound(text);
  });
});

/** One thing in several spellings. */
const spelled = (...texts: readonly string[]) => fc.constantFrom(...texts);
const lines = (...parts: readonly fc.Arbitrary<string>[]) =>
  fc.subarray([...parts]).chain((some) => fc.tuple(...some).map((texts) => texts.join('')));
const lineEnd = spelled('\n', ' # why: "x" = 1\n', '\r\n');
const line = (...texts: readonly string[]) =>
  fc.tuple(spelled(...texts), lineEnd).map((pair) => pair.join(''));

const step = fc
  .tuple(
    line('command = "ls \\"a b\\""', '"run" = \'ls "a b"\'', 'command = ["ls", "c:\\\\d"]'),
    lines(
      line('timeout = "60000ms"', '"timeout" = \'2000ms\'', 'timeout="1500ms"'),
      line('expected_exit_code = 3', 'expect.exit_code = 3', '"expected_exit_code"=0x3'),
      line(
        'expected_output_regex = "a\\\\.c"',
        'expect.stdout.matches = "^a$"',
        'expect.stdout = { not_matches = "a" }',
      ),
      line('env = { "A" = "\\"" }', '"env"."B" = "\\\\"'),
      line('capture.x = { stdout = "a\\\\d" }'),
    ),
    spelled(
      '',
      '[scenario.steps.expect]\nstderr.matches = ".*b.*"\n',
      '[scenario.steps.expect.stderr]\nmatches = ["c"]\n',
    ),
  )
  .map((parts) => `[[scenario.steps]]\n${parts.join('')}`);

const file = fc
  .tuple(
    spelled('', '\ufeff'),
    lines(
      line('otel_headers = { "x" = "\\"y\\"" }', '"otel_propagators"."use" = ["b3"]'),
      line('otel.exporter = "otlp"'),
    ),
    line('[meta]\nname = "a \\\\ b"', '["meta"]\n"name" = "a"'),
    lines(
      line('[otel]\nsample_ratio = 1', '[otel.settle]\nquiet = "1000ms"'),
      line('[otel_headers]\nx = "y"', '["otel_propagators"]\nuse = ["b3"]'),
      line('[service."api"]\ncommand = "api"\nwait_for_span = "boot"\nwait_for_span_timeout_secs = 90'),
      line('[service.db]\ncommand = "db"\nready = { log = "a\\\\.b" }\nwait_for_span_timeout_secs = 5'),
      line('[service.db.ready]\n"interval" = "1000ms"'),
      line('[expect.hermeticity]\nresource_attrs_must_match = { "a" = { matches = "^b$" } }'),
      line('[expect.hermeticity.resource_attrs_must_match]\na = "b"'),
      line('[[expect.span]]\nname = "s"\nattrs.all = { a = { matches = "b\\\\.c$", contains = "b" } }'),
    ),
    line('[[scenario]]\nname = "s"', '[[scenario]]\n"name" = "s"\ntimeout_ms = 60_000'),
    fc.array(step, { minLength: 1, maxLength: 3 }),
  )
  .map((parts) => parts.flat().join(''));

test('a file keeps its meaning, and after its fixes there is nothing left to fix', () => {
  let valid = 0;
  fc.assert(
    fc.property(file, (text) => {
      if (load(text).files.length === 0) return;
      valid++;
      expectSound(text);
    }),
    { numRuns: 300 },
  );
  expect(valid).toBeGreaterThan(60);
});

test('a byte order mark and CRLF stay', () => {
  const text = '\ufeff[meta]\r\n"name" = "a"\r\n[[scenario]]\r\nname = "b"\r\nrun = "ls"\r\n';
  expect(fixed(text)).toBe(text.replace('"name"', 'name'));
});

describe('templates', () => {
  const head = '[meta]\nname = "a"\n[[scenario]]\nname = "b"\n';
  const native = 'a.span.toml.njk';

  test.each([
    [
      'what stands outside tags is fixed',
      `${head}timeout_ms = 5000 # {{ 1 }}\nrun = "{{ "ls" }}"\n`,
      'timeout_ms = 5000',
      'timeout = "5s"',
    ],
    [
      'a line of a loop is fixed once for all its turns',
      `${head}{% for i in [1, 2] %}[[scenario.steps]]\nrun = "ls {{ i }}"\n"timeout" = "1000ms"\n{% endfor %}`,
      '"timeout" = "1000ms"',
      'timeout = "1s"',
    ],
  ])('%s', (_, text, from, to) => {
    expect(fixed(text, native)).toBe(text.replace(from, to));
    expectSound(text, native);
  });

  test.each([
    ['a value that a tag has a part in', `${head}run = "ls"\ntimeout = "{{ 10 }}000ms"\n`],
    ['a key that a tag makes', `${head}run = "ls"\n{{ "timeout_ms" }} = 5000\n`],
    ['an escape that is that of a tag', `${head}run = "ls"\ndescription = "{{ "\\\\" }}{{ "\\"" }}"\n`],
    ['what stands in another file', `${head}{% include "steps.njk" %}`],
  ])('%s stays', (_, text) => {
    expect(load(text, native).files).toHaveLength(1);
    expect(fixed(text, native)).toBe(text);
  });

  test('Tera: the same', () => {
    const text =
      '[meta]\nname = "a"\nversion = "1"\n[[scenario]]\nname = "b"\n{% for i in range(end=2) %}[[scenario.steps]]\nname = "s{{ i }}"\ncommand = ["ls", "c:\\\\d"]\n{% endfor %}';
    expect(fixed(text, 'a.clnrm.toml')).toBe(text.replace('"c:\\\\d"', "'c:\\d'"));
    expectSound(text, 'a.clnrm.toml');
  });
});

describe('errors are put right where there is one way to', () => {
  const rest = '[meta]\nname = "a"\n[[scenario]]\nname = "b"\nrun = "ls"\n';

  test.each([
    ['tmieout = "5s"', 'timeout = "5s"'],
    ['environment = { A = "b" }', 'env = { A = "b" }'],
    ['timeout: "5s"', 'timeout = "5s"'],
    ['timeout = "30 seconds"', 'timeout = "30s"'],
    ['retries = "3"', 'retries = 3'],
    ['skip = later', 'skip = "later"'],
    ['tiemout = "5000ms"', 'timeout = "5s"'],
    ['priority = "higj"', 'priority = "high"'],
  ])('%s becomes %s', (wrong, right) => {
    expect(load(rest + right).files).toHaveLength(1);
    expect(fixed(`${rest}${wrong}\n`)).toBe(`${rest}${right}\n`);
  });

  test.each([
    // The unit would be a guess.
    'timeout = 30',
    'timeout = "30"',
    // Two slips.
    'timoeot = "5s"',
    // `service` is as near as `services`.
    'servicex = "ls"',
    // The right key does not take the value.
    'tmieout = "soon"',
    'unknown = 1',
  ])('%s stays', (wrong) => {
    const text = `${rest}${wrong}\n`;
    expect(load(text).files).toEqual([]);
    expect(fixed(text)).toBe(text);
  });

  test('one that would do harm does not keep the others from being applied', () => {
    const text = `${rest}tmieout = "soon"\nretrise = 3\ndescripton = "c"\n`;
    expect(fixed(text)).toBe(`${rest}tmieout = "soon"\nretries = 3\ndescription = "c"\n`);
  });
});

test('what a comment allows, and what is switched off, is not fixed', () => {
  const text =
    '[meta]\n"name" = "a" # spanwright: allow quoted-key\n[[scenario]]\nname = "b"\nrun = "ls"\ntimeout = "1000ms"\n';
  const input = { file: 'a.span.toml', dir: '/project', content: text };
  const options = {
    load: ({ content }: LoadInput) => load(content),
    allowed: new Set(['duration-unit'] as const),
  };
  expect(fixText(input, options)).toEqual({ text, count: 0 });
  expect(fixed(text)).toBe(text.replace('1000ms', '1s'));
});

test('a file has more fixed than a report tells of', () => {
  const step = '[[scenario.steps]]\nrun = "ls"\n"timeout" = "2000ms"\n';
  const text = `[meta]\nname = "a"\n[[scenario]]\nname = "b"\n${step.repeat(400)}`;
  expect(fixed(text)).toBe(text.replaceAll('"timeout" = "2000ms"', 'timeout = "2s"'));
});

test('overlapping fixes are applied one round after the other', () => {
  const text = '[meta]\nname = "a"\n[[scenario]]\nname = "b"\nrun = "ls"\n"timeout_ms" = 60000\n';
  expect(fixed(text)).toBe(text.replace('"timeout_ms" = 60000', 'timeout = "1m"'));
});
