import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Backend, Sandbox, ServiceSpec } from '../contract.ts';
import { createProcessBackend, startProcessBackend } from './backend.ts';
import { isRunning } from './fixtures/is-running.ts';
import { hasProc } from './proc.ts';
import { tiers } from './tier.ts';

const never = new AbortController().signal;

describe.runIf(hasProc)('a process that left its group and session', () => {
  let backend: Backend;
  let sandbox: Sandbox;

  const options = { runId: 'r', scenarioId: 's', projectDir: '/', keep: false };
  const open = () => backend.open(options);
  beforeEach(async () => {
    backend = createProcessBackend();
    sandbox = await open();
  });
  afterEach(async () => {
    await sandbox.close();
  });

  const shell = (script: string) => ({ argv: ['sh', '-c', script], env: {}, cwd: sandbox.dir });
  const exec = (script: string) => sandbox.exec(shell(script), never);
  /**
   * Runs the script in a session of its own and waits until it has said who it is, in the file `pid`; what it does about
   * signals is in force by then.
   */
  const daemon = (script: string, trap = ':') =>
    `setsid sh -c '${trap}; echo $$ > pid.new; mv pid.new pid; ${script}' & until [ -e pid ]; do sleep 0.01; done`;
  const quiet = (script: string, trap?: string) => daemon(script, trap).replace(' & ', ' >/dev/null 2>&1 & ');
  const pid = () => Number(readFileSync(join(sandbox.dir, 'pid'), 'utf8'));
  const service = (script: string, stopGraceMs = 5_000): ServiceSpec => ({
    id: 'daemon',
    command: shell(`${script}; echo up; exec sleep 60`),
    ready: [{ kind: 'log', pattern: 'up', matches: (line) => line === 'up' }],
    readyTimeoutMs: 10_000,
    readyIntervalMs: 10,
    stopSignal: 'SIGTERM',
    stopGraceMs,
  });
  const started = async (spec: ServiceSpec) => {
    const outcome = await sandbox.start(spec, never);
    return outcome.kind === 'ready' ? outcome.service : expect.fail(`not ready: ${JSON.stringify(outcome)}`);
  };

  it('does not hold up a command whose output it keeps open, and is killed', async () => {
    const outcome = await exec(`${daemon('exec sleep 60')}; echo done`);
    expect(outcome).toMatchObject({
      end: { kind: 'exited', code: 0 },
      leaked: true,
      stdout: { text: 'done\n' },
    });
    expect(isRunning(pid())).toBe(false);
  });

  it('lives until the sandbox closes when it holds nothing open, and is then reported and killed', async () => {
    expect(await exec(quiet('exec sleep 60'))).toMatchObject({ leaked: false });
    const stray = pid();
    expect(isRunning(stray)).toBe(true);
    expect(await sandbox.close()).toMatchObject({ leaked: [{ pid: stray, name: 'sleep' }], survivors: [] });
    expect(isRunning(stray)).toBe(false);
  });

  it.each(tiers)('is no leak when it ends on its own in a moment, in the tier %s', async (best) => {
    const other = await (await startProcessBackend({ best })).open(options);
    const outcome = await other.exec(
      { argv: ['sh', '-c', 'setsid sleep 0.05 >/dev/null 2>&1 &'], env: {}, cwd: other.dir },
      never,
    );
    expect(outcome).toMatchObject({ leaked: false });
    expect(await other.close()).toMatchObject({ leaked: [], survivors: [] });
  });

  it('is stopped with its service, politely', async () => {
    const running = await started(
      service(daemon('while :; do sleep 0.01; done', 'trap "echo bye; exit" TERM')),
    );
    const stopped = await running.stop();
    expect(stopped).toMatchObject({ killed: false, output: { stdout: { text: 'up\nbye\n' } } });
    expect(isRunning(pid())).toBe(false);
  });

  it('is killed with its service when it ignores the signal', async () => {
    const running = await started(service(quiet('while :; do sleep 1; done', 'trap "" TERM'), 100));
    expect(await running.stop()).toMatchObject({ killed: true });
    expect(isRunning(pid())).toBe(false);
  });

  it('is not mistaken for a member of the group, which gets a polite signal only once', async () => {
    const program = `
      let count = 0;
      process.on('SIGTERM', () => ++count === 1 && setTimeout(() => process.exit(count), 50));
      setInterval(() => {}, 1000);
      console.log('up');
    `;
    const command = { ...shell(''), argv: [process.execPath, '-e', program] };
    const running = await started({ ...service(''), command });
    expect((await running.stop()).end).toEqual({ kind: 'exited', code: 1 });
  });

  it('and lost its mark is out of reach, but does not hold up a command', async () => {
    const outcome = await exec(`env -i ${daemon('exec sleep 60')}; echo done`);
    const stray = pid();
    try {
      expect(outcome).toMatchObject({ leaked: true, stdout: { text: 'done\n' } });
      expect(isRunning(stray)).toBe(true);
    } finally {
      process.kill(stray, 'SIGKILL');
    }
  });

  it('is left alone by other commands and sandboxes', async () => {
    await exec(quiet('exec sleep 60'));
    const other = await open();
    await other.exec({ ...shell('sleep 60 & true'), cwd: other.dir }, never);
    await other.close();
    await exec('sleep 60 & true');
    expect(isRunning(pid())).toBe(true);
  });
});
