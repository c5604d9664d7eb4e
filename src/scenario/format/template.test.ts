import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memoryHost } from '../../host/index.ts';
import { contextOf, renderTemplate, resolveVariables, variablesFrom } from '../../render/index.ts';
import { parseToml, toPlain } from '../toml/index.ts';
import { formatScenario } from './index.ts';

const file = 'a.clnrm.toml.tera';

function formatted(text: string): string {
  const result = formatScenario(text, { file });
  expect(result.diagnostics).toEqual([]);
  expect(formatScenario(result.text, { file }).text).toBe(result.text);
  return result.text;
}

test('what has a tag in it stays as it is, and everything around it is formatted', () => {
  const text = `{#  a template   #}
name="{{ vars.name | default(value="x") }}"   # the   name\t
a=1
{% if a   %}${'   '}
[service . api]
env={A="1"}
{%   endif %}


list=[ "a",
   "{{ b }}",${'  '}
]
# {{ note }}
[ b ]
`;
  expect(formatted(text)).toBe(`{#  a template   #}
name="{{ vars.name | default(value="x") }}"   # the   name
a = 1
{% if a   %}
[service.api]
env = { A = "1" }
{%   endif %}

list=[ "a",
   "{{ b }}",
]
# {{ note }}
[b]
`);
});

test.each([
  [
    'quotes in a tag do not end the string around it',
    "a='{{ x(y='b') }}  '\nb=1",
    "a='{{ x(y='b') }}  '\nb = 1\n",
  ],
  ['a tag may go on over lines', 'a={{ x(\n  y=1   \n) }}\nb=1', 'a={{ x(\n  y=1   \n) }}\nb = 1\n'],
  ['the end of a tag in a string ends no tag', '{{ "}}" }}=1\nb=1', '{{ "}}" }}=1\nb = 1\n'],
  [
    'spaces in a string over lines are kept',
    'a="""\n{{ b }}   \n"""\nc=1',
    'a="""\n{{ b }}   \n"""\nc = 1\n',
  ],
  [
    'raw text is kept',
    '{% raw %}\na=1  \n{{ {%- endraw -%}\nb=1',
    '{% raw %}\na=1  \n{{ {%- endraw -%}\nb = 1\n',
  ],
  ['comments are kept', '{#\na=1  \n{{ #}\nb=1', '{#\na=1  \n{{ #}\nb = 1\n'],
  [
    'what a macro gives is kept, as it may stand in a string',
    '{% macro a() %}\n{% set x %} {% endset %}\nb=1  \n{% endmacro a %}\nc=1',
    '{% macro a() %}\n{% set x %} {% endset %}\nb=1  \n{% endmacro a %}\nc = 1\n',
  ],
  ['setting a value holds nothing', '{% set a = 1 %}\nb=1', '{% set a = 1 %}\nb = 1\n'],
  ['a tag that never ends reaches to the end', 'a=1\n{{ b\nc=1  ', 'a = 1\n{{ b\nc=1  '],
  [
    'a string whose end cannot be told reaches to the end',
    'a=1\n{{ "\\" }}\nc=1 "',
    'a = 1\n{{ "\\" }}\nc=1 "',
  ],
  [
    'quotes of different branches are no string',
    '{% if a %}\nx="""\n{% else %}\nx="""y\n{% endif %}\n  z  \n"""',
    '{% if a %}\nx="""\n{% else %}\nx="""y\n{% endif %}\n  z  \n"""',
  ],
  [
    'branches in a string are part of it',
    'x="""\n{% if a %}\n  y  \n{% else %}{% endif %}"""\nb=1',
    'x="""\n{% if a %}\n  y  \n{% else %}{% endif %}"""\nb = 1\n',
  ],
  ['a text without a line end at its end may be meant so', '"{{ a }}"', '"{{ a }}"'],
  ['text that is no statement stays', '{{ a }}\nb  c\n[d]', '{{ a }}\nb  c\n[d]\n'],
  [
    'no blank line parts a header from its tag',
    'a=1\n{% if b %}\n# c\n[d]\n',
    'a = 1\n{% if b %}\n# c\n[d]\n',
  ],
])('%s', (_, text, expected) => {
  expect(formatted(text)).toBe(expected);
});

describe('without being told', () => {
  const text = 'a="{{ x }}"\n';
  test.each([
    ['a.span.toml', 'a = "{{ x }}"\n'],
    ['a.span.toml.njk', text],
    ['a.clnrm.toml', text],
    ['a.toml', text],
  ])('%s is taken for what loading takes it for', (name, expected) => {
    expect(formatScenario(text, { file: name }).text).toBe(expected);
  });
});

/** How each dialect writes what the generated templates need. */
const dialects = [
  { dialect: 'nunjucks', file: 'a.span.toml.njk', call: 'text()', join: '+' },
  { dialect: 'tera', file: 'a.clnrm.toml.tera', call: 'self::text()', join: '~' },
] as const;
type Dialect = (typeof dialects)[number];

const host = memoryHost();
const values = { name: 'x"', many: [1, 2], no: false };

/** What a template says when it is rendered; undefined where that is no TOML. */
function rendered(text: string, { dialect, file }: Dialect) {
  const variables = contextOf(
    resolveVariables({ file: variablesFrom(values), env: () => undefined, prd: false }),
  );
  const result = renderTemplate({
    file,
    text,
    dialect,
    root: '/',
    host,
    allowedEnv: new Set(),
    determinism: {},
    variables,
  });
  const { root } = parseToml({ file, text: result.text ?? '[' });
  return root && toPlain(root);
}

function templates({ call, join }: Dialect): fc.Arbitrary<string> {
  const value = fc.constantFrom(
    ...['1', '"a  b"', '{{ many | length }}', '{b=1,c="{{ many }}"}', '[ 1,2 ]'],
    ...['[\n1,\n{% for i in many %}{{ i }},\n{% endfor %}]', "'''\n{{ name }}  \n'''"],
    ...[`"{{ "a  " ${join} "b" }}"`, '"""\n{% if no %}\n  [a]  \n{% endif %}  x """', `"{{ ${call} }}"`],
  );
  const lineEnd = fc.constantFrom('\n', '\n', '\r\n');
  const statement = (index: number) =>
    fc.oneof(
      fc
        .tuple(
          fc.constantFrom('', '  '),
          value,
          fc.constantFrom('', '  ', ' # {{ name }}  ', '#{# c #} '),
          lineEnd,
        )
        .map(([before, written, after, end]) => `${before}k${index}  =${written}${after}${end}`),
      fc.constantFrom(
        ...[
          '\n',
          '\n\n\n',
          '# plain\n',
          `[ t${index} ]\n`,
          '[[list]]\n',
          '{# note  #}  \n',
          '{% set y = 1 %}\n',
        ],
      ),
    );
  const block = (index: number) =>
    fc
      .tuple(
        fc.constantFrom(
          ['{% if no %}', '{% else %}\na=1  \n[f]\n', '{% endif %}'],
          ['{%- if not no -%}\n', '', '{% endif %}'],
          ['', '', ''],
        ),
        fc.array(
          fc.nat({ max: 20 }).chain((n) => statement(100 * index + n)),
          { maxLength: 5 },
        ),
      )
      .map(([[open, middle, close], inner]) => `${open}\n${inner.join('')}${middle}${close}\n`);
  const macro = '{% macro text() %}  a   =  1   {% endmacro %}\n';
  return fc
    .tuple(fc.constantFrom('', '\ufeff'), ...[1, 2, 3].map(block))
    .map(([mark, ...blocks]) => mark + macro + blocks.join(''));
}

/** The tags of a text, which formatting must not touch. Those generated here hold none of their own ends. */
function tagsOf(text: string): string[] {
  return text.match(/\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}/gs) ?? [];
}

describe.each(dialects)('$dialect: a formatted template', (each) => {
  test('renders to the same values, with the same tags', () => {
    let valid = 0;
    fc.assert(
      fc.property(templates(each), (text) => {
        const before = rendered(text, each);
        if (before) valid++;
        const after = formatted(text);
        expect(rendered(after, each)).toEqual(before);
        expect(tagsOf(after)).toEqual(tagsOf(text));
        expect(after.startsWith('\ufeff')).toBe(text.startsWith('\ufeff'));
      }),
      { numRuns: 300 },
    );
    expect(valid).toBeGreaterThan(30);
  });
});
