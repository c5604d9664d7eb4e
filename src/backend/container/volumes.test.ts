import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { allowedVolume } from './volumes.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'spanwright-volumes-')));
afterAll(() => rmSync(root, { recursive: true }));

mkdirSync(join(root, 'project/data/deep'), { recursive: true });
mkdirSync(join(root, 'project-evil'));
writeFileSync(join(root, 'secret'), '');
symlinkSync('/etc', join(root, 'project/absolute-link'));
symlinkSync('../../secret', join(root, 'project/data/relative-link'));
symlinkSync('data', join(root, 'project/inner-link'));
symlinkSync('absolute-link', join(root, 'project/link-to-link'));
symlinkSync('nowhere', join(root, 'project/dangling'));
const project = join(root, 'project');

it.each([
  ['a relative source', 'data', '/data', /is not absolute/],
  ['an empty source', '', '/data', /an empty path is not absolute/],
  ['a source with ..', `${project}/data/../../secret`, '/data', /holds `\.\.`/],
  ['.. at the end', `${project}/..`, '/data', /holds `\.\.`/],
  ['a folder outside', '/etc', '/data', /lies outside of what may be mounted/],
  ['a folder above', root, '/data', /lies outside/],
  ['a neighbour whose name begins so', join(root, 'project-evil'), '/data', /lies outside/],
  ['a link to outside', `${project}/absolute-link`, '/data', /which is \/etc, lies outside/],
  ['a link to a link to outside', `${project}/link-to-link`, '/data', /which is \/etc, lies outside/],
  [
    'a relative link to outside',
    `${project}/data/relative-link`,
    '/data',
    /which is .*\/secret, lies outside/,
  ],
  [
    'something below a link to outside',
    `${project}/absolute-link/ssl`,
    '/data',
    /which is \/etc\/ssl, lies outside|does not exist/,
  ],
  ['a link to nothing', `${project}/dangling`, '/data', /does not exist/],
  ['what does not exist', `${project}/none`, '/data', /does not exist/],
  ['a NUL character', `${project}/data\0`, '/data', /NUL/],
  ['a relative target', `${project}/data`, 'data', /data is not absolute/],
  ['a target with ..', `${project}/data`, '/data/../etc', /holds `\.\.`/],
  ['the root as target', `${project}/data`, '/', /belongs to the system/],
  ['a system folder as target', `${project}/data`, '//etc/', /belongs to the system/],
])('refuses %s', (_, source, target, why) => {
  expect(allowedVolume({ source, target, readOnly: false }, [project])).toMatch(why);
});

it.each([
  ['a folder of the project', `${project}/data`, `${project}/data`],
  ['the project', `${project}/`, project],
  ['a link that stays inside, as what it is', `${project}/inner-link/deep`, `${project}/data/deep`],
])('allows %s', (_, source, real) => {
  expect(allowedVolume({ source, target: '/data/', readOnly: true }, ['/nonexistent', project])).toEqual({
    source: real,
    target: '/data',
    readOnly: true,
  });
});
