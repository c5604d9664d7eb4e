import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { renderSample, type SampleOptions } from '../rendering/sample.ts';

/** What the last line of a template renders to. */
function lastLine(text: string, options: SampleOptions = {}): string | undefined {
  const { texts, messages } = renderSample(text, options);
  expect(messages).toEqual([]);
  return texts[0]?.trimEnd().split('\n').at(-1);
}

describe('[vars] of the file', () => {
  test.each([
    ['a table', '[vars]\nhost = "h"\n{{ host }}', 'h'],
    ['by its namespace', '[vars]\nhost = "h"\n{{ vars.host }}', 'h'],
    ['with a comment behind the header', '[vars] # ours\nhost = "h"\n{{ host }}', 'h'],
    ['with spaces in the header', '[ vars ]\nhost = "h"\n{{ host }}', 'h'],
    ['indented', '  [vars]\n    host = "h"\n{{ host }}', 'h'],
    ['dotted keys at the top', 'vars.host = "h"\n{{ host }}', 'h'],
    ['an inline table', 'vars = { host = "h", port = 1 }\n{{ host }}{{ port }}', 'h1'],
    ['quoted keys', '[vars]\n"host" = "h"\n\'port\' = 1\n{{ host }}{{ port }}', 'h1'],
    ['a table inside', '[vars.server]\nport = 80\n[vars]\n{{ server.port }}', '80'],
    ['tables in a list', '[[vars.list]]\na = 1\n[[vars.list]]\na = 2\n{{ list[1].a }}', '2'],
    [
      'a list over several lines',
      '[vars]\nlist = [\n  "[a]", # x\n  "b",\n]\n[a]\n{{ list | join(",") }}',
      '[a],b',
    ],
    ['a text over several lines', '[vars]\ntext = """\n[meta]\nx = 1"""\nhost = "h"\n{{ host }}', 'h'],
    ['a hash in a text', '[vars]\nhost = "a#b"\n{{ host }}', 'a#b'],
    ['a date', '[vars]\nday = 2026-11-21\n{{ day }}', '2026-11-21'],
    ['clnrm 0.6', '[template.vars]\nhost = "h"\n{{ host }}', 'h'],
    ['of another variable', '[vars]\nhost = "h"\nurl = "http://{{ host }}/"\n{{ url }}', 'http://h/'],
    ['of a later variable', '[vars]\nurl = "http://{{ host }}/"\nhost = "h"\n{{ url }}', 'http://h/'],
    [
      'over several levels',
      '[vars]\nc = "{{ b }}c"\nb = "{{ vars.a }}b"\na = "a"\n[x]\nd = "{{ c }}d"\n{{ c }}{{ d | default("") }}',
      'abc',
    ],
    ['of a tag that makes a number', '[vars]\nn = {{ 1 + 2 }}\n{{ n * 2 }}', '6'],
    ['with a quote in the tag', '[vars]\nhost = "{{ "h" | upper }}"\n{{ host }}', 'H'],
    [
      'over several lines with tags',
      '[vars]\na = "A"\ntext = """\n{{ a }}\n[x] {{ a }}"""\nb = "B"\n{{ text | replace("\\n", "-") }}{{ b }}',
      'A-[x] AB',
    ],
    [
      'in a condition',
      '[vars]\n{% if true %}\na = 1\n{% else %}\na = 2\n{% endif %}\nb = 3\n{{ a }}{{ b }}',
      '13',
    ],
    ['in a loop', '[vars]\nlist = [{% for i in [1, 2] %}{{ i }},{% endfor %}]\n{{ list | length }}', '2'],
    ['with a macro', '{% macro m() %}x{% endmacro %}\n[vars]\na = "{{ m() }}"\n{{ a }}', 'x'],
    ['with a variable of the template', '{% set x = "x" %}\n[vars]\na = "{{ x }}"\n{{ a }}', 'x'],
    ['of all', '[vars]\na = 1\nb = "{{ a }}"\nall = "{{ vars | length }}"\n{{ all }}', '2'],
    ['beside a comment of the template', '[vars] {# x #}\n{# b = 2 #}\na = 1\n{{ a }}', '1'],
    ['in a file with CRLF', '[vars]\r\na = "{{ 1 }}"\r\nb = 2\r\n{{ a }}{{ b }}', '12'],
    ["beside a shell's length", 'run = "echo ${#HOME}"\n[vars]\na = 1\n{{ a }}', '1'],
  ])('%s', (_, text, expected) => {
    const { texts } = renderSample(text);
    expect(texts[0]?.trimEnd().split(/\r?\n/).at(-1)).toBe(expected);
  });

  it('of a macro are none of the file', () => {
    const text = '{% macro m() %}\n[vars]\na = 1\n{% endmacro %}\n{{ a | default("none") }}';
    expect(lastLine(text)).toBe('none');
  });

  it('a value that names itself means the one from outside', () => {
    const text = '[vars]\nsvc = "{{ svc }}-x"\n[meta]\nname = "{{ svc }}"\n';
    expect(renderSample(text, { project: new Map([['svc', 'shop']]) }).texts[0]).toContain('name = "shop-x"');
    expect(renderSample(text, { file: 'a.clnrm.toml' }).texts[0]).toContain('name = "clnrm-x"');
    expect(renderSample(text)).toMatchObject({ codes: ['SW1106'], lines: [2] });
  });

  it('is not worked out for what is given from outside', () => {
    const text = '[vars]\na = "{{ b }}"\nb = "{{ a }}"\n[meta]\nname = "{{ b }}"\n';
    const { texts, messages } = renderSample(text, { given: new Map([['a', 'x']]) });
    expect(messages).toEqual([]);
    expect(texts[0]).toContain('name = "x"');
  });
});

describe('what is wrong in [vars]', () => {
  test.each([
    [
      'a name that is nowhere, once',
      '[vars]\nurl = "{{ hots }}"\nhost = "h"\n{{ url }}{{ url }}',
      ['SW1106'],
      [2],
    ],
    ['a circle', '[vars]\na = "{{ b }}"\nb = "{{ a }}"\n{{ a }}', ['SW1401'], [2]],
    [
      'what depends on a circle',
      '[vars]\nx = "{{ b }}"\na = "{{ b }}"\nb = "{{ c }}"\nc = "{{ a }}"\n{{ x }}',
      ['SW1401'],
      [3],
    ],
    [
      'one bad value leaves the others',
      '[vars]\nbad = "{{ 1 | nope }}"\na = "{{ 1 }}"\n{{ a }}',
      ['SW1107'],
      [2],
    ],
    ['TOML that a tag breaks', '[vars]\na = "{{ \'"\' }}"\nb = "{{ 1 }}"\n{{ a }}{{ b }}', ['SW2007'], [2]],
  ] as const)('%s', (_, text, codes, lines) => {
    expect(renderSample(text)).toMatchObject({ texts: [], codes, lines });
  });

  it('shows the way of a circle', () => {
    const { messages } = renderSample('[vars]\na = "{{ b }}"\nb = "{{ vars.c }}"\nc = "{{ a }}"\n');
    expect(messages).toEqual(['the values of variables are made of each other: a -> b -> c -> a']);
  });

  it('ends for a long chain, and for variables that each look at all', () => {
    const chain = Array.from({ length: 2_000 }, (_, index) => `v${index} = "{{ v${index + 1} }}"\n`).join('');
    expect(renderSample(`[vars]\n${chain}v2000 = "x"\n{{ v0 }}`).codes).toContain('SW1401');
    const all = Array.from({ length: 200 }, (_, index) => `v${index} = "{{ vars | length }}"\n`).join('');
    expect(renderSample(`[vars]\n${all}`).codes).toEqual([]);
  });
});

test('the command line wins over the environment, that over the file, that over the project, that over the default', () => {
  const sources = ['given', 'env', 'file', 'project'] as const;
  const expected = (present: ReadonlySet<string>) => sources.find((each) => present.has(each)) ?? 'clnrm';
  fc.assert(
    fc.property(fc.subarray([...sources]), fc.boolean(), (chosen, tagged) => {
      const present = new Set<string>(chosen);
      const own = tagged ? '{{ "file" }}' : 'file';
      const text = `${present.has('file') ? `[vars]\nsvc = "${own}"\n` : ''}x = "{{ svc }}"\n`;
      const { texts } = renderSample(text, {
        file: 'a.clnrm.toml',
        given: new Map(present.has('given') ? [['svc', 'given']] : []),
        env: present.has('env') ? { SERVICE_NAME: 'env' } : {},
        allowedEnv: new Set(['SERVICE_NAME']),
        project: new Map(present.has('project') ? [['svc', 'project']] : []),
      });
      expect(texts[0]).toContain(`x = "${expected(present)}"`);
    }),
  );
});

test('a name of the environment is a variable only where the project says so', () => {
  const env = { REGION: 'us' };
  const text = '[vars]\nREGION = "eu"\n{{ REGION }}';
  const allowedEnv = new Set(['REGION']);
  expect(lastLine(text, { env, allowedEnv, envVariables: ['REGION'] })).toBe('us');
  expect(lastLine(text, { env, allowedEnv })).toBe('eu');
  expect(lastLine(text, { env, envVariables: ['REGION'] })).toBe('eu');
});

test('[determinism] may be made of variables', () => {
  const text =
    '[vars]\nwhen = "2026-01-02T03:04:05Z"\n[determinism]\nfreeze_clock = "{{ when }}"\n{{ now() }}';
  expect(lastLine(text.replace('now()', 'now_rfc3339()'))).toContain('2026-01-02T03:04:05');
  const seeded = '[determinism]\nseed = {{ 40 + 2 }}\n{{ rand_hex() }}';
  expect(lastLine(seeded)).toBe(lastLine(seeded));
  expect(renderSample(seeded).uses.random).toBe(false);
});

test('hostile texts end, and without an exception', () => {
  const pieces = [
    '[vars]',
    '[vars.a]',
    '[[matrix]]',
    '[matrix]',
    '\n',
    'a = ',
    'b.c = ',
    '"',
    "'''",
    '"""',
    '{{ a }}',
    '{{ vars }}',
  ]
    .concat([
      '{% if a %}',
      '{% endif %}',
      '{% for i in a %}',
      '{% endfor %}',
      '{#',
      '#}',
      '{% set a = 1 %}',
      '[',
      ']',
      '{',
      '}',
    ])
    .concat([
      ',',
      '=',
      '1',
      '{% raw %}',
      '{% endraw %}',
      '{% macro m() %}',
      '{% endmacro %}',
      '#',
      '\\',
      'vars = { a = 1 }',
    ]);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (parts) => {
      renderSample(parts.join(''));
    }),
    { numRuns: 400 },
  );
});
