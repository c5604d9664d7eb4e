import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../contract.ts';
import { type ProcessBackend, startProcessBackend } from '../backend.ts';

const never = new AbortController().signal;
const options = { runId: 'r', scenarioId: 's', projectDir: '/', keep: false };
const open = (backend: ProcessBackend) => backend.open(options);
/** Why the number of processes cannot be bounded here; undefined if it can. */
async function bounded(backend: ProcessBackend): Promise<string | undefined> {
  const sandbox = await backend.open({ ...options, maxProcesses: 1 });
  return (await sandbox.close()).unbounded;
}
const run = (sandbox: Sandbox, script: string) =>
  sandbox.exec({ argv: ['sh', '-c', script], env: {}, cwd: sandbox.dir }, never);

/** Empty for a process that is gone meanwhile. */
function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'latin1');
  } catch {
    return '';
  }
}

/** Our own processes with that name. */
function named(name: string): number[] {
  const below = (parent: number): number[] => {
    const children = readProc(`${parent}/task/${parent}/children`).trim();
    return children === ''
      ? []
      : children.split(' ').flatMap((each) => [Number(each), ...below(Number(each))]);
  };
  return below(process.pid).filter((each) => readProc(`${each}/cmdline`).startsWith(name));
}

/** Whoever sleeps for that many seconds. */
function sleeping(seconds: string): string[] {
  return readdirSync('/proc').filter((pid) => readProc(`${pid}/cmdline`) === `sleep\0${seconds}\0`);
}

for (const best of ['namespaces', 'reaper'] as const) {
  const backend = await startProcessBackend({ best });
  const mayBound = await bounded(backend);
  // Not every machine allows this tier; why not stands in the title.
  describe.skipIf(backend.tier !== best)(`the helper, tier ${best} ${backend.reason}`, () => {
    it('finds what left its group and session and has an empty environment', async () => {
      const sandbox = await open(backend);
      const daemon = `env -i setsid sh -c 'echo $$ > pid.new; mv pid.new pid; exec sleep 60' >/dev/null 2>&1 &`;
      await run(sandbox, `${daemon} until [ -e pid ]; do sleep 0.01; done`);
      const pid = Number(readFileSync(join(sandbox.dir, 'pid'), 'utf8'));
      // As it sees itself; in a namespace that is not what we see.
      expect(await sandbox.close()).toMatchObject({ leaked: [{ pid, name: 'sleep' }], survivors: [] });
    });

    // Only where a group of processes may be bounded; why not stands in the title.
    it.skipIf(mayBound !== undefined)(
      `bounds the processes of all commands together ${mayBound}`,
      async () => {
        const sandbox = await backend.open({ ...options, maxProcesses: 20 });
        const first = run(sandbox, 'sleep 60 & sleep 60 & sleep 60 & touch begun; wait');
        await run(sandbox, 'until [ -e begun ]; do sleep 0.01; done');
        // The shell itself is one, as is that of the first command with its three.
        const second = await run(sandbox, 'n=0; while sleep 60 & do n=$((n+1)); echo $n; done');
        expect(second.stdout.text.trim().split('\n').at(-1)).toBe('15');
        expect(second.stderr.text).toMatch(/fork/i);
        const closed = await sandbox.close();
        expect([closed.survivors, closed.unbounded]).toEqual([[], undefined]);
        expect((await first).end).toEqual({ kind: 'cancelled' });
        // The next one gets none of it.
        const next = await open(backend);
        expect((await run(next, 'for n in $(seq 30); do sleep 60 & done; echo all')).stdout.text).toBe(
          'all\n',
        );
        await next.close();
      },
    );

    it('is replaced when somebody kills it, and what runs is not disturbed', async () => {
      const first = await open(backend);
      const running = run(first, 'until [ -e go ]; do sleep 0.01; done; echo went');
      await run(first, 'true');
      for (const pid of named('spanwright-spawner')) process.kill(pid, 'SIGKILL');
      await expect.poll(() => named('spanwright-spawner')).toEqual([]);
      const others = await Promise.all(Array.from({ length: 5 }, () => open(backend)));
      const outcomes = await Promise.all(others.map((sandbox) => run(sandbox, 'echo new')));
      expect(outcomes.map(({ stdout }) => stdout.text)).toEqual(Array(5).fill('new\n'));
      await run(first, 'touch go');
      expect((await running).stdout.text).toBe('went\n');
      await Promise.all([first, ...others].map((sandbox) => sandbox.close()));
    });

    it('a keeper that is killed ends its commands, and closing still leaves nothing', async () => {
      const sandbox = await open(backend);
      const outcome = run(sandbox, 'sleep 86400.25 & touch begun; wait');
      await run(sandbox, 'until [ -e begun ]; do sleep 0.01; done');
      await expect.poll(() => sleeping('86400.25')).not.toEqual([]);
      for (const pid of named('spanwright-keeper')) process.kill(pid, 'SIGKILL');
      expect((await outcome).end).toEqual({ kind: 'signalled', signal: 'SIGKILL' });
      expect((await run(sandbox, 'true')).end).toMatchObject({ kind: 'notStarted' });
      expect(await sandbox.close()).toMatchObject({ survivors: [] });
      await expect.poll(() => sleeping('86400.25')).toEqual([]);
    });
  });
}

const namespaces = await startProcessBackend({ best: 'namespaces' });
/** Does that in a sandbox, and says whether one of the next sandboxes has the same namespace. */
async function servesAgainAfter(script: string): Promise<boolean> {
  // The number of a namespace is given out again when it is gone; when its first process began is not.
  const own = `readlink /proc/self/ns/pid; cut -d ' ' -f 22 /proc/1/stat`;
  const alone = async (line: string) => {
    const sandbox = await open(namespaces);
    const { stdout } = await run(sandbox, line);
    await sandbox.close();
    return stdout.text;
  };
  const first = await alone(`${own}; ${script}`);
  // They take turns with others that were made ahead.
  const next = [await alone(own), await alone(own), await alone(own), await alone(own)];
  for (const each of [first, ...next]) expect(each).toMatch(/^pid:.*\n\d+\n$/);
  return next.includes(first);
}

// Not every machine allows namespaces; why not stands in the title.
describe.skipIf(namespaces.tier !== 'namespaces')(`a namespace ${namespaces.reason}`, () => {
  it('serves again when nothing was left in it', async () => {
    expect(await servesAgainAfter('true')).toBe(true);
  });

  it('ends with what was left in it', async () => {
    expect(await servesAgainAfter('sleep 60 >/dev/null 2>&1 &')).toBe(false);
  });

  // Only root may mount, where namespaces are made without a user namespace.
  it
    .skipIf(process.getuid?.() !== 0)
    .each(['mount -t tmpfs mounted /mnt', 'mount -t tmpfs mounted /mnt; umount /mnt'])(
    'ends when its mounts were changed: %s',
    async (script) => {
      expect(await servesAgainAfter(script)).toBe(false);
    },
  );
});

describe('without a parent of their own', () => {
  it('commands are not bounded, and that is said', async () => {
    expect(await bounded(await startProcessBackend({ best: 'group' }))).toBe(
      'the tier `group` cannot keep one',
    );
  });
});

describe('without the helper', () => {
  it('commands are started all the same, and it is said why', async () => {
    const path = process.env.PATH;
    // Without a shell nobody removes what a test runner leaves when it is killed.
    const tempDir = mkdtempSync(join(tmpdir(), 'spanwright-helper-'));
    process.env.PATH = '/nowhere';
    try {
      const backend = await startProcessBackend({ env: { PATH: path }, tempDir });
      expect([backend.tier, backend.reason]).toEqual(['group', expect.stringContaining('there is no perl')]);
      expect(backend.isolation).toContain('there is no perl');
      const sandbox = await open(backend);
      expect((await run(sandbox, 'echo hi')).stdout.text).toBe('hi\n');
      await sandbox.close();
    } finally {
      process.env.PATH = path;
      rmSync(tempDir, { recursive: true });
    }
  });
});
