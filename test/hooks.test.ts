import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { discover } from '../src/cli/files/discover.ts';
import { parseArguments } from '../src/cli/options/parse.ts';
import { memoryHost } from '../src/host/index.ts';

// What .pre-commit-hooks.yaml offers, held against the program.

/** The list as its lines say it: plain scalars only, which is YAML that any reader reads alike. */
function hooks(): Record<string, string>[] {
  const found: Record<string, string>[] = [];
  for (const line of readFileSync('.pre-commit-hooks.yaml', 'utf8').trimEnd().split('\n')) {
    if (line.startsWith('#')) continue;
    const [, mark, key = '', value = ''] =
      /^(- | {2})([a-z_]+): ([A-Za-z\\](?:(?!: | #).)*)$/.exec(line) ?? [];
    expect(key, line).not.toBe('');
    if (mark === '- ') found.push({});
    const hook = found.at(-1);
    if (hook) hook[key] = value;
  }
  return found;
}

test('each hook has a name of its own, and is a command of the package', () => {
  const { bin } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(new Set(hooks().map(({ id }) => id)).size).toBe(3);
  for (const { entry = '', language, name, description } of hooks()) {
    const [program = '', ...args] = entry.split(' ');
    expect(Object.keys(bin)).toContain(program);
    expect(parseArguments([...args, 'orders.span.toml'])).toMatchObject({
      command: args[0],
      diagnostics: [],
    });
    expect({ language, name }).toEqual({ language: 'node', name: entry });
    expect(description).toMatch(/^[A-Z].*[^.]$/);
  }
});

test('hooks are called for the files that a folder is searched for', () => {
  const names = [
    ...['a.span.toml', 'b/a.clnrm.toml', 'a.span.toml.tera', 'a.clnrm.toml.njk', 'c d.span.toml.j2'],
    ...[
      'spanwright.toml',
      'a.toml',
      'a.span.tomls',
      'span.toml',
      'a.span.toml.bak',
      'lib.njk',
      'a.spanxtoml',
    ],
  ];
  const host = memoryHost({ cwd: '/p', files: Object.fromEntries(names.map((name) => [`/p/${name}`, ''])) });
  const { files } = discover([{ text: '.', base: '/p', place: undefined }], host);
  const found = files.map(({ shown }) => shown).sort();
  expect(found).toHaveLength(5);
  for (const { files: pattern = '' } of hooks()) {
    expect(names.filter((name) => new RegExp(pattern).test(name)).sort()).toEqual(found);
  }
});

test('the hooks that the guide names are there', () => {
  const named = [...readFileSync('docs/hooks.md', 'utf8').matchAll(/^ +- id: (spanwright-.*)$/gm)];
  expect(named.map(([, id]) => id)).toEqual(hooks().map(({ id }) => id));
});
