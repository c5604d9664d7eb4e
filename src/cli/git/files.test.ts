import { describe, expect, test } from 'vitest';
import type { IndexEntry } from './entries.ts';
import { indexFiles } from './files.ts';
import type { ObjectId } from './objects.ts';

/** An index from what stands in it: a text is a file, `-> x` a link, and the rest what it says. */
function filesOf(content: Readonly<Record<string, string>>) {
  const object = (path: string) => path as ObjectId;
  const entries = Object.entries(content).map(([path, text]): [string, IndexEntry] => {
    if (text === 'submodule' || text === 'conflict') return [path, { kind: text }];
    return [path, { kind: text.startsWith('-> ') ? 'link' : 'file', object: object(path) }];
  });
  return indexFiles({
    root: '/repo',
    entries: new Map(entries),
    read: (id) => new TextEncoder().encode(content[id]),
    readLink: (id) => (content[id] === '-> ?' ? undefined : content[id]?.slice(3)),
    conflict: (path) => {
      throw new Error(`${path} is in conflict`);
    },
  });
}

const files = filesOf({
  'a.toml': 'a',
  'lib/b.njk': 'b',
  'lib/deep/c.njk': 'c',
  up: '-> lib/deep',
  'lib/beside': '-> b.njk',
  'lib/deep/above': '-> ../../a.toml',
  absolute: '-> /repo/lib/b.njk',
  'through/two': '-> ../up/above',
  outside: '-> ../elsewhere',
  far: '-> /etc/passwd',
  circle: '-> circle',
  'ring/a': '-> b',
  'ring/b': '-> a',
  nowhere: '-> gone',
  unknown: '-> ?',
  mod: 'submodule',
  both: 'conflict',
  '__proto__/x.toml': 'd',
});
const read = (path: string) => {
  const bytes = files.read(path);
  return bytes && new TextDecoder().decode(bytes);
};

describe('the index as files', () => {
  test.for([
    ['/repo/a.toml', 'a', '/repo/a.toml'],
    ['/repo/up/c.njk', 'c', '/repo/lib/deep/c.njk'],
    ['/repo/lib/beside', 'b', '/repo/lib/b.njk'],
    ['/repo/lib/deep/above', 'a', '/repo/a.toml'],
    ['/repo/up/above', 'a', '/repo/a.toml'],
    ['/repo/through/two', 'a', '/repo/a.toml'],
    ['/repo/absolute', 'b', '/repo/lib/b.njk'],
    ['/repo/lib/../a.toml', 'a', '/repo/a.toml'],
    ['/repo/__proto__/x.toml', 'd', '/repo/__proto__/x.toml'],
  ] as const)('%s is followed to its end', ([path, text, real]) => {
    expect(read(path)).toBe(text);
    expect(files.realPath(path)).toBe(real);
    expect(files.stat(path)?.kind).toBe('file');
  });

  test.for([
    'outside',
    'far',
    'circle',
    'ring/a',
    'nowhere',
    'unknown',
    'a.toml/x',
    'mod/x',
    'no',
    '../repository',
  ])('%s leads nowhere', (path) => {
    expect(files.stat(`/repo/${path}`)).toBeUndefined();
    expect(files.read(`/repo/${path}`)).toBeUndefined();
    expect(files.realPath(`/repo/${path}`)).toBeUndefined();
    expect(files.list(`/repo/${path}`)).toBeUndefined();
  });

  test('folders are those that files lie in, the root is one, and a submodule is an empty one', () => {
    const names = (path: string) => files.list(path)?.map(({ name, kind }) => `${name} ${kind}`);
    expect(names('/repo/lib')).toEqual(['b.njk file', 'deep directory', 'beside link']);
    expect(names('/repo/up')).toEqual(['c.njk file', 'above link']);
    expect(names('/repo')).toContain('mod directory');
    expect(names('/repo/mod')).toEqual([]);
    expect(files.stat('/repo')?.kind).toBe('directory');
    expect(files.stat('/')).toBeUndefined();
  });

  test('a conflict is a file that cannot be read, and nothing can be written', () => {
    expect(files.stat('/repo/both')?.kind).toBe('file');
    expect(() => files.read('/repo/both')).toThrow('both is in conflict');
    expect(() => files.write('/repo/a.toml', '')).toThrow('only read');
    expect(() => files.remove('/repo/a.toml')).toThrow('only read');
  });
});
