import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { BIN, makeFolder } from './program.ts';

// The progress of `spanwright run` in a real terminal, which tmux is. What tmux shows is what a person sees. Nothing waits
// for a time: scenarios go on until the test lets them.

// In CI there is one: without it, these tests fail there.
const hasTmux = spawnSync('tmux', ['-V']).status === 0;

const undo: (() => void)[] = [];
afterEach(() => {
  for (const each of undo.splice(0).reverse()) each();
});

const scenario = (name: string, run: string, more = '') =>
  `[[scenario]]\nname = "${name}"\n${more}shell = true\nrun = '''${run}'''\n\n`;
const until = (file: string) => `while ! test -e $GATE/${file}; do sleep 0.05; done`;

const shop = `[meta]
name = "shop"

${scenario('quick', 'true')}${scenario('red', 'echo nothing works; exit 3')}${scenario(
  'held',
  until('go'),
  'limits = { memory_mb = 512 }\nenv = { GATE = "${project.dir}" }\n',
)}${scenario('other', until('go'), 'env = { GATE = "${project.dir}" }\n')}${scenario('last', 'true')}`;

function open(args: string, env = '') {
  const folder = makeFolder({ 'shop.span.toml': shop });
  const socket = join(folder.path, '..', `tmux-run-${process.pid}-${undo.length}`);
  const tmux = (...words: readonly string[]) => {
    const { stdout, stderr, status } = spawnSync('tmux', ['-S', socket, '-f', '/dev/null', ...words], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, TERM: 'xterm-256color', LANG: 'C.UTF-8', HOME: folder.path },
    });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  };
  const program = `env -u CI ${env} ${process.execPath} ${BIN} run ${args}`;
  tmux(
    'new-session',
    '-d',
    '-x',
    '110',
    '-y',
    '70',
    `cd ${folder.path}; ${program}; echo "exit $?"; exec sleep 1000`,
  );
  undo.push(() => {
    tmux('kill-server');
    rmSync(socket, { force: true });
    folder.remove();
  });
  const see = () =>
    tmux('capture-pane', '-p')
      .replace(/ *\b\d+\.\d+s/g, ' #s')
      .replace(/[ \t]+$/gm, '')
      .trimEnd();
  const seen = async (...wanted: readonly string[]) => {
    let last = '';
    await vi.waitUntil(
      () => {
        last = see();
        return wanted.every((each) => last.includes(each));
      },
      { timeout: 20_000 },
    );
    return last;
  };
  const letGo = () => spawnSync('touch', [join(folder.path, 'go')]);
  return { seen, letGo, keys: (...keys: readonly string[]) => tmux('send-keys', ...keys) };
}

describe.skipIf(!hasTmux && process.env.CI === undefined)('a run in a terminal', { timeout: 60_000 }, () => {
  test('shows what is running below what has ended, and in the end only that', async () => {
    const { seen, letGo } = open('--jobs 2 --no-record');
    const during = await seen('::held  step', '::other  step', '2/5, 1 failed, 1 passed');
    expect(during.split('\n').slice(0, 2).sort()).toEqual([
      'FAIL  shop.span.toml::red #s  0 spans',
      'PASS  shop.span.toml::quick #s  0 spans',
    ]);
    expect(during).toMatch(/\n #s {2}shop\.span\.toml::held {2}step /);
    expect(during).toMatch(/\n #s {2}shop\.span\.toml::other {2}step /);
    expect(during.split('\n').at(-1)).toBe('2/5, 1 failed, 1 passed  [2/2 slots, 512/4096 MB]');
    letGo();
    const after = await seen('exit 1');
    expect(after).not.toContain('slots');
    expect(after.match(/^PASS {2}\S+ #s/gm)).toHaveLength(4);
    expect(after).toContain('nothing works');
    expect(after).toContain('\n1 failed, 4 passed (5 scenarios) in #s, spans=0\n');
  });

  test('says that it stops when it is asked to, and leaves the terminal as it was', async () => {
    const { seen, keys } = open('--jobs 2 --no-record');
    await seen('2/5, 1 failed, 1 passed  [2/2 slots, 512/4096 MB]');
    keys('C-c');
    const after = await seen('exit 130');
    expect(after).toContain('SIGINT: stopping; Ctrl-C again stops at once');
    expect(after).toContain('interrupted by SIGINT: 1 failed, 3 undecided, 1 passed');
    expect(after).not.toContain('slots');
  });

  test.for([
    ['--no-progress', ''],
    ['', 'CI=true'],
    ['', 'TERM=dumb'],
  ] as const)('is plain lines with %s %s', async ([args, env]) => {
    const { seen, letGo } = open(`--jobs 2 --no-record ${args}`, env);
    await seen('FAIL  shop.span.toml::red');
    letGo();
    expect(await seen('exit 1')).not.toContain('slots');
  });
});
