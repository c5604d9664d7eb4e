import { spawnSync } from 'node:child_process';
import { readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { BIN, makeFolder } from './program.ts';
import { scenarioText } from './watch-rig.ts';

// The screen of `spanwright watch` in a real terminal, which tmux is. What tmux shows is what a person sees.

// In CI there is one: without it, these tests fail there.
const hasTmux = spawnSync('tmux', ['-V']).status === 0;

const undo: (() => void)[] = [];
afterEach(() => {
  for (const each of undo.splice(0).reverse()) each();
});

interface Screen {
  readonly cwd: string;
  /** What is seen now, without what differs from machine to machine. */
  see(): string;
  until(wanted: (seen: string) => boolean): Promise<string>;
  keys(...keys: readonly string[]): void;
  resize(columns: number, rows: number): void;
  /** Closes the terminal, as somebody does who closes its window. */
  hangUp(): void;
}

function openScreen(files: Readonly<Record<string, string>>, env = ''): Screen {
  const folder = makeFolder(files);
  const socket = join(folder.path, '..', `tmux-${process.pid}-${undo.length}`);
  const tell = (args: readonly string[]) =>
    spawnSync('tmux', ['-S', socket, '-f', '/dev/null', ...args], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, TERM: 'xterm-256color', LANG: 'C.UTF-8', HOME: folder.path },
    });
  const tmux = (...args: readonly string[]) => {
    const { stdout, stderr, status } = tell(args);
    if (status !== 0) throw new Error(stderr);
    return stdout;
  };
  const program = `env -u CI ${env} ${process.execPath} ${BIN} watch`;
  const shell = `cd ${folder.path}; echo before; ${program}; echo "exit $?"; exec sleep 1000`;
  tmux('new-session', '-d', '-x', '100', '-y', '24', shell);
  undo.push(() => {
    tell(['kill-server']);
    rmSync(socket, { force: true });
    folder.remove();
  });
  const see = () =>
    tmux('capture-pane', '-p')
      .replace(/\d[\d.,]*(?= ms)|(?<=(?:wait|scan|hash|lookup|render|validate|diff) )[\d.]+/g, '#')
      .replace(/; # ms.*/g, '; # ms')
      .replace(/[ \t]+$/gm, '')
      .trimEnd();
  return {
    cwd: folder.path,
    see,
    until: async (wanted) => {
      let seen = '';
      await vi.waitUntil(
        () => {
          seen = see();
          return wanted(seen);
        },
        { timeout: 20_000 },
      );
      return seen;
    },
    keys: (...keys) => void tmux('send-keys', ...keys),
    hangUp: () => void tmux('kill-session'),
    resize: (columns, rows) => void tmux('resize-window', '-x', String(columns), '-y', String(rows)),
  };
}

const files = {
  'orders.span.toml': scenarioText('order', '\n[expect.counts]\nspans_total = { gte = 5 }\n'),
  'refunds.span.toml': scenarioText('refund').replace(
    'name = "refund"\n\n',
    'name = "refund"\ntags = ["smoke"]\n\n',
  ),
  'shipping.span.toml': scenarioText('ship'),
};

describe.skipIf(!hasTmux && process.env.CI === undefined)('the screen', () => {
  test('shows files, faults with their lines, and what a save did to the expectations', async () => {
    const screen = openScreen(files);
    expect(await screen.until((seen) => seen.includes('3 valid'))).toMatchInlineSnapshot(`
      "spanwright watch  3 files: 3 valid

      ✓ orders.span.toml
      ✓ refunds.span.toml
      ✓ shipping.span.toml

      orders.span.toml: new, and 2 more; # ms
      cache: 0 % of 3 lookups, 3 results, 19 kB
      a all  f failed  Enter again  r run  d diff  / filter  c clear  q quit  ? help"
    `);
    writeFileSync(
      join(screen.cwd, 'orders.span.toml'),
      files['orders.span.toml'].replace('gte = 5', 'gte = 1'),
    );
    writeFileSync(join(screen.cwd, 'shipping.span.toml'), `${files['shipping.span.toml']}kind = "sever"\n`);
    expect(await screen.until((seen) => seen.includes('1 invalid'))).toMatchInlineSnapshot(`
      "spanwright watch  3 files: 1 invalid, 2 valid

      ✓ orders.span.toml  changed
          loosened expect > counts: spans_total: >= 5 became >= 1
      ✗ shipping.span.toml  changed
          error[SW3005]: \`kind\` is the text "sever"
            --> shipping.span.toml:10:8
             |
          10 | kind = "sever"
             |        ^^^^^^^
            expected: "internal" or "server" or "client" or "producer" or "consumer"
            hint: did you mean "server"?
      ✓ refunds.span.toml

      orders.span.toml: changed, and 1 more; # ms
      cache: 0 % of 5 lookups, 5 results, 28 kB
      a all  f failed  Enter again  r run  d diff  / filter  c clear  q quit  ? help"
    `);
    screen.keys('d');
    await screen.until((seen) => !seen.includes('loosened'));
    screen.keys('f');
    expect(await screen.until((seen) => seen.includes('failed only'))).not.toContain('refunds');
    screen.keys('a', '/', 's', 'm', 'o', 'k', 'e', 'Enter');
    expect(
      await screen.until((seen) => seen.includes('/smoke') && !seen.includes('_')),
    ).toMatchInlineSnapshot(`
      "spanwright watch  3 files: 1 invalid, 2 valid  /smoke

      ✓ refunds.span.toml

      orders.span.toml: changed, and 1 more; # ms
      cache: 0 % of 5 lookups, 5 results, 28 kB
      a all  f failed  Enter again  r run  d diff  / filter  c clear  q quit  ? help"
    `);
    screen.keys('Escape');
    screen.resize(40, 8);
    expect(await screen.until((seen) => seen.includes('and 2 more'))).toMatchInlineSnapshot(`
      "spanwright watch  3 files: 1 invalid, 2…

      and 2 more

      orders.span.toml: changed, and 1 more; …
      cache: 0 % of 5 lookups, 5 results, 28 …
      q quit  ? help"
    `);
    screen.keys('q');
    expect(await screen.until((seen) => seen.includes('exit'))).toBe('before\nexit 0');
  });

  test('Enter checks again, r runs what changed, ? explains, and Ctrl-C gives the terminal back', async () => {
    const screen = openScreen(files);
    await screen.until((seen) => seen.includes('3 valid'));
    screen.keys('Enter');
    await screen.until((seen) => seen.includes('asked for'));
    writeFileSync(join(screen.cwd, 'orders.span.toml'), scenarioText('order two'));
    await screen.until((seen) => seen.includes('orders.span.toml  changed'));
    screen.keys('r');
    expect(await screen.until((seen) => seen.includes('run in'))).toContain('failed order two');
    screen.keys('c', '?');
    expect(await screen.until((seen) => seen.includes('this help'))).not.toContain('run in');
    screen.keys('C-c');
    expect(await screen.until((seen) => seen.includes('exit'))).toBe('before\nexit 0');
  });

  test('ends with its terminal', async () => {
    const screen = openScreen(files);
    await screen.until((seen) => seen.includes('3 valid'));
    expect(processesIn(screen.cwd)).not.toEqual([]);
    screen.hangUp();
    await vi.waitUntil(() => processesIn(screen.cwd).length === 0, { timeout: 10_000 });
  });

  test('is not broken by names of wide characters', async () => {
    const name = '注'.repeat(40);
    const screen = openScreen({
      'a.span.toml': scenarioText('one'),
      [`${name}.span.toml`]: scenarioText('two'),
    });
    expect(await screen.until((seen) => seen.includes('2 valid'))).toContain(
      `✓ a.span.toml\n✓ ${name}.span.toml\n\n`,
    );
    screen.resize(60, 20);
    expect(await screen.until((seen) => seen.includes('注…'))).toContain(
      `✓ a.span.toml\n✓ ${name.slice(0, 28)}…\n\n`,
    );
  });

  test('has no colour where none is wanted, and is the same otherwise', async () => {
    const screen = openScreen(files, 'NO_COLOR=1');
    await screen.until((seen) => seen.includes('3 valid'));
  });
});

/** Those that work in a folder, the shell of the terminal among them. */
function processesIn(folder: string): string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/cwd`) === folder;
    } catch {
      // It has ended, or is not ours.
      return false;
    }
  });
}
