import { expect, test } from 'vitest';
import { memoryHost } from '../../host/index.ts';
import { loadRendered } from '../../scenario/index.ts';
import { templateUses } from './includes.ts';

const page = (body: string) => `${body}\n[meta]\nname = "a"\n[[scenario]]\nname = "s"\nrun = "ls"\n`;

/** What the files that a rendering read name of each other, by what the renderer says it read. */
function usesOf(file: string, files: Readonly<Record<string, string>>): string[] {
  const paths = Object.entries(files).map(([name, text]) => [`/p/${name}`, text]);
  const host = memoryHost({ cwd: '/p', files: Object.fromEntries(paths) });
  const content = files[file] ?? '';
  const set = loadRendered({ file, dir: '/p', content }, { host, root: '/p', allowedEnv: new Set() });
  expect(set.diagnostics).toEqual([]);
  const dependencies = set.dependencies.filter(({ digest }) => digest).map((each) => each.file);
  const uses = templateUses({
    path: `/p/${file}`,
    text: content,
    dialect: 'tera',
    dependencies,
    host,
    root: '/p',
  });
  return uses.map(({ from, kind, to }) => `${from} ${kind} ${to}`.replaceAll('/p/', ''));
}

test('includes, imports and parents are found in the files that have them', () => {
  expect(
    usesOf('a.span.toml.tera', {
      'a.span.toml.tera': page(
        '{% import "lib/macros.tera" as m %}{% include "lib/head.tera" %}{% include "lib/head.tera" %}',
      ),
      'lib/macros.tera': '{% macro x() %}{% endmacro %}',
      'lib/head.tera': '{% if true %}{% include "foot.tera" %}{% endif %}',
      'lib/foot.tera': '#',
      'foot.tera': '# not this one: names are looked for beside the file first\n',
    }),
  ).toEqual([
    'a.span.toml.tera imports lib/macros.tera',
    'a.span.toml.tera includes lib/head.tera',
    'lib/head.tera includes lib/foot.tera',
  ]);
});

test('what is not read is not shown, and a computed name is shown as read', () => {
  expect(
    usesOf('a.span.toml.njk', {
      'a.span.toml.njk': page(
        '{% if false %}{% include "b.njk" %}{% endif %}{% set f = "c.njk" %}{% include f %}',
      ),
      'b.njk': '',
      'c.njk': '',
    }),
  ).toEqual(['a.span.toml.njk reads c.njk']);
});

test('of a list of names the one that exists is shown', () => {
  expect(
    usesOf('a.span.toml.tera', {
      'a.span.toml.tera': page('{% include ["missing.tera", "b.tera"] %}'),
      'b.tera': '',
    }),
  ).toEqual(['a.span.toml.tera includes b.tera']);
});

test('templates that import each other are shown both ways', () => {
  expect(
    usesOf('a.span.toml.tera', {
      'a.span.toml.tera': page('{% import "b.tera" as b %}'),
      'b.tera': '{% import "c.tera" as c %}{% macro x() %}{% endmacro %}',
      'c.tera': '{% import "b.tera" as b %}{% macro y() %}{% endmacro %}',
    }),
  ).toEqual(['a.span.toml.tera imports b.tera', 'b.tera imports c.tera', 'c.tera imports b.tera']);
});
