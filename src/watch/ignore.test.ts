import { expect, it } from 'vitest';
import { isIgnored } from './ignore.ts';

const roots = [{ real: '/home/ada/.work/project' }];
const file = { isFile: () => true };
const folder = { isFile: () => false };
const below = (path: string) => `/home/ada/.work/project${path}`;

it.each([
  ['', folder],
  ['/tests', folder],
  ['/tests/a.span.toml', file],
  ['/tests/a.span.toml', undefined],
  ['/.hidden.span.toml', file],
  ['/lib/macros.njk', file],
  ['/notes.toml', file],
])('watches %j', (path, stats) => {
  expect(isIgnored(below(path), stats, roots)).toBe(false);
});

it.each([
  ['/.git', folder],
  ['/.git', undefined],
  ['/.git/refs/heads/x.toml', file],
  ['/.spanwright/cache/ab/x.toml', file],
  ['/node_modules', folder],
  ['/tests/node_modules/x/a.span.toml', file],
  ['/src/app.ts', file],
])('ignores %j', (path, stats) => {
  expect(isIgnored(below(path), stats, roots)).toBe(true);
});

it('what lies outside of every root is watched when it is asked for', () => {
  expect(isIgnored('/lib/.hidden/part.html', file, roots)).toBe(false);
});

it('a root inside a folder that is skipped is a root all the same', () => {
  expect(isIgnored(below('/.ci/a.span.toml'), file, [...roots, { real: below('/.ci') }])).toBe(false);
});

it('a file can be a root, whatever it is called', () => {
  const named = [{ real: '/home/ada/orders.txt' }, { real: '/home/ada/a.span.toml' }];
  for (const { real } of named) expect(isIgnored(real, file, named)).toBe(false);
});

it('the folder above all can be a root', () => {
  const all = [{ real: '/' }];
  expect(isIgnored('/.git/x.toml', file, all)).toBe(true);
  expect(isIgnored('/tests/x.toml', file, all)).toBe(false);
});
