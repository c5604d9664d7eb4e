import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../digest/index.ts';
import { type MemoryHost, memoryHost } from '../../host/index.ts';
import { createChecker } from '../checker.ts';
import type { CacheBackend } from './backend.ts';
import { diskCache } from './disk.ts';
import type { CacheEntry, Checked, DigestOf } from './entry.ts';
import { memoryCache } from './memory.ts';
import { tieredCache } from './tiered.ts';

const FOLDER = '/project/.spanwright/cache';

const onDisk = (host: MemoryHost): CacheBackend => diskCache({ files: host.files, folder: FOLDER });

// The contract, held by every implementation.
describe.each([
  ['memory', () => memoryCache()],
  ['disk', () => onDisk(memoryHost())],
  ['memory in front of disk', () => tieredCache(memoryCache(), onDisk(memoryHost()))],
])('%s', (_name, create) => {
  it('gives back what was put in, as long as its dependencies are the same', () => {
    const cache = create();
    cache.set(key('a'), entry('first', { '/lib': 'one', '/absent': undefined }));
    expect(cache.get(key('a'), digests({ '/lib': 'one' }))?.checked).toEqual(
      entry('first', { '/lib': 'one', '/absent': undefined }).checked,
    );
    expect(cache.get(key('a'), digests({ '/lib': 'two' }))).toBeUndefined();
    expect(cache.get(key('a'), digests({ '/lib': 'one', '/absent': 'there now' }))).toBeUndefined();
    expect(cache.get(key('b'), digests({ '/lib': 'one' }))).toBeUndefined();
  });

  it('keeps several results that differ in their dependencies', () => {
    const cache = create();
    for (const version of ['one', 'two', 'three']) cache.set(key('a'), entry(version, { '/lib': version }));
    for (const version of ['one', 'two', 'three']) {
      expect(cache.get(key('a'), digests({ '/lib': version }))?.checked.scenarios[0]?.name).toBe(version);
    }
  });

  it('replaces the result of the same dependencies', () => {
    const cache = create();
    cache.set(key('a'), entry('old', { '/lib': 'one' }));
    cache.set(key('a'), entry('new', { '/lib': 'one' }));
    expect(cache.get(key('a'), digests({ '/lib': 'one' }))?.checked.scenarios[0]?.name).toBe('new');
    expect(cache.size().entries).toBe(1);
  });

  it('is empty when it was cleared', () => {
    const cache = create();
    cache.set(key('a'), entry('a', {}));
    cache.clear();
    expect(cache.get(key('a'), digests({}))).toBeUndefined();
    expect(cache.size()).toMatchObject({ entries: 0, bytes: 0 });
  });
});

describe('memory', () => {
  it('forgets what was least recently used, by entries and by bytes', () => {
    const byEntries = memoryCache({ entries: 2 });
    for (const name of ['a', 'b']) byEntries.set(key(name), entry(name, {}));
    byEntries.get(key('a'), digests({}));
    byEntries.set(key('c'), entry('c', {}));
    expect(['a', 'b', 'c'].map((name) => byEntries.get(key(name), digests({})) !== undefined)).toEqual([
      true,
      false,
      true,
    ]);
    expect(byEntries.size()).toMatchObject({ entries: 2, evictions: 1 });
    const byBytes = memoryCache({ bytes: 10_000 });
    for (let index = 0; index < 100; index++) byBytes.set(key(`${index}`), entry('x', {}));
    expect(byBytes.size().bytes).toBeLessThanOrEqual(10_000);
  });

  it('does not keep what is larger than its room', () => {
    const cache = memoryCache({ bytes: 10_000 });
    const { checked } = entry('a', {});
    cache.set(key('a'), { checked: { ...checked, forms: [{ toml: 'x'.repeat(20_000), combination: [] }] } });
    expect(cache.get(key('a'), digests({}))).toBeUndefined();
  });
});

describe('disk', () => {
  it('takes damage of any kind for a miss, and removes what is damaged', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 255 }), fc.boolean(), (position, byte, isCut) => {
        const host = memoryHost();
        const cache = onDisk(host);
        cache.set(key('a'), entry('a', { '/lib': 'one' }));
        const [path = '', bytes = new Uint8Array()] = [...host.content][0] ?? [];
        const at = position % bytes.length;
        fc.pre(isCut || bytes[at] !== byte);
        const damaged = isCut ? bytes.slice(0, at) : bytes.slice();
        if (!isCut) damaged[at] = byte;
        host.content.set(path, damaged);
        expect(cache.get(key('a'), digests({ '/lib': 'one' }))).toBeUndefined();
        expect(host.content.has(path)).toBe(false);
      }),
    );
  });

  it('does not take a result for that of another key', () => {
    const host = memoryHost();
    const cache = onDisk(host);
    cache.set(key('a'), entry('a', {}));
    const [bytes = new Uint8Array()] = host.content.values();
    host.content.set(`${FOLDER}/${key('b').slice(0, 2)}/${key('b')}`, bytes);
    expect(cache.get(key('b'), digests({}))).toBeUndefined();
  });

  it('misses where nothing can be read or written', () => {
    const fail = () => {
      throw new Error('EACCES');
    };
    const { files } = memoryHost();
    const cache = diskCache({ files: { ...files, read: fail, write: fail }, folder: FOLDER });
    cache.set(key('a'), entry('a', {}));
    expect(cache.get(key('a'), digests({}))).toBeUndefined();
  });

  it('removes the oldest when it is full, and nothing that is not its own', () => {
    const host = memoryHost({ files: { [`${FOLDER}/ab/notes`]: 'mine', [`${FOLDER}/README`]: 'mine' } });
    const cache = diskCache({ files: host.files, folder: FOLDER, maxBytes: 20_000 });
    for (let index = 0; index < 500; index++) cache.set(key(`${index}`), entry(`${index}`, {}));
    expect(cache.size().bytes).toBeLessThanOrEqual(20_000);
    expect(cache.size().evictions).toBeGreaterThan(0);
    cache.clear();
    expect([...host.content.keys()].sort()).toEqual([`${FOLDER}/README`, `${FOLDER}/ab/notes`]);
  });
});

// A project whose files, libraries, variables and determinism change at random: what a cache says is what is so.
describe('results from a cache', () => {
  const scenario = (body: string, top = '') =>
    `${top}[meta]\nname = "s"\n[[scenario]]\nname = "s"\nrun = "true"\n[[expect.span]]\nname = "x"\n${body}`;
  const texts = [
    scenario(''),
    scenario('{% include "lib.njk" %}'),
    scenario('{% include "other.njk" ignore missing %}'),
    scenario('kind = "{{ get_env("USER", "none") }}"'),
    scenario('attrs.all = { "at" = "{{ now_rfc3339() }}", "id" = "{{ uuid_v4() }}" }'),
    scenario(
      'attrs.all = { "id" = "{{ uuid_v4() }}" }',
      '[determinism]\nseed = 42\nfreeze_clock = "2025-01-01T00:00:00Z"\n',
    ),
    scenario('attrs.all = { "id" = "{{ uuid_v4() }}" }', '[determinism]\nseed = 43\n'),
    scenario('kind = "{{ k }}"', '[vars]\nk = "server"\n'),
    '[meta',
    scenario('{% include "link.njk" ignore missing %}'),
  ];
  const libraries = ['kind = "server"', 'kind = "sever"', '{{ missing }}', undefined];
  /** Where a link leads decides what is beside it, also where the text is the same. */
  const atFirst = {
    '/project/a.span.toml.njk': texts.at(-1) ?? '',
    '/project/b.clnrm.toml': texts[1] ?? '',
    '/project/lib.njk': 'kind = "server"',
    '/project/one/main.njk': '{% include "part.njk" %}',
    '/project/one/part.njk': 'kind = "client"',
    '/project/two/main.njk': '{% include "part.njk" %}',
    '/project/two/part.njk': 'kind = "sever"',
  };
  const step = fc.oneof(
    fc.record({ file: fc.constantFrom('a.span.toml.njk', 'b.clnrm.toml'), text: fc.constantFrom(...texts) }),
    fc.record({ file: fc.constantFrom('lib.njk', 'other.njk'), text: fc.constantFrom(...libraries) }),
    fc.record({ link: fc.constantFrom('one/main.njk', 'two/main.njk', 'lib.njk', undefined) }),
    fc.record({ user: fc.constantFrom('server', 'client', 'nobody', undefined) }),
    fc.record({ allowed: fc.boolean() }),
    fc.record({ given: fc.constantFrom('server', 'client', 'sever') }),
  );

  it.each([
    ['memory', () => memoryCache()],
    ['disk', () => onDisk(memoryHost())],
  ])('%s: are the results of checking anew', (_name, create) => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        const cache = create();
        const env: Record<string, string | undefined> = {};
        const links = new Map<string, string>();
        const host = { ...withLinks(memoryHost({ files: atFirst }), links), env };
        let allowedEnv = new Set<string>();
        let given = new Map<string, string>();
        for (const each of steps) {
          if ('user' in each) env.USER = each.user;
          else if ('allowed' in each) allowedEnv = new Set(each.allowed ? ['USER'] : []);
          else if ('given' in each) given = new Map([['k', each.given]]);
          else if ('link' in each) {
            if (each.link === undefined) links.delete('/project/link.njk');
            else links.set('/project/link.njk', `/project/${each.link}`);
          } else if (each.text === undefined) host.content.delete(`/project/${each.file}`);
          else host.files.write(`/project/${each.file}`, each.text);
          const surroundings = { host, root: '/project', allowedEnv, given };
          const diagnose = (used: CacheBackend | undefined) => {
            const checker = createChecker({ surroundings, cache: used, version: 'test' });
            return ['a.span.toml.njk', 'b.clnrm.toml'].map((file) => {
              const content = host.content.get(`/project/${file}`) ?? new Uint8Array();
              const { diagnostics, scenarios } = checker.check({ file, dir: '/project', content }).checked;
              return { diagnostics: JSON.parse(JSON.stringify(diagnostics)), scenarios };
            });
          };
          expect(diagnose(cache)).toEqual(diagnose(undefined));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are not kept when the clock or chance had a part in them, unless both are pinned', () => {
    const cache = memoryCache();
    const host = memoryHost();
    const surroundings = { host, root: '/project', allowedEnv: new Set<string>() };
    const checker = createChecker({ surroundings, cache, version: 'test' });
    const kept = (text: string) => {
      cache.clear();
      checker.check({ file: 'a.span.toml.njk', dir: '/project', content: new TextEncoder().encode(text) });
      return cache.size().entries === 1;
    };
    const [, , , , unpinned = '', pinned = ''] = texts;
    expect([kept(unpinned), kept(pinned)]).toEqual([false, true]);
  });
});

function withLinks(host: MemoryHost, links: ReadonlyMap<string, string>): MemoryHost {
  const { files } = host;
  const real = (path: string) => links.get(path) ?? path;
  const realPath = (path: string) => (files.stat(real(path)) ? real(path) : undefined);
  const resolved = {
    realPath,
    read: (path: string) => files.read(real(path)),
    stat: (path: string) => files.stat(real(path)),
  };
  return { ...host, files: { ...files, ...resolved } };
}

function key(name: string) {
  return sha256(name);
}

function entry(name: string, dependencies: Readonly<Record<string, string | undefined>>): CacheEntry {
  const checked: Checked = {
    diagnostics: [],
    forms: [{ toml: `name = "${name}"`, combination: [['os', 'linux']] }],
    scenarios: [{ name, tags: ['smoke'] }],
    variables: { used: ['x'], declared: [] },
    dependencies: Object.entries(dependencies).map(([file, version]) => ({
      file,
      digest: version === undefined ? undefined : sha256(version),
    })),
  };
  return { checked };
}

function digests(present: Readonly<Record<string, string>>): DigestOf {
  return (path) => {
    const version = present[path];
    return version === undefined ? undefined : sha256(version);
  };
}
