import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagnostic, printDiagnostic } from '../diagnostic/index.ts';
import { memoryHost } from '../host/index.ts';
import { contextOf, renderTemplate } from './index.ts';
import { type MappingCase, mappingCases } from './mapping.fixture.ts';

function render({ text, files = {} }: Pick<MappingCase, 'text' | 'files'>) {
  const contents = Object.entries(files).map(([name, content]) => [`/project/${name}`, content]);
  return renderTemplate({
    file: 'main.tera',
    text,
    dialect: 'tera',
    root: '/project',
    host: memoryHost({ files: Object.fromEntries(contents) }),
    variables: contextOf(new Map([['svc', 'api']])),
    allowedEnv: new Set(),
  });
}

/** The place of `OOPS` in the rendered text, shown as an error at its place in the template. */
function shown(each: MappingCase): string {
  const { text, map, diagnostics } = render(each);
  expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
  const lines = (text ?? '').split('\n');
  const line = lines.findIndex((content) => content.includes('OOPS'));
  const column = (lines[line] ?? '').indexOf('OOPS');
  const origin = map.originOf(line + 1, column + 1);
  if (!origin) throw new Error('OOPS has no origin');
  const { stack, file } = origin;
  const place = { file, line: origin.line, column: origin.column, length: 4 };
  const related = stack.map((call) => ({ message: `through ${call.what}`, place: { ...call, length: 1 } }));
  const source = (name: string) =>
    name === 'main.tera' ? each.text : each.files?.[name.replace('/project/', '')];
  const message = `rendered line ${line + 1}, column ${column + 1}: ${lines[line]?.trimEnd()}`;
  return printDiagnostic(diagnostic({ code: 'SW1101', message, place, related }), { source, color: false });
}

describe('a place in the rendered text is a place in the template', () => {
  test.each(mappingCases.map((each) => [each.name, each] as const))('%s', async (name, each) => {
    await expect(shown(each)).toMatchFileSnapshot(`goldens/mapping/${name.replaceAll(' ', '-')}.txt`);
  });
});

/** Pieces of template text, each with a marker that is found again in what is rendered. */
const piece = fc.constantFrom<(marker: string) => string>(
  (marker) => `${marker} text\n`,
  (marker) => `{{ svc }}${marker}\n\n`,
  (marker) => `{% if true -%}\n  ${marker}\n{% endif %}`,
  (marker) => `\t{#- comment\n #} ${marker} {{ "two\nlines" }}`,
  (marker) => `{% for i in [1] -%} ${marker}\r\n {%- endfor %}`,
  (marker) => `{% raw %}{{ ${marker} }}{% endraw %}\n`,
  (marker) => `é${marker}日本\n`,
);

test('every literal text maps back to where it stands', () => {
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
      const template = pieces.map((make, at) => make(`<${at}>`)).join('');
      const { text = '', map } = render({ text: template });
      const linesOf = (whole: string) => whole.split('\n');
      for (const at of pieces.keys()) {
        const offset = text.indexOf(`<${at}>`);
        const before = linesOf(text.slice(0, offset));
        const origin = map.originOf(before.length, (before.at(-1)?.length ?? 0) + 1);
        const expected = linesOf(template.slice(0, template.indexOf(`<${at}>`)));
        expect(origin).toMatchObject({
          file: 'main.tera',
          line: expected.length,
          column: (expected.at(-1)?.length ?? 0) + 1,
          literal: true,
        });
      }
    }),
    { numRuns: 200 },
  );
});

test('places outside of the rendered text are those of its last character', () => {
  const { map } = render({ text: 'ab\ncd' });
  expect(map.originOf(99, 99)).toMatchObject({ line: 2, column: 2 });
  expect(map.originOf(1, 99)).toMatchObject({ line: 1, column: 3 });
  expect(render({ text: '' }).map.originOf(1, 1)).toBeUndefined();
});
