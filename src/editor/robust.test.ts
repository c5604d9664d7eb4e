import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { projectOf } from './fixture.ts';
import {
  complete,
  definitions,
  documentSymbols,
  type EditedFile,
  formatting,
  highlights,
  hover,
  MAX_TEXT,
  readEdited,
  references,
} from './index.ts';

// Whatever the text and wherever the cursor, every feature has an answer, and its ranges lie in the text.

const examples = join(import.meta.dirname, '../../examples');
const files = readdirSync(examples, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.toml'))
  .map((name) => ({ name, text: readFileSync(join(examples, name), 'utf8') }));

const template = `{% import "_macros.toml.tera" as m %}{# note #}
[vars]
who = "Ada"
[meta]
name = "{{ who | upper }}"
version = "1"
{% for n in ["a", "b"] %}
[[scenario]]
name = "{{ n }}"
run = "echo \${service.api.port.http}"
{% endfor %}
{{ m::span(name="x", parent=who) }}
`;

const project = projectOf({ '/project/_lib.tera': '{% macro a(b) %}{% endmacro %}' });
const abilities = { snippets: true, markdown: true };

function ask(file: EditedFile, place: number): void {
  const { lines } = file;
  // Where an editor can have its cursor: not inside of a line end.
  const offset = lines.offsetAt(lines.positionAt(place));
  const inText = ({
    start,
    end,
  }: {
    start: { line: number; character: number };
    end: { line: number; character: number };
  }) => {
    expect(lines.offsetAt(start)).toBeLessThanOrEqual(lines.offsetAt(end));
    expect(lines.positionAt(lines.offsetAt(end))).toEqual(end);
  };
  const query = { file, offset, project };
  for (const { textEdit } of complete(query, abilities)) {
    if (!textEdit || !('range' in textEdit)) continue;
    inText(textEdit.range);
    // The protocol wants a range on one line, around the cursor.
    expect(textEdit.range.start.line).toBe(textEdit.range.end.line);
    expect(lines.offsetAt(textEdit.range.start)).toBeLessThanOrEqual(offset);
    expect(lines.offsetAt(textEdit.range.end)).toBeGreaterThanOrEqual(offset);
  }
  const { range } = hover(query, { markdown: true }) ?? {};
  if (range) inText(range);
  for (const each of [...definitions(query), ...references(query, { withDeclaration: true })]) {
    if (each.path === file.path) inText(each.range);
  }
  for (const each of highlights(query)) inText(each.range);
}

test.each([...files, { name: 'template.clnrm.toml.tera', text: template }])(
  'at every offset of $name, and of its beginnings',
  ({ name, text }) => {
    const whole = readEdited(`/project/${name}`, text);
    for (let offset = 0; offset <= text.length; offset++) {
      // The whole file with the cursor in it, and, less often, the file as it was typed so far.
      if (offset % 4 === 0) ask(whole, offset);
      if (offset % 17 === 0) ask(readEdited(`/project/${name}`, text.slice(0, offset)), offset);
    }
    expect(documentSymbols(whole).length).toBeGreaterThan(0);
  },
);

const pieces = fc.constantFrom(
  ...'[]{}=.,#"\'\n\r \t\\$|:%',
  '"""',
  '[[scenario]]\n',
  '[service.api]\n',
  '[[expect.span]]\n',
  'name = "',
  'services = [',
  '${service.',
  '{{ ',
  ' }}',
  '{% for ',
  ' %}',
  '{# ',
  'm::',
  ' | ',
  ' is ',
  'ready = { ',
  '__proto__',
  'constructor',
  '🚀',
  'é',
  '\ufeff',
);

test.each(['x.span.toml', 'x.clnrm.toml', 'x.clnrm.toml.tera', 'x.span.toml.njk'])(
  'in any text of %s',
  (name) => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), fc.nat(), (parts, place) => {
        const text = parts.join('');
        const file = readEdited(`/project/${name}`, text);
        ask(file, place % (text.length + 1));
        documentSymbols(file);
        formatting(file);
      }),
      { numRuns: 500 },
    );
  },
);

test.each([
  '{{ "',
  '{% include ',
  '{% import "',
  "{{ it's",
  '{#',
  '{{ a.',
  '{% macro a(',
  '{{ x }} ',
  '${',
  '{{ aaaaaaaaaaaaaaaa',
])('in a long text of nothing but %j, in bounded time', (piece) => {
  for (const filler of ['', ' ', ')']) {
    const text = `[meta]\nname = "${(piece + filler).repeat(20_000)}${filler.repeat(200_000)}`;
    const file = readEdited('/project/x.clnrm.toml.tera', text);
    for (const place of [20, 21, 22, text.length >> 1, text.length]) ask(file, place);
  }
});

test('a text beyond all measure is taken for empty', () => {
  const file = readEdited('/project/x.span.toml', 'a = 1\n'.repeat(MAX_TEXT / 4));
  expect(documentSymbols(file)).toEqual([]);
  expect(hover({ file, offset: 3, project }, { markdown: true })).toBeUndefined();
});
