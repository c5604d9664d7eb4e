import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { BUSYBOX, testEngine } from '../src/backend/container/engine.fixture.ts';
import { BIN, makeFolder } from './program.ts';

// An engine that other tests keep busy takes seconds for a container.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

// What `--keep-failed` leaves to be looked at has to be there when the run has ended.

const engine = await testEngine();

async function spanwright(
  cwd: string,
  args: readonly string[],
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd,
    env: { ...process.env, DOCKER_HOST: engine.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { code, output };
}

const keptIn = (output: string) => /is kept: (\S+)/.exec(output)?.[1] ?? expect.fail(output);

/** Ends when the process that cleans up after a runner has, which is told by its id in the process table. */
async function watchdogsEnd(): Promise<void> {
  const look = spawn('sh', [
    '-c',
    'while pgrep -f "spanwright-watchdog" -P 1 >/dev/null; do sleep 0.1; done',
  ]);
  await Promise.race([
    new Promise((done) => look.on('close', done)),
    new Promise((done) => setTimeout(done, 2_000)),
  ]);
  look.kill();
}

it('the work directory of a failed scenario outlives the run', async () => {
  const folder = makeFolder({
    'fails.span.toml': '[meta]\nname = "x"\n[[scenario]]\nname = "x"\nrun = "false"\n',
  });
  const { output } = await spanwright(folder.path, ['run', '--no-record', '--keep-failed']);
  const kept = keptIn(output);
  await watchdogsEnd();
  expect(existsSync(kept)).toBe(true);
  rmSync(kept, { recursive: true });
  folder.remove();
});

describe.skipIf(engine.missing !== undefined)(`with containers ${engine.missing ?? ''}`, () => {
  it('those of a failed scenario can be looked at and started again, until they are cleaned up', async () => {
    const folder = makeFolder({
      'fails.span.toml': `[meta]
name = "x"
[service.box]
image = "${BUSYBOX}"
command = ["sh", "-c", "echo I am here; while :; do sleep 1; done"]
ready = { log = "here" }
telemetry = false
[[scenario]]
name = "kept ${process.pid}"
service = "box"
run = "false"
`,
    });
    const { output, code } = await spanwright(folder.path, ['run', '--no-record', '--keep-failed']);
    expect(code).toBe(1);
    const services = (task: string) =>
      spanwright(folder.path, ['services', task, '--service', 'box', '--scenario', `kept ${process.pid}`]);
    expect((await services('status')).output).toContain(': exited, kept, ');
    expect((await services('logs')).output).toMatch(/I am here\n$/);
    expect((await services('restart')).output).toContain(': running, kept, ');
    expect((await services('logs')).output).toMatch(/I am here\nI am here\n$/);
    const cleaned = await spanwright(folder.path, ['clean']);
    expect(cleaned.output).toMatch(/removed container spanwright-kept-.*-box\nremoved network /);
    expect(await services('status')).toMatchObject({ code: 4 });
    rmSync(keptIn(output), { recursive: true });
    folder.remove();
  });
});
