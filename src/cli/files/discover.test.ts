import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { memoryHost, realHost } from '../../host/index.ts';
import { discover } from './discover.ts';

const at = (base: string, ...texts: string[]) => texts.map((text) => ({ text, base, place: undefined }));

const host = memoryHost({
  cwd: '/work',
  files: {
    '/work/b.span.toml': '',
    '/work/a.clnrm.toml': '',
    '/work/plain.toml': '',
    '/work/sub/c.span.toml': '',
    '/work/.hidden/d.span.toml': '',
    '/work/node_modules/p/e.span.toml': '',
    '/elsewhere/f.span.toml': '',
  },
});

test('folders are searched for scenario files by name, sorted, without what is not ours', () => {
  const { files, problems } = discover(at('/work', '.'), host);
  expect(files.map(({ shown }) => shown)).toEqual(['a.clnrm.toml', 'b.span.toml', 'sub/c.span.toml']);
  expect(problems).toEqual([]);
});

test('a named file counts whatever it is called, wherever it lies, and once', () => {
  const { files } = discover(
    at('/work', 'plain.toml', './plain.toml', '.hidden', '../elsewhere', 'sub'),
    host,
  );
  expect(files.map(({ shown }) => shown)).toEqual([
    'plain.toml',
    '.hidden/d.span.toml',
    '/elsewhere/f.span.toml',
    'sub/c.span.toml',
  ]);
});

test('what is missing is reported, and the rest is found all the same', () => {
  const { files, problems } = discover(at('/work', 'b.spam.toml', 'sub'), host);
  expect(files.map(({ shown }) => shown)).toEqual(['sub/c.span.toml']);
  expect(problems.map(({ shown, diagnostic: { code, hint } }) => `${shown}: ${code} ${hint}`)).toEqual([
    'b.spam.toml: SW0010 did you mean b.span.toml?',
  ]);
});

let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('links to files are followed, links to folders are not, so a loop ends', () => {
  folder = mkdtempSync(join(tmpdir(), 'spanwright-discover-'));
  mkdirSync(join(folder, 'real'));
  writeFileSync(join(folder, 'real/a.span.toml'), '');
  writeFileSync(join(folder, 'outside.toml'), '');
  symlinkSync(folder, join(folder, 'real/loop'));
  symlinkSync('../outside.toml', join(folder, 'real/linked.span.toml'));
  symlinkSync('nowhere', join(folder, 'real/dangling.span.toml'));
  const { files } = discover(at(folder, 'real'), { ...realHost(), cwd: folder });
  const found = [
    { path: join(folder, 'real/a.span.toml'), shown: 'real/a.span.toml' },
    {
      path: join(folder, 'real/linked.span.toml'),
      shown: 'real/linked.span.toml',
      target: join(folder, 'outside.toml'),
    },
  ];
  expect(files).toEqual(found);
  const again = discover(at(folder, 'real/linked.span.toml', 'real/a.span.toml', 'real'), {
    ...realHost(),
    cwd: folder,
  });
  expect(again.files).toEqual([...found].reverse());
});

test('what cannot be read in a folder is named, and the rest is found all the same', () => {
  folder = mkdtempSync(join(tmpdir(), 'spanwright-discover-'));
  writeFileSync(join(folder, 'z.span.toml'), '');
  symlinkSync('round.span.toml', join(folder, 'about.span.toml'));
  symlinkSync('about.span.toml', join(folder, 'round.span.toml'));
  const real = realHost();
  const list = (path: string) => {
    if (path.endsWith('locked')) throw Object.assign(new Error('EACCES: denied'), { code: 'EACCES' });
    return real.files.list(path);
  };
  mkdirSync(join(folder, 'locked'));
  const { files, problems } = discover(at(folder, '.'), {
    ...real,
    files: { ...real.files, list },
    cwd: folder,
  });
  expect(files.map(({ shown }) => shown)).toEqual(['z.span.toml']);
  expect(problems.map(({ shown, diagnostic: { code, message } }) => `${shown}: ${code} ${message}`)).toEqual([
    expect.stringMatching(/^about\.span\.toml: SW0011 "about\.span\.toml" cannot be read: .*\(ELOOP\)$/),
    'locked: SW0011 "locked" cannot be read: denied (EACCES)',
    expect.stringMatching(/^round\.span\.toml: SW0011 /),
  ]);
});
