import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryHost } from '../host/index.ts';
import { contextOf, type DialectName, renderTemplate, toValue } from './index.ts';
import { isMap } from './value/value.ts';

/** `SPANWRIGHT_FUZZ` is the number of cases for each property. */
const numRuns = Number(process.env.SPANWRIGHT_FUZZ ?? 1500);

const pieces = [
  ...'{{ }} {% %} {# #} {%- -%} {{- -}} ( ) [ ] { } | . , : :: = == != < > + - * / % ~ ! # $ ${# # @ \\ ` " \''.split(
    ' ',
  ),
  ...'if elif else endif for in endfor set set_global endset macro endmacro block endblock raw endraw'.split(
    ' ',
  ),
  ...'filter endfilter include import from extends as ignore missing break continue call endcall switch case'.split(
    ' ',
  ),
  ...'not and or is defined odd matching containing loop index self super caller true false none'.split(' '),
  ...'svc vars list map text x _macros.toml.tera a.tera constructor __proto__ length upper default value'.split(
    ' ',
  ),
  ...'join sep range end start env name toml_encode sort slice round date format 0 1 2.5 99 "" "a" [1,2]'.split(
    ' ',
  ),
  ' ',
  ' ',
  ' ',
  '\n',
  '\r\n',
  '\t',
  'é',
  '👨‍👩‍👧',
  '\u0000',
  '\ud800',
];
const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(' '));
const tight = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''));

/** Expressions that parse, mostly. */
const { expression } = fc.letrec((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      'svc',
      'list',
      'map',
      'text',
      'x',
      '1',
      '2.5',
      '"a"',
      'true',
      '[1, "a"]',
      'map.k',
      'list[0]',
      'u.v',
    ),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom('+', '-', '*', '/', '%', '~', '==', '<', 'and', 'or', 'in', 'not in'),
        tie('expression'),
      )
      .map((parts) => parts.join(' ')),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom(
          'upper',
          'length',
          'first',
          'sort',
          'default(value=1)',
          'join(sep=",")',
          'round',
          'json_encode',
          'slice(start=1)',
          'replace(from="a", to="b")',
          'truncate(length=1)',
          'int',
          'date',
          'slugify',
          'indent',
          'title',
          'split(pat="a")',
          'group_by(attribute="k")',
          'map(attribute="k")',
          'unique',
          'urlencode',
          'toml_encode',
          'filesizeformat',
        ),
      )
      .map((parts) => parts.join(' | ')),
    tie('expression').map((inner) => `(${inner})`),
    tie('expression').map((inner) => `not ${inner}`),
    fc
      .tuple(
        fc.constantFrom('svc', 'list', 'x', 'u'),
        fc.constantFrom(
          'is defined',
          'is odd',
          'is string',
          'is not iterable',
          'is containing("a")',
          'is matching("a+")',
        ),
      )
      .map((parts) => parts.join(' ')),
    tie('expression').map((inner) => `range(end=${inner})`),
    tie('expression').map((inner) => `toml_encode(value=${inner})`),
  ),
}));
const statements = fc
  .array(
    fc.oneof(
      expression.map((inner) => `{{ ${inner} }}`),
      expression.map((inner) => `{% if ${inner} %}a{% else %}b{% endif %}`),
      expression.map((inner) => `{% set x = ${inner} %}`),
      expression.map((inner) => `{% for i in ${inner} %}{{ i }}{% endfor %}`),
      fc.constant('text\n'),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

/** Tags with operands of every kind, also where only some can stand. */
const operand = fc.constantFrom(
  ...'x list u.v list[0] f() m.f(x) "a.tera" 1 -1 [1,x] (x) not x|upper m::f(x=1) self::f() _ {a:x}'.split(
    ' ',
  ),
);
const tags = fc
  .array(
    fc
      .tuple(
        fc.constantFrom(
          ...'if for set set_global macro block filter call switch raw include import from extends'.split(
            ' ',
          ),
          ...'else elif case default break continue'.split(' '),
        ),
        fc.array(
          fc.oneof(operand, fc.constantFrom(',', '=', 'in', 'as', 'import', '(', ')', 'ignore missing')),
          { maxLength: 5 },
        ),
        fc.constantFrom('', 'text', '{{ x }}', '{% set y = 1 %}'),
        fc.boolean(),
      )
      .map(([tag, operands, body, closed]) =>
        [`{% ${tag} ${operands.join(' ')} %}`, body, closed ? `{% end${tag} %}` : ''].join(''),
      ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(''));

const given = toValue({ svc: 'api', list: [3, 1, 2], map: { k: 'v', n: null }, text: 'a b\nc' });
const variables = contextOf(isMap(given) ? given : new Map());

/** Whatever the text, the result is a text or errors with places, and nothing is thrown. */
function check(text: string, dialect: DialectName): void {
  const host = memoryHost({ files: { '/project/a.tera': '{{ svc }}{% set y = 1 %}' } });
  const result = renderTemplate({
    file: 'fuzz',
    text,
    dialect,
    root: '/project',
    host,
    variables,
    allowedEnv: new Set(),
  });
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
  expect(result.text === undefined).toBe(errors.length > 0);
  for (const { place, message } of result.diagnostics) {
    expect(place?.line).toBeGreaterThan(0);
    expect(place?.column).toBeGreaterThan(0);
    expect(message).not.toBe('');
  }
  if (result.text) {
    const lines = result.text.split('\n');
    const line = 1 + (text.length % lines.length);
    expect(result.map.originOf(line, 1)?.line).toBeGreaterThan(0);
  }
}

const dialect = fc.constantFrom<DialectName>('tera', 'nunjucks');

test.each([
  ['words of the language', soup],
  ['characters of the language', tight],
  ['any text', fc.string({ unit: 'binary', maxLength: 60 }).map((text) => `{{${text}`)],
  ['expressions', statements],
  ['tags', tags],
])(
  '%s are rendered or refused',
  (_, texts) => {
    fc.assert(fc.property(texts, dialect, check), { numRuns });
  },
  600_000,
);
