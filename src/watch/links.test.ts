import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { linksOn } from './links.ts';

let folder = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'spanwright-links-')));
  mkdirSync(join(folder, 'v1'));
  writeFileSync(join(folder, 'v1/lib.njk'), '');
  symlinkSync('v1', join(folder, 'current'));
  symlinkSync('current/lib.njk', join(folder, 'lib.njk'));
  symlinkSync('b.njk', join(folder, 'a.njk'));
  symlinkSync('a.njk', join(folder, 'b.njk'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it.each([
  ['v1/lib.njk', []],
  ['none/lib.njk', []],
  ['current/lib.njk', ['current', 'v1/lib.njk']],
  ['current/none.njk', ['current', 'v1/none.njk']],
  ['lib.njk', ['lib.njk', 'current', 'v1/lib.njk']],
])('%s', (path, links) => {
  expect(linksOn(join(folder, path))).toEqual(links.map((each) => join(folder, each)));
});

it('a circle has an end', () => {
  expect(linksOn(join(folder, 'a.njk')).slice(0, 2)).toEqual([join(folder, 'a.njk'), join(folder, 'b.njk')]);
});
