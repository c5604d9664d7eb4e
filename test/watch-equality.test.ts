import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { BIN, makeFolder } from './program.ts';
import { digestOf, reportsOf, scenarioText, startWatching, type Watching, writeFiles } from './watch-rig.ts';

// Whatever is edited, in whatever order: the watch, with its cache in memory and on the disk, says of every file what a
// validation says that has no cache and begins anew.

const body = (line: string, top = '') => `${top}${scenarioText('s', line)}`;

const templates = [
  body(''),
  body('{% include "lib.njk" %}'),
  body('{% include "link.njk" %}'),
  body('{% include "current/part.njk" %}'),
  body('{% include "none.njk" ignore missing %}'),
  body('kind = "{{ region }}"'),
  body('kind = "{{ get_env("WHO", "none") }}"'),
  body('attrs.all = { "id" = "{{ uuid_v4() }}" }', '[determinism]\nseed = 42\n'),
  body('kind = "{{ rand_hex(1) }}"', '[determinism]\nseed = 43\n'),
  '[meta',
  '',
];
const parts = ['kind = "server"\n', 'kind = "sever"\n', '{{ missing }}\n', undefined];
const settings = [
  '',
  '[vars]\nregion = "server"\n',
  '[vars]\nregion = "sever"\n',
  '[template]\nenv = ["WHO"]\n',
  undefined,
];

const PARTS = ['lib.njk', 'none.njk', 'v1/part.njk', 'v2/part.njk', 'v1/lib.njk'];
const FILES = ['a.span.toml.njk', 'b.span.toml.njk', 'sub/c.span.toml.njk'];

const edit = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ file: fc.constantFrom(...FILES), text: fc.constantFrom(undefined, ...templates) }),
  },
  { weight: 3, arbitrary: fc.record({ file: fc.constantFrom(...PARTS), text: fc.constantFrom(...parts) }) },
  {
    weight: 1,
    arbitrary: fc.record({ file: fc.constant('spanwright.toml'), text: fc.constantFrom(...settings) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      link: fc.constant('link.njk'),
      to: fc.constantFrom('lib.njk', 'v1/part.njk', 'v2/part.njk'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ link: fc.constant('current'), to: fc.constantFrom('v1', 'v2', 'nowhere') }),
  },
);

test('the watch says what a validation without a cache says', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 15, maxLength: 25 }), async (edits) => {
      const folder = makeFolder({
        'a.span.toml.njk': body('{% include "link.njk" %}'),
        'b.span.toml.njk': body('{% include "current/part.njk" %}'),
        'v1/part.njk': 'kind = "server"\n',
        'v2/part.njk': 'kind = "sever"\n',
        'lib.njk': 'kind = "client"\n',
      });
      const cwd = folder.path;
      pointTo(cwd, 'link.njk', 'lib.njk');
      pointTo(cwd, 'current', 'v1');
      const watching = await startWatching(cwd, ['--cache'], { env: { WHO: 'server' } });
      try {
        for (const [index, each] of edits.entries()) {
          if ('to' in each) pointTo(cwd, each.link, each.to);
          else if (each.text === undefined) rmSync(join(cwd, each.file), { force: true });
          else writeFiles(cwd, { [each.file]: each.text });
          await markReached(watching, cwd, `${index}`);
          const wanted = validated(cwd);
          await vi.waitFor(() => expect(watched(watching, cwd)).toEqual(wanted), {
            timeout: 8000,
            interval: 20,
          });
        }
      } finally {
        watching.child.kill('SIGKILL');
        await watching.ended;
        folder.remove();
      }
    }),
    { numRuns: 2, endOnFailure: true },
  );
});

function pointTo(cwd: string, link: string, target: string): void {
  rmSync(join(cwd, link), { force: true });
  symlinkSync(target, join(cwd, link));
}

/** A file that changes last: when it was judged, what was edited before it was heard of. */
async function markReached(watching: Watching, cwd: string, mark: string): Promise<void> {
  const text = scenarioText(`mark ${mark}`);
  writeFileSync(join(cwd, 'z.span.toml'), text);
  await vi.waitUntil(() => reportsOf(watching, 'z.span.toml').at(-1)?.digest === digestOf(text), {
    timeout: 10_000,
    interval: 10,
  });
}

type Said = Readonly<Record<string, readonly string[]>>;

interface Fault {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

function faultText({ code, message, file, line, column }: Fault): string {
  return `${file}:${line}:${column} ${code} ${message}`;
}

/** The last that the watch said of each file that there is. */
function watched({ news }: Watching, cwd: string): Said {
  const said = new Map<string, string[]>();
  for (const each of news) {
    if (each.type !== 'cycle') continue;
    for (const shown of each.deleted) said.delete(shown);
    for (const { shown, diagnostics } of each.reports) {
      said.set(
        shown,
        diagnostics.map(({ code, message, place }) => faultText({ code, message, ...place })),
      );
    }
  }
  return Object.fromEntries([...said].filter(([shown]) => existsSync(join(cwd, shown))));
}

function validated(cwd: string): Said {
  const env = { PATH: process.env.PATH, HOME: cwd, WHO: 'server' };
  const { stdout } = spawnSync(process.execPath, [BIN, 'validate', '--format', 'json'], {
    cwd,
    env,
    encoding: 'utf8',
  });
  const { files }: { files: { path: string; diagnostics: Fault[] }[] } = JSON.parse(stdout);
  return Object.fromEntries(files.map(({ path, diagnostics }) => [path, diagnostics.map(faultText)]));
}
