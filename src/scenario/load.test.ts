import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadScenarioFile } from './load.ts';
import { MAX_PROBLEMS } from './problems.ts';

const load = (content: string | Uint8Array, file = 'a.span.toml') =>
  loadScenarioFile({ file, dir: '/project', content });

const small = '[meta]\nname = "a"\n[[scenario]]\nname = "b"\nrun = "ls"\n';

describe('a correct file', () => {
  test('is loaded with its text, folder and model', () => {
    const { loaded, diagnostics } = load(small);
    expect(diagnostics).toEqual([]);
    expect(loaded).toMatchObject({
      file: 'a.span.toml',
      dir: '/project',
      text: small,
      dialect: 'native',
      model: { meta: { name: 'a' }, scenario: [{ name: 'b', steps: [{ command: 'ls' }] }] },
    });
  });

  test('may begin with a byte order mark, which is no part of the text', () => {
    expect(load(`\ufeff${small}`).loaded?.text).toBe(small);
    expect(load(new TextEncoder().encode(`\ufeff${small}`)).loaded?.text).toBe(small);
  });

  test('locates any key path, or the deepest part of it that was written', () => {
    const { loaded } = load(`${small}[[expect.span]]\nname = "c"\nattrs.all = { "http.route" = "/d" }\n`);
    const at = (...path: (string | number)[]) => {
      const { line, column, length } = loaded?.locate(path) ?? {};
      return [line, column, length];
    };
    expect(at('expect', 'span', 0, 'attrs', 'all', 'http.route')).toEqual([8, 30, 4]);
    expect(at('expect', 'span', 0, 'count', 'gte')).toEqual([6, 1, 15]);
    expect(at('expect', 'span', 0)).toEqual([6, 1, 15]);
    expect(at('scenario', 0, 'steps', 0, 'command')).toEqual([5, 7, 4]);
    expect(at('scenario', 7)).toEqual([3, 1, 12]);
    expect(at('nothing')).toEqual([1, 1, 1]);
  });
});

describe('a file at fault', () => {
  test('is not loaded, and its problems are in the order of the file', () => {
    const { loaded, diagnostics } = load(`${small}nmae = 1\n[service.c]\ncommand = []\n[oteel]\n`);
    expect(loaded).toBeUndefined();
    expect(diagnostics.map(({ code, place }) => `${code} ${place?.line}`)).toEqual([
      'SW3003 6',
      'SW3014 8',
      'SW3003 9',
    ]);
  });

  test('shows what TOML finds wrong', () => {
    const { loaded, diagnostics } = load('[meta\n');
    expect(loaded).toBeUndefined();
    expect(diagnostics[0]?.code).toMatch(/^SW2/);
  });

  test('has a bounded number of problems', () => {
    const { diagnostics } = load(
      small + Array.from({ length: 1_000 }, (_, index) => `k${index} = 1\n`).join(''),
    );
    expect(diagnostics).toHaveLength(MAX_PROBLEMS + 1);
    expect(diagnostics[0]?.message).toBe('800 more problems in this file are not shown, 800 of them errors');
  });

  test('with warnings only is loaded', () => {
    const text = '[meta]\nname = "a"\nversion = "1"\n[[scenario]]\nname = "b"\nrun = "ls"\nfoo = 1\n';
    const { loaded, diagnostics } = load(text, 'a.clnrm.toml');
    expect(diagnostics.map(({ severity }) => severity)).toEqual(['warning']);
    expect(loaded).toBeDefined();
  });
});

describe('a template', () => {
  test.each([
    ['a.clnrm.toml', '# {# note #}\n[meta]\n', 1, 3],
    ['a.toml', '[meta]\nname = "{{ x }}"\n', 2, 9],
    ['a.toml', 'a = "{% if %}"\n', 1, 6],
    ['a.clnrm.toml.tera', '[meta]\n', 1, 1],
    ['a.njk', '[meta]\n', 1, 1],
  ])('%s: %j is refused at its first tag', (file, text, line, column) => {
    const { loaded, diagnostics } = load(text, file);
    expect(loaded).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: 'SW1001', place: { line, column } }]);
  });

  test('is not what a native file with braces in a text is', () => {
    expect(load(small.replace('"ls"', '"echo {{ x }}"')).loaded).toBeDefined();
  });
});

describe('hostile content', () => {
  test('never makes loading throw', () => {
    const piece = fc.constantFrom(
      ...[
        '[',
        ']',
        '[[',
        ']]',
        '=',
        '.',
        '\n',
        '"',
        '"""',
        '{',
        '}',
        ',',
        '1',
        'true',
        '2025-01-01',
        '__proto__',
      ],
      ...[
        'meta',
        'test',
        'metadata',
        'services',
        'service',
        'steps',
        'scenario',
        'expect',
        'span',
        'order',
        'name',
      ],
      ...[
        'otel_validation',
        'enabled',
        'expected_spans',
        'run',
        'shell',
        'command',
        'ports',
        'capture',
        '"${a.b}"',
      ],
      ...['hermeticity', 'must_precede', 'depends_on', 'ready', 'wait_for_span', 'timeout_ms', 'assertions'],
    );
    const statement = fc
      .tuple(piece, fc.constantFrom(' = ', '.', '\n'), piece)
      .map((parts) => parts.join(''));
    const header = fc
      .tuple(fc.boolean(), fc.array(piece, { minLength: 1, maxLength: 3 }))
      .map(([twice, keys]) => {
        return twice ? `[[${keys.join('.')}]]` : `[${keys.join('.')}]`;
      });
    const content = fc.array(fc.oneof(statement, header), { maxLength: 15 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(content, fc.constantFrom('a.span.toml', 'a.clnrm.toml', 'a.toml'), (text, file) => {
        const { loaded, diagnostics } = load(text, file);
        expect(loaded === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
        for (const { place } of diagnostics) expect(place?.line).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 2_000 },
    );
  });

  test('of great depth or width is refused or read, and comes to an end', () => {
    const deep = `${small}[vars]\na = ${'['.repeat(100_000)}${']'.repeat(100_000)}\n`;
    expect(load(deep).loaded).toBeUndefined();
    const wide = (services: number) =>
      small + Array.from({ length: services }, (_, index) => `[service.s${index}]\nrun = "x"\n`).join('');
    expect(Object.keys(load(wide(6_000)).loaded?.model.service ?? {})).toHaveLength(6_000);
    expect(load(wide(7_000)).diagnostics).toMatchObject([{ code: 'SW2024' }]);
    expect(load(`${small}# ${'x'.repeat(1_048_576)}`).diagnostics).toMatchObject([{ code: 'SW2024' }]);
  });

  test('whose patterns would take long to compile has the first of them read', () => {
    const patterns = Array.from({ length: 200 }, (_, index) => `"(a|b|c|d|${index}){1,1000}"`);
    const { diagnostics } = load(
      `${small.replace('run = "ls"', '')}[[scenario.steps]]\ncommand = "ls"\nexpect.stdout.matches = [${patterns.join(', ')}]\n`,
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(Array(diagnostics.length).fill('SW3008'));
    expect(diagnostics.length).toBeGreaterThan(150);
  });

  test('of the wrong encoding is refused', () => {
    expect(load(new Uint8Array([0xff, 0xfe, 0x00])).diagnostics).toHaveLength(1);
  });
});
