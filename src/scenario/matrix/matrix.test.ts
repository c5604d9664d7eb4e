import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type CatalogueEntry, type Code, catalogue, printDiagnostics } from '../../diagnostic/index.ts';
import { loadSample, renderSample } from '../rendering/sample.ts';
import { combine } from './combine.ts';
import { combinationLabel } from './label.ts';

const rest =
  '[meta]\nname = "shop"\n[[scenario]]\nname = "buys"\nrun = "buy {{ matrix.os }} {{ matrix.db }}"\n';
const both = `[matrix]\nos = ["linux", "mac"]\ndb = ["pg", "lite"]\n${rest}`;

const labels = (text: string) =>
  renderSample(text).renderings.map(({ combination }) => combination && combinationLabel(combination));

describe('a matrix', () => {
  it('gives one file for each combination, the last name varying fastest', () => {
    const { files, diagnostics } = loadSample(both);
    expect(diagnostics).toEqual([]);
    expect(files.map(({ combination }) => combination && combinationLabel(combination))).toEqual([
      '[os=linux, db=pg]',
      '[os=linux, db=lite]',
      '[os=mac, db=pg]',
      '[os=mac, db=lite]',
    ]);
    expect(files.map(({ model }) => model.scenario[0]?.steps?.[0]?.command)).toEqual([
      'buy linux pg',
      'buy linux lite',
      'buy mac pg',
      'buy mac lite',
    ]);
  });

  it('takes numbers, booleans and dates too, and keeps their kinds', () => {
    const text = `[matrix]
n = [1, 2.5]
on = [true, false]
day = [2026-11-21]
[x]
y = "{{ matrix.n * 2 }}{{ "on" if matrix.on else "off" }}{{ matrix.day }}"
`;
    expect(labels(text)).toEqual([
      '[n=1, on=true, day=2026-11-21]',
      '[n=1, on=false, day=2026-11-21]',
      '[n=2.5, on=true, day=2026-11-21]',
      '[n=2.5, on=false, day=2026-11-21]',
    ]);
    expect(renderSample(text).texts.map((each) => /^y = .*/m.exec(each)?.[0])).toEqual([
      'y = "2on2026-11-21"',
      'y = "2off2026-11-21"',
      'y = "5on2026-11-21"',
      'y = "5off2026-11-21"',
    ]);
  });

  it.each([
    ['dotted keys', 'matrix.os = ["a", "b"]\n[x]\ny = "{{ matrix.os }}"\n'],
    ['an inline table', 'matrix = { os = ["a", "b"] }\n[x]\ny = "{{ matrix.os }}"\n'],
    ['lists over several lines', '[matrix]\nos = [\n  "a", # first\n  "b",\n]\n[x]\ny = "{{ matrix.os }}"\n'],
    [
      'values made of variables',
      '[vars]\nlist = ["a", "b"]\n[matrix]\nos = {{ list | dump }}\n[x]\ny = "{{ matrix.os }}"\n',
    ],
  ])('may be written as %s', (_, text) => {
    expect(labels(text)).toEqual(['[os=a]', '[os=b]']);
  });

  it('is there for [vars] too', () => {
    const text =
      '[matrix]\nos = ["a", "b"]\n[vars]\nurl = "{{ host }}/"\nhost = "{{ matrix.os }}.test"\n[x]\ny = "{{ url }}"\n';
    expect(renderSample(text).texts.map((each) => /^y = .*/m.exec(each)?.[0])).toEqual([
      'y = "a.test/"',
      'y = "b.test/"',
    ]);
  });

  it('of a clnrm file is expanded where the template uses it, and else has no effect, as in clnrm', () => {
    const clnrm = (use: string) =>
      `[test.metadata]\nname = "a"\n[matrix]\nos = ["a", "b"]\n[[steps]]\nname = "{{ ${use} }}"\ncommand = ["true"]\n`;
    expect(loadSample(clnrm('matrix.os'), { file: 'a.clnrm.toml' }).files).toHaveLength(2);
    const unused = loadSample(clnrm('svc'), { file: 'a.clnrm.toml' });
    expect(unused.files.map(({ combination }) => combination)).toEqual([undefined]);
    expect(unused.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['SW1404', 'info']]);
  });
});

describe('what is wrong with a matrix', () => {
  test.each([
    ['no list', 'os = "linux"', ['SW1402'], [2]],
    ['an empty list', 'os = []', ['SW1402'], [2]],
    ['a list in the list', 'os = [["linux"]]', ['SW1402'], [2]],
    ['a value twice', 'os = ["linux", "linux"]', ['SW1402'], [2]],
    ['two values that read the same', 'os = ["1", 1]', ['SW1402'], [2]],
    ['everything at once', 'os = "linux"\nextra = []', ['SW1402', 'SW1402'], [2, 3]],
    ['a table as GitHub has it', 'os = ["linux"]\nexclude = [{ os = "linux" }]', ['SW1402'], [3]],
    [
      'more than can be meant',
      `os = [${Array.from({ length: 257 }, (_, at) => at).join()}]`,
      ['SW1403'],
      [2],
    ],
    ['a list made of the matrix', 'os = ["a"]\ndb = ["{{ matrix.os }}"]', ['SW1401'], [3]],
  ] as const)('%s', (_, matrix, codes, lines) => {
    const text = `[matrix]\n${matrix}\n[meta]\nname = "{{ matrix.os }}{{ matrix.extra | default(1) }}"\n`;
    const { texts, codes: found, lines: at } = renderSample(text);
    expect({ texts, codes: found, lines: at }).toEqual({ texts: [], codes, lines });
  });

  it('a name that it does not have is reported once, with the name that was meant', () => {
    const { files, diagnostics } = loadSample(both.replace('matrix.db', 'matrix.bd'));
    expect(files).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: 'SW1106', hint: 'did you mean `db`?', place: { line: 8 } }]);
  });

  it('one name that makes no difference is a warning, and in a branch not taken it does', () => {
    const { files, diagnostics } = loadSample(both.replace(' {{ matrix.db }}', ''));
    expect(files).toHaveLength(4);
    expect(diagnostics).toMatchObject([
      {
        code: 'SW1404',
        severity: 'warning',
        message: 'the template does not use `matrix.db`, so each scenario runs 2 times the same',
        place: { line: 3 },
      },
    ]);
    const branch = both.replace(' {{ matrix.db }}', '{% if matrix.os == "x" %}{{ matrix.db }}{% endif %}');
    expect(loadSample(branch).diagnostics).toEqual([]);
  });

  it('what is wrong in all combinations is said once, and in some with their names', () => {
    const everywhere = loadSample(both.replace('run =', 'rum ='));
    expect(everywhere.files).toEqual([]);
    expect(everywhere.diagnostics.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^the key `rum` in .* is unknown$/),
    ]);
    const some = loadSample(
      both.replace('run =', '{% if matrix.os == "mac" %}rum{% else %}run{% endif %} ='),
    );
    expect(some.files).toEqual([]);
    expect(some.diagnostics.at(-1)?.message).toMatch(
      /is unknown, in \[os=mac, db=pg\], \[os=mac, db=lite\]$/,
    );
  });

  it('is bounded for all combinations together', () => {
    const values = Array.from({ length: 256 }, (_, at) => at).join();
    const loop = '{% for i in range(0, 1000) %}{% set x = i %}{% endfor %}';
    const { found, diagnostics, renderings } = renderSample(
      `[matrix]\na = [${values}]\n{{ matrix.a }}${loop.repeat(40)}`,
    );
    expect([renderings, diagnostics]).toEqual([[], []]);
    expect(found.length).toBeLessThan(256);
    expect(found.at(-1)?.diagnostics).toMatchObject([
      { code: 'SW1202', hint: expect.stringContaining('256') },
    ]);
  });
});

describe('a combination', () => {
  const axes = fc.uniqueArray(
    fc.record({
      name: fc.string({ minLength: 1 }),
      values: fc.uniqueArray(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }),
    }),
    { selector: ({ name }) => name, maxLength: 4 },
  );

  test('is one of as many as the lengths multiply to, each with a label of its own behind any name', () => {
    fc.assert(
      fc.property(
        axes,
        fc.array(fc.constantFrom('[', ']', '=', '"', 'a', ', ', '\\'), { maxLength: 8 }),
        (given, name) => {
          const place = { file: 'a', line: 1, column: 1, length: 1 };
          const combined = combine(
            given.map((axis) => ({
              ...axis,
              place,
              values: axis.values.map((text) => ({ text, value: text })),
            })),
          );
          expect(combined).toHaveLength(given.reduce((product, { values }) => product * values.length, 1));
          const ids = combined.flatMap(({ combination }) => {
            const label = combinationLabel(combination);
            return [label, name.join('') + label];
          });
          expect(new Set(ids).size).toBe(name.length === 0 ? combined.length : ids.length);
          for (const id of ids) expect(id).not.toMatch(/\p{C}/u);
        },
      ),
    );
  });

  test.each([
    [{ os: 'linux', node: '22.x' }, '[os=linux, node=22.x]'],
    [{ url: 'http://localhost:80/a-b_c@d+e%20' }, '[url=http://localhost:80/a-b_c@d+e%20]'],
    [{ name: 'Zoë', note: 'two words' }, '[name=Zoë, note="two words"]'],
    [{ a: '', b: 'x]', c: 'l1\nl2' }, '[a="", b="x]", c="l1\\nl2"]'],
    [{ 'my key': '\u202e' }, '["my key"="\\u202e"]'],
  ])('%j is %s', (combination, label) => {
    expect(combinationLabel(new Map(Object.entries(combination)))).toBe(label);
  });
});

const codes = Object.keys(catalogue).filter((code) => /^SW14/.test(code) && code !== 'SW1405') as Code[];
describe.each(codes)('%s', (code) => {
  const { bad = '', good = '' }: CatalogueEntry = catalogue[code];
  const run = (text: string) => renderSample(text, { file: 'example.span.toml.njk' });

  test('is shown as in the golden file', async () => {
    const { found, diagnostics } = run(bad);
    const all = [...diagnostics, ...(found[0]?.diagnostics ?? [])];
    expect(all.map((each) => each.code)).toEqual([code]);
    const shown = printDiagnostics(all, { source: () => bad, color: false });
    await expect(shown).toMatchFileSnapshot(`goldens/${code}.txt`);
  });

  test('is not raised by the good example', () => {
    expect(run(good).codes).toEqual([]);
  });
});
