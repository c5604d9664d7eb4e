import { describe, expect, test } from 'vitest';
import { completed } from './sample.ts';
import { type ValidationOptions, validateAll } from './validate.ts';

/** Something wrong at each level, and a warning. */
const snippets = {
  toml: 'name = \n',
  schema: '[[expect.span]]\nkind = "server"\n',
  contradiction: '[expect.counts]\nspans_total = { gte = 5, lte = 3 }\n',
  structure: '[service.db]\nimage = "Postgres latest"\n',
  warning: '[expect.counts]\nspans_total = { gte = 0 }\n',
  good: '[[expect.span]]\nname = "checkout"\n',
};

function verdict(name: keyof typeof snippets, options: ValidationOptions = {}) {
  const content = completed(snippets[name]);
  const { files, summary } = validateAll([{ file: `${name}.span.toml`, dir: '/project', content }], options);
  return { verdict: files[0]?.verdict, codes: files[0]?.diagnostics.map(({ code }) => code), ok: summary.ok };
}

describe('levels', () => {
  test.each([
    ['syntax', { toml: 'invalid', schema: 'valid', contradiction: 'valid', structure: 'valid' }],
    ['semantic', { toml: 'invalid', schema: 'invalid', contradiction: 'invalid', structure: 'valid' }],
    ['structure', { toml: 'invalid', schema: 'invalid', contradiction: 'invalid', structure: 'invalid' }],
  ] as const)('%s', (level, expected) => {
    const names = ['toml', 'schema', 'contradiction', 'structure'] as const;
    expect(Object.fromEntries(names.map((name) => [name, verdict(name, { level }).verdict]))).toEqual(
      expected,
    );
  });
});

test('a warning is accepted unless strict, and stays a warning', () => {
  expect(verdict('warning')).toEqual({ verdict: 'warning', codes: ['SW4131'], ok: true });
  expect(verdict('warning', { strict: true })).toEqual({ verdict: 'warning', codes: ['SW4131'], ok: false });
  expect(verdict('good', { strict: true }).ok).toBe(true);
});

test('every file is reported, whatever stands in the others, and in the order given', () => {
  const names = ['toml', 'good', 'schema', 'warning'] as const;
  const { files, summary } = validateAll(
    names.map((name) => ({ file: `${name}.span.toml`, dir: '/project', content: completed(snippets[name]) })),
  );
  expect(files.map(({ path, verdict }) => [path, verdict])).toEqual([
    ['toml.span.toml', 'invalid'],
    ['good.span.toml', 'valid'],
    ['schema.span.toml', 'invalid'],
    ['warning.span.toml', 'warning'],
  ]);
  expect(summary).toMatchObject({ ok: false, files: 4, valid: 1, warning: 1, invalid: 2, warnings: 1 });
});

test('files may be read in another way, such as after rendering', () => {
  const load = () => ({ files: [], diagnostics: [] });
  expect(verdict('toml', { load }).verdict).toBe('valid');
});

describe('a hostile file is judged in bounded time', () => {
  const count = 2_000;
  const repeat = (line: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => line(index)).join('');
  test.each([
    [
      'globs against names',
      `${repeat((n) => `[[expect.span]]\nname = "a*${n}"\ncount.eq = 0\n`)}[expect.counts.by_name]\n${repeat((n) => `"a${n}" = { eq = 1 }\n`)}`,
    ],
    [
      'order in a long chain',
      `[expect.graph]\nmust_include = [${repeat((n) => `["${n}", "${n + 1}"],`)}]\n[expect.order]\nmust_precede = [${repeat((n) => `["${count}", "${n}"],`)}]\n`,
    ],
    ['statuses', `[expect.status.by_name]\n${repeat((n) => `"a*${n}" = "OK"\n"a${n}" = "ERROR"\n`)}`],
    [
      'volumes',
      `[service.db]\nimage = "db"\n${repeat(() => `[[service.db.volumes]]\nhost_path = "a"\ncontainer_path = "/etc"\n`)}`,
    ],
    [
      'outputs',
      `[[scenario]]\nname = "a"\n[[scenario.steps]]\ncommand = ["a"]\nexpect.stdout.matches = [${repeat((n) => `"(a*)*b${n}",`)}]\nexpect.stdout.equals = "${'a'.repeat(10_000)}"\n`,
    ],
    [
      'services and scenarios',
      repeat(
        (n) =>
          `[service.s${n}]\ncommand = ["s"]\nports = { http = 8080 }\ndepends_on = ["s${Math.max(0, n - 1)}"]\n`,
      ),
    ],
  ])('%s', (_name, snippet) => {
    const { files } = validateAll([{ file: 'big.span.toml', dir: '/project', content: completed(snippet) }]);
    expect(files[0]?.diagnostics.length).toBeLessThanOrEqual(402);
  });
});
