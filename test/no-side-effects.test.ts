import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../src/cli/options/table.ts';
import { type CatalogueEntry, catalogue } from '../src/diagnostic/index.ts';
import { mappingCases } from '../src/render/mapping.fixture.ts';
import { bombs, escapes } from '../src/render/sandbox.fixture.ts';
import { BIN, makeFolder } from './program.ts';
import { canTrace, trace } from './side-effects.ts';

// DESIGN, section 10: whatever stands in scenario files, commands that run nothing open no socket, start no process and
// write nowhere but below `.spanwright/`. The built program is watched from outside, by strace.

const isTraced = canTrace();
// Elsewhere than in CI a machine may have no strace, as macOS has none; in CI the test below would prove nothing.
const isRequired = process.env.CI !== undefined;
if (!isTraced && !isRequired) {
  process.stderr.write(
    'no-side-effects: skipped, because strace does not work here (apt-get install strace)\n',
  );
}

const examples = resolve(import.meta.dirname, '../examples');
let folder: { path: string; remove: () => void };
beforeAll(() => {
  folder = makeFolder(files());
});
afterAll(() => folder.remove());

/** Templates that try to get out or to take too much, and every example of what is wrong with a file. */
function files(): Record<string, string> {
  const endings = { nunjucks: 'njk', tera: 'tera' } as const;
  const hostile = [...escapes, ...bombs].map(({ text, dialect }, index) => [
    `hostile/${index}.span.toml.${endings[dialect]}`,
    text,
  ]);
  const mapped = mappingCases.flatMap(({ text, files: around = {} }, index) => [
    [`mapped/${index}/a.span.toml.tera`, text],
    ...Object.entries(around).map(([name, content]) => [`mapped/${index}/${name}`, content]),
  ]);
  const explained = Object.entries<CatalogueEntry>(catalogue)
    .filter(([code]) => code >= 'SW1')
    .flatMap(([code, { bad = '', good = '' }]) => [
      [`explained/${code}-bad.span.toml`, bad],
      [`explained/${code}-good.clnrm.toml`, good],
    ]);
  return Object.fromEntries([...hostile, ...mapped, ...explained, ['spanwright.toml', '']]);
}

/** Each with arguments that make it read as much as it can. Commands that are still to come are checked once they are there. */
const calls: readonly (readonly [string, ...string[]])[] = [
  ['validate', '.', examples],
  ['validate', '.', examples, '--format', 'sarif', '--strict', '--timing'],
  ['lint', '.', examples],
  ['fmt', '.', examples, '--check'],
  ['fmt', '.', examples, '--diff'],
  ['graph', '.', examples, '--format', 'json'],
  ['render', 'mapped/0/a.span.toml.tera'],
  ['render', 'hostile/0.span.toml.njk'],
  ['diff', 'explained', 'mapped'],
  ['config', '--origin'],
  ['explain', 'SW1001'],
];

describe.runIf(isTraced || isRequired)('nothing is opened, started or written', () => {
  const there = calls.filter(([name]) => Object.hasOwn(commands, name));
  const titled = there.map((args) => ({ args, line: args.join(' ').replace(examples, 'examples') }));

  test.for(titled)('by spanwright $line', { timeout: 120_000 }, ({ args }) => {
    const command = [process.execPath, BIN, ...args];
    const { status, output, effects } = trace(command, folder.path, join(folder.path, '.spanwright'));
    expect(effects).toEqual([]);
    // It really worked: it judged the files, or printed what it was asked for.
    expect([0, 1, 2]).toContain(status);
    expect(output).not.toBe('');
  });

  test('by spanwright validate --staged, but for git, which writes nothing', { timeout: 120_000 }, () => {
    execFileSync('git', ['init', '--quiet'], { cwd: folder.path });
    execFileSync('git', ['add', 'explained', 'mapped'], { cwd: folder.path });
    const index = readFileSync(join(folder.path, '.git/index'));
    const { effects } = trace([process.execPath, BIN, 'validate', '--staged'], folder.path);
    // Node talks with a process that it starts over a pair of sockets.
    const isGit = (effect: string) =>
      /^(vfork|clone3?|socketpair|setsockopt|shutdown|chdir)\(|^execve\("[^"]*\/git", \["git", /.test(effect);
    expect(effects.filter((effect) => !isGit(effect))).toEqual([]);
    expect(effects.some((effect) => /^execve.*"ls-files"/.test(effect))).toBe(true);
    expect(readFileSync(join(folder.path, '.git/index'))).toEqual(index);
  });
});

// Each of these does one thing that the commands must not do, in the ways Node has for it.
describe.runIf(isTraced || isRequired)('the check sees', () => {
  const effectsOf = (script: string, writable?: string) =>
    trace([process.execPath, '--input-type=module', '--eval', script], folder.path, writable).effects;

  test.for([
    ['a file written', `import fs from 'node:fs'; fs.writeFileSync('made', '')`, /O_WRONLY/],
    ['a file appended to', `import fs from 'node:fs'; fs.appendFileSync('made', '')`, /O_APPEND/],
    ['a file written later', `import fs from 'node:fs/promises'; await fs.writeFile('made', '')`, /O_WRONLY/],
    ['a file removed', `import fs from 'node:fs'; fs.rmSync('made')`, /^unlink/],
    [
      'a file moved',
      `import fs from 'node:fs'; fs.writeFileSync('a', ''); fs.renameSync('a', 'b')`,
      /^rename/,
    ],
    ['a folder made', `import fs from 'node:fs'; fs.mkdirSync('folder')`, /^mkdir/],
    ['a link made', `import fs from 'node:fs'; fs.symlinkSync('a', 'link')`, /^symlink/],
    ['a mode changed', `import fs from 'node:fs'; fs.chmodSync('b', 0o600)`, /^f?chmod/],
    [
      'a port listened on',
      `import net from 'node:net'; const s = net.createServer().listen(0, () => s.close())`,
      /^bind/,
    ],
    [
      'a connection',
      `import net from 'node:net'; net.connect(9, '127.0.0.1').on('error', () => {})`,
      /^connect/,
    ],
    [
      'a name looked up',
      `import dns from 'node:dns'; dns.resolve('x.test', () => {}); process.exit()`,
      /^socket/,
    ],
    ['a process', `import { spawnSync } from 'node:child_process'; spawnSync('true')`, /^execve/],
    ['a shell', `import { execSync } from 'node:child_process'; execSync('true')`, /^execve.*"-c"/],
  ] as const)('%s', ([, script, expected]) => {
    expect(effectsOf(script)).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
  });

  test('nothing in a program that reads and uses threads', () => {
    expect(effectsOf(`import fs from 'node:fs/promises'; console.log(await fs.readdir('.'))`)).toEqual([]);
  });

  test('a write below a folder only where it is not allowed', () => {
    const script = `import fs from 'node:fs'; fs.mkdirSync('own'); fs.writeFileSync('own/a', ''); fs.rmSync('own', { recursive: true })`;
    expect(effectsOf(script, join(folder.path, 'own'))).toEqual([]);
    expect(effectsOf(script, join(folder.path, 'ow')).length).toBeGreaterThan(2);
  });
});
