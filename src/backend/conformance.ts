import { access, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  Backend,
  CommandSpec,
  ContainerSpec,
  ReadyProbe,
  RunningService,
  Sandbox,
  ServiceSpec,
} from './contract.ts';

export interface ConformanceSubject {
  /** Called once per test. Grace periods should be short: one test waits for one of them. */
  readonly createBackend: () => Backend | Promise<Backend>;
  /**
   * A program, if the backend's commands can run one, that prints `listening on <port>`, answers `GET /` on
   * 127.0.0.1 with 200 and everything else with 503, and ends on SIGTERM. The rest needs a POSIX shell only.
   */
  readonly httpServer: (port: number) => readonly string[];
  /** What runs that program, if it is not what runs everything else. */
  readonly httpContainer?: ((port: number) => ContainerSpec) | undefined;
  /**
   * Whether a signal that ends a command is told apart from an exit code. Container engines tell 128 and its number, which
   * a program may exit with as well. Default: true.
   */
  readonly tellsSignals?: boolean | undefined;
  /** Whether output counts that comes after the end of a command, from children it has left. Default: true. */
  readonly keepsLateOutput?: boolean | undefined;
  /** Time for one attempt of each probe. Default: 400 ms. */
  readonly patienceMs?: number | undefined;
}

const never = new AbortController().signal;

/** What every backend promises, as tests. Call it at the top level of a test file. */
export function backendConformance(name: string, subject: ConformanceSubject): void {
  describe(`${name} backend`, () => {
    let sandbox: Sandbox;
    const open = async (keep = false) => {
      const backend = await subject.createBackend();
      return backend.open({ runId: 'run-1', scenarioId: 'checkout', projectDir: process.cwd(), keep });
    };
    const command = (argv: readonly string[], more: Partial<CommandSpec> = {}): CommandSpec => ({
      argv,
      env: {},
      cwd: sandbox.dir,
      ...more,
    });
    const shell = (script: string, more: Partial<CommandSpec> = {}) => command(['sh', '-c', script], more);
    const run = (script: string, more: Partial<CommandSpec> = {}, signal = never) =>
      sandbox.exec(shell(script, more), signal);
    const service = (script: string, more: Partial<ServiceSpec> = {}): ServiceSpec => ({
      id: 'api',
      command: shell(script),
      ready: [],
      readyTimeoutMs: 10_000,
      readyIntervalMs: 10,
      stopSignal: 'SIGTERM',
      stopGraceMs: 5_000,
      ...more,
    });
    const says = (word: string): ReadyProbe => ({
      kind: 'log',
      pattern: word,
      matches: (line) => line.includes(word),
    });

    beforeEach(async () => {
      sandbox = await open();
    });
    afterEach(async () => {
      await sandbox.close();
    });

    /** Whether the process of that id runs. A zombie does not, but may wait long for somebody to collect it. */
    const runs = async (pid: string, inService?: string) => {
      const { end } = await run('kill -0 "$PID" && ! grep "^State:.Z" "/proc/$PID/status"', {
        env: { PID: pid.trim() },
        inService,
      });
      return end.kind === 'exited' && end.code === 0;
    };

    /** Starts a service that must become ready. */
    const ready = async (spec: ServiceSpec) => {
      const outcome = await sandbox.start(spec, never);
      if (outcome.kind !== 'ready') throw new Error(`not ready: ${JSON.stringify(outcome)}`);
      return outcome.service;
    };

    describe('commands', () => {
      it.each([0, 1, 127, 255])('report exit code %i', async (code) => {
        expect((await run(`exit ${code}`)).end).toEqual({ kind: 'exited', code });
      });

      it('report the signal that ended them', async () => {
        const { end } = await run('kill -KILL $$');
        if (subject.tellsSignals ?? true) expect(end).toEqual({ kind: 'signalled', signal: 'SIGKILL' });
        else expect(end).toEqual({ kind: 'exited', code: 128 + 9 });
      });

      it('get their arguments as they are, without a shell', async () => {
        const { stdout } = await sandbox.exec(
          command(['printf', '[%s]', 'a b', '$HOME', '', '*', 'é']),
          never,
        );
        expect(stdout.text).toBe('[a b][$HOME][][*][é]');
      });

      it('keep the two streams apart', async () => {
        const { stdout, stderr } = await run('echo out; echo err >&2');
        expect([stdout.text, stderr.text]).toEqual(['out\n', 'err\n']);
      });

      it('get their input, and an empty one without', async () => {
        const text = 'é\n'.repeat(100_000);
        expect((await run('wc -c', { stdin: text })).stdout.text.trim()).toBe(
          String(Buffer.byteLength(text)),
        );
        expect((await run('wc -c')).stdout.text.trim()).toBe('0');
      });

      it('may end without reading their input', async () => {
        expect((await run('exit 4', { stdin: 'x'.repeat(1_000_000) })).end).toEqual({
          kind: 'exited',
          code: 4,
        });
      });

      it('run in the directory they are given', async () => {
        await run('mkdir inner');
        const { stdout } = await run('pwd', { cwd: join(sandbox.dir, 'inner') });
        expect(stdout.text).toBe(`${join(sandbox.dir, 'inner')}\n`);
      });

      it('run side by side', async () => {
        const outcomes = await Promise.all(Array.from({ length: 50 }, (_, index) => run(`echo ${index}`)));
        expect(outcomes.map(({ stdout }) => stdout.text.trim())).toEqual(
          outcomes.map((_, index) => `${index}`),
        );
      });
    });

    describe('environment', () => {
      const environmentOf = async (more: Partial<CommandSpec> = {}) => {
        const { stdout } = await sandbox.exec(command(['env'], more), never);
        return new Map(stdout.text.split('\n').map((line) => line.split('=', 2) as [string, string]));
      };

      it("leaks nothing of the runner's", async () => {
        process.env.SPANWRIGHT_TEST_SECRET = 'leaked';
        const late = await open();
        try {
          const { stdout } = await late.exec(command(['env'], { cwd: late.dir }), never);
          expect(stdout.text).toContain('HOME=');
          expect(stdout.text).not.toContain('leaked');
        } finally {
          delete process.env.SPANWRIGHT_TEST_SECRET;
          await late.close();
        }
      });

      it('is the same everywhere', async () => {
        const env = await environmentOf();
        expect([env.get('LANG'), env.get('TZ'), env.get('TERM')]).toEqual(['C.UTF-8', 'UTC', 'dumb']);
        expect([env.get('SPANWRIGHT_RUN_ID'), env.get('SPANWRIGHT_SCENARIO_ID')]).toEqual([
          'run-1',
          'checkout',
        ]);
      });

      it('can be added to and overridden by the command', async () => {
        const env = await environmentOf({ env: { TZ: 'Asia/Tokyo', MINE: 'yes', __proto__x: 'data' } });
        expect([env.get('TZ'), env.get('MINE'), env.get('__proto__x')]).toEqual([
          'Asia/Tokyo',
          'yes',
          'data',
        ]);
      });

      it('gives each scenario a home, a place for temporary files and an empty work directory', async () => {
        const other = await open();
        try {
          // A private directory that lies in a folder for temporary files is no file of somebody else.
          const list = 'ls -A | { grep -v "^spanwright-" || true; }';
          const probe = `cd "$HOME"; ${list}; touch h; cd "\${TMPDIR:-/tmp}"; ${list}; touch t; cd "$WORK"; ${list}; touch w`;
          const mine = await run(probe, { env: { WORK: sandbox.dir } });
          const theirs = await other.exec(shell(probe, { cwd: other.dir, env: { WORK: other.dir } }), never);
          expect(mine).toMatchObject({ end: { kind: 'exited', code: 0 }, stdout: { text: '' } });
          expect(theirs).toMatchObject({ end: { kind: 'exited', code: 0 }, stdout: { text: '' } });
          const again = await run('ls -A "$HOME" "${TMPDIR:-/tmp}" .');
          expect(again.stdout.text).toMatch(/h[\s\S]*t[\s\S]*w/);
        } finally {
          await other.close();
        }
      });

      it('has a umask of its own', async () => {
        expect((await run('umask')).stdout.text).toMatch(/^0?022\n$/);
      });
    });

    describe('output', () => {
      it('keeps head and tail and says what is missing', async () => {
        const { stdout } = await run("printf 'begin'; head -c 100000 /dev/zero | tr '\\0' x; printf 'end'", {
          keepBytes: 10,
        });
        expect(stdout).toEqual({
          text: 'beginxxxxx\n[... 99988 bytes omitted ...]\nxxxxxxxend',
          bytes: 100_008,
          omittedBytes: 99_988,
        });
      });

      it('is bounded, also without any line break', async () => {
        const before = process.memoryUsage().rss;
        const { stdout } = await run('head -c 268435456 /dev/zero');
        expect(stdout.bytes).toBe(268_435_456);
        expect(stdout.text.length).toBeLessThan(140_000);
        expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1024 * 1024);
      });

      it('has no terminal sequences', async () => {
        const { stdout } = await run(
          String.raw`printf '\033[1;31mred\033[0m \033]8;;http://x\007link\033]8;;\033\\'`,
        );
        expect(stdout.text).toBe('red link');
      });

      it('replaces invalid UTF-8 and leaves valid characters whole', async () => {
        // The pause makes two chunks of one character.
        const { stdout } = await run(String.raw`printf 'caf\303'; sleep 0.02; printf '\251 \377!'`);
        expect(stdout.text).toBe('café \ufffd!');
      });
    });

    describe('commands that cannot start', () => {
      const notStarted = async (spec: CommandSpec) => {
        const { end } = await sandbox.exec(spec, never);
        return end.kind === 'notStarted' ? end : expect.fail(`it started: ${JSON.stringify(end)}`);
      };

      it('are told apart: no such program', async () => {
        const end = await notStarted(command(['no-such-program-anywhere']));
        expect(end.reason).toBe('notFound');
        expect(end.message).toContain('no-such-program-anywhere');
      });

      it('not executable', async () => {
        await run('echo "#!/bin/sh" > tool; chmod 644 tool');
        const end = await notStarted(command(['./tool']));
        expect(end.reason).toBe('notExecutable');
        expect(end.message).toContain(join(sandbox.dir, 'tool'));
      });

      it('no work directory', async () => {
        await run('mkdir gone && rmdir gone');
        const end = await notStarted(command(['true'], { cwd: join(sandbox.dir, 'gone') }));
        expect(end.reason).toBe('badWorkdir');
        expect(end.message).toContain('gone');
      });

      it('work directory deleted by a command before', async () => {
        expect((await run(`rm -rf "${sandbox.dir}"`)).end).toEqual({ kind: 'exited', code: 0 });
        expect((await notStarted(command(['true']))).reason).toBe('badWorkdir');
      });

      it('arguments too long', async () => {
        expect((await notStarted(command(['true', 'x'.repeat(8_000_000)]))).reason).toBe('argumentsTooLong');
      });

      it('nothing to start, or nothing that can be an argument', async () => {
        expect((await notStarted(command([]))).reason).toBe('other');
        expect((await notStarted(command(['echo', 'a\0b']))).reason).toBe('other');
      });

      it('services as well', async () => {
        const outcome = await sandbox.start(service('', { command: command(['no-such-program']) }), never);
        expect(outcome).toMatchObject({ kind: 'notStarted', reason: 'notFound' });
      });
    });

    describe('cut short', () => {
      it('a command ends when its time is over, with its output so far', async () => {
        const outcome = await run('echo begun; sleep 60', { timeoutMs: 300 });
        expect(outcome.end).toEqual({ kind: 'timedOut', afterMs: 300 });
        expect(outcome.stdout.text).toBe('begun\n');
      });

      it('also when it ignores SIGTERM and so do its children', async () => {
        const outcome = await run(`trap '' TERM; sleep 60 & echo $!; wait`, { timeoutMs: 300 });
        expect(outcome.end).toEqual({ kind: 'timedOut', afterMs: 300 });
        expect(await runs(outcome.stdout.text)).toBe(false);
      });

      it('a command is cancelled', async () => {
        const cancel = new AbortController();
        const outcome = run('touch begun; sleep 60', {}, cancel.signal);
        await run('until [ -e begun ]; do sleep 0.01; done');
        cancel.abort();
        expect((await outcome).end).toEqual({ kind: 'cancelled' });
      });

      it('a command is not even started with a signal that is aborted already', async () => {
        expect((await run('touch begun', {}, AbortSignal.abort())).end).toEqual({ kind: 'cancelled' });
        expect((await run('test -e begun')).end).toEqual({ kind: 'exited', code: 1 });
      });

      it('a service is cancelled while it starts', async () => {
        const cancel = new AbortController();
        const outcome = sandbox.start(
          service('touch begun; exec sleep 60', { ready: [says('never')] }),
          cancel.signal,
        );
        await run('until [ -e begun ]; do sleep 0.01; done');
        cancel.abort();
        expect(await outcome).toEqual({ kind: 'cancelled' });
      });
    });

    describe('what commands leave behind', () => {
      it('is killed and reported when it holds the output open', async () => {
        const outcome = await run('sleep 60 & echo $!');
        expect(outcome).toMatchObject({ end: { kind: 'exited', code: 0 }, leaked: true });
        expect(await runs(outcome.stdout.text)).toBe(false);
      });

      it('is killed and reported when it closed its output', async () => {
        const outcome = await run('sleep 60 >/dev/null 2>&1 & echo $!');
        expect(outcome).toMatchObject({ end: { kind: 'exited', code: 0 }, leaked: true });
        expect(await runs(outcome.stdout.text)).toBe(false);
      });

      it('is nothing when the last of a pipeline ends a little later', async () => {
        const outcome = await run('echo early; (sleep 0.02; echo late) &');
        const text = (subject.keepsLateOutput ?? true) ? 'early\nlate\n' : expect.stringMatching(/^early\n/);
        expect(outcome).toMatchObject({ leaked: false, stdout: { text } });
      });
    });

    describe('services', () => {
      it('run until they are stopped, and keep their output', async () => {
        const running = await ready(
          service(`trap 'echo bye; exit 0' TERM; echo hi; while :; do sleep 0.01; done`, {
            ready: [says('hi')],
          }),
        );
        expect(running.ended()).toBeUndefined();
        expect(running.output().stdout.text).toBe('hi\n');
        const stopped = await running.stop();
        expect(stopped).toMatchObject({ end: { kind: 'exited', code: 0 }, killed: false });
        expect(stopped.output.stdout.text).toBe('hi\nbye\n');
        expect(running.ended()).toEqual({ kind: 'exited', code: 0 });
        expect(await running.stop()).toEqual(stopped);
      });

      it('are stopped with the signal they ask for', async () => {
        const running = await ready(
          service(`trap 'exit 7' INT; echo up; while :; do sleep 0.01; done`, {
            ready: [says('up')],
            stopSignal: 'SIGINT',
          }),
        );
        expect((await running.stop()).end).toEqual({ kind: 'exited', code: 7 });
      });

      it('are killed with all their children when they ignore the signal', async () => {
        const running = await ready(
          service(`trap '' TERM; sleep 60 & echo $!; while :; do sleep 0.01; done`, {
            ready: [says('')],
            stopGraceMs: 100,
          }),
        );
        expect(await runs(running.output().stdout.text, 'api')).toBe(true);
        const stopped = await running.stop();
        expect(stopped).toMatchObject({ end: { kind: 'signalled', signal: 'SIGKILL' }, killed: true });
        expect(await runs(stopped.output.stdout.text, 'api')).toBe(false);
      });

      it('that end before they are ready say how', async () => {
        const outcome = await sandbox.start(
          service('echo no >&2; exit 3', { ready: [says('never')] }),
          never,
        );
        expect(outcome).toMatchObject({ kind: 'exitedEarly', end: { kind: 'exited', code: 3 } });
        if (outcome.kind === 'exitedEarly') expect(outcome.output.stderr.text).toBe('no\n');
      });

      it('that end later are known to have ended', async () => {
        const running = await ready(
          service('echo up; until [ -e end ]; do sleep 0.01; done; exit 5', { ready: [says('up')] }),
        );
        await run('touch end');
        await expect.poll(() => running.ended(), { timeout: 10_000 }).toEqual({ kind: 'exited', code: 5 });
        expect(await running.stop()).toMatchObject({ end: { kind: 'exited', code: 5 }, killed: false });
      });
    });

    describe('readiness', () => {
      it('is at once without a probe', async () => {
        await ready(service('exec sleep 60'));
      });

      it('is a connection to a port', async () => {
        const [port = 0] = await sandbox.allocatePorts(1);
        await ready(
          service('', {
            command: command(subject.httpServer(port)),
            container: subject.httpContainer?.(port),
            ready: [{ kind: 'tcp', host: '127.0.0.1', port }],
          }),
        );
      });

      it('is an answer over HTTP with the wanted status', async () => {
        const [port = 0] = await sandbox.allocatePorts(1);
        const url = `http://127.0.0.1:${port}`;
        await ready(
          service('', {
            command: command(subject.httpServer(port)),
            container: subject.httpContainer?.(port),
            ready: [
              { kind: 'http', url },
              { kind: 'http', url: `${url}/busy`, status: 503 },
            ],
          }),
        );
      });

      it('is a line of either stream, whole and without colours', async () => {
        const lines: string[] = [];
        const probe: ReadyProbe = {
          kind: 'log',
          pattern: '^ready$',
          matches: (line) => lines.push(line) > 0 && line === 'ready',
        };
        await ready(
          service(
            String.raw`echo one; sleep 0.02; printf '\033[32mrea' >&2; sleep 0.02; printf 'dy\033[0m\r\n' >&2; exec sleep 60`,
            {
              ready: [probe],
            },
          ),
        );
        expect(lines).toEqual(['one', 'ready']);
      });

      it('is a command that exits with 0', async () => {
        await ready(
          service('sleep 0.03; touch up; exec sleep 60', {
            ready: [{ kind: 'command', command: shell('test -e up') }],
          }),
        );
      });

      it('is decided outside', async () => {
        const happens = Promise.withResolvers<void>();
        const probe: ReadyProbe = { kind: 'external', description: 'a span', until: () => happens.promise };
        const outcome = sandbox.start(service('exec sleep 60', { ready: [probe] }), never);
        happens.resolve();
        expect((await outcome).kind).toBe('ready');
      });

      it.each<[string, (port: number) => ReadyProbe, RegExp]>([
        [
          'tcp',
          (port) => ({ kind: 'tcp', host: '127.0.0.1', port }),
          /^a connection to 127.0.0.1:\d+ \(.*refused\)$/,
        ],
        [
          'http',
          (port) => ({ kind: 'http', url: `http://127.0.0.1:${port}/` }),
          /^success from http:.* \(.*refused\)$/,
        ],
        ['log', () => says('never'), /^a line of output that matches never$/],
        [
          'command',
          () => ({ kind: 'command', command: shell('exit 9') }),
          /^exit code 0 from sh.* \(.*code 9\)$/,
        ],
        ['external', () => ({ kind: 'external', description: 'span x', until: forever }), /^span x$/],
        [
          'a broken external',
          () => ({ kind: 'external', description: 'span x', until: breaks }),
          /^span x \(torn\)$/,
        ],
      ])('ends at the deadline and says what it waits for: %s', async (_, probeFor, waitingFor) => {
        const [port = 0] = await sandbox.allocatePorts(1);
        const spec = service('echo trying; exec sleep 60', {
          ready: [probeFor(port)],
          readyTimeoutMs: subject.patienceMs ?? 400,
        });
        const outcome = await sandbox.start(spec, never);
        expect(outcome).toMatchObject({ kind: 'notReady', waitingFor: expect.stringMatching(waitingFor) });
      });
    });

    describe('ports', () => {
      it('are free and each given once, however many ask at the same time', async () => {
        const ports = (await Promise.all([40, 40, 40].map((count) => sandbox.allocatePorts(count)))).flat();
        expect(new Set(ports).size).toBe(120);
        await Promise.all(ports.map(listenOnce));
      });
    });

    describe('closing', () => {
      it('stops services, the last one first, and removes a directory that was used', async () => {
        const told = await open();
        const log = join(told.dir, 'log');
        const services: RunningService[] = [];
        await told.exec(shell('touch used', { cwd: told.dir }), never);
        for (const id of ['db', 'api', 'web']) {
          const script = `trap 'echo ${id} >> "${log}"; cat "${log}"; exit 0' TERM; echo up; while :; do sleep 0.01; done`;
          const spec = {
            ...service(script, { id, ready: [says('up')] }),
            command: shell(script, { cwd: told.dir }),
          };
          const outcome = await told.start(spec, never);
          expect(outcome.kind).toBe('ready');
          if (outcome.kind === 'ready') services.push(outcome.service);
        }
        expect(await told.close()).toEqual({
          leaked: [],
          survivors: [],
          egress: [],
          kept: undefined,
          notRemoved: undefined,
        });
        // The first of them is the last to be stopped, and sees what the others wrote.
        expect(services[0]?.output().stdout.text).toBe('up\nweb\napi\ndb\n');
        await expect(access(told.dir)).rejects.toMatchObject({ code: 'ENOENT' });
      });

      it('may be asked for twice, also at the same time', async () => {
        await ready(service('exec sleep 60'));
        const [first, second] = await Promise.all([sandbox.close(), sandbox.close()]);
        expect(second).toBe(first);
        expect(await sandbox.close()).toBe(first);
      });

      it('cancels what still runs, and lets nothing begin', async () => {
        const running = run('touch begun; sleep 60');
        const starting = sandbox.start(service('exec sleep 60', { ready: [says('never')] }), never);
        await run('until [ -e begun ]; do sleep 0.01; done');
        await sandbox.close();
        expect((await running).end).toEqual({ kind: 'cancelled' });
        expect(await starting).toEqual({ kind: 'cancelled' });
        expect((await run('true')).end).toEqual({ kind: 'cancelled' });
      });

      it.each([
        ['from the start', true, undefined],
        ['in the end', false, true],
      ])('keeps the directory when that is decided %s', async (_, atOpen, atClose) => {
        const kept = await open(atOpen);
        await kept.exec(shell('echo precious > file', { cwd: kept.dir }), never);
        const outcome = await kept.close({ keep: atClose });
        expect(await readFile(join(kept.dir, 'file'), 'utf8')).toBe('precious\n');
        expect(kept.dir).toContain(outcome.kept);
        await run(`rm -rf "${outcome.kept}"`);
      });

      it('removes directories without write permission', async () => {
        await run('mkdir -p cache/module && touch cache/module/file && chmod -R a-w cache');
        expect((await sandbox.close()).notRemoved).toBeUndefined();
      });
    });
  });
}

const forever = () => new Promise<void>(() => {});
const breaks = () => Promise.reject(new Error('torn'));

function listenOnce(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
  });
}
