import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProcessBackend } from '../src/backend/index.ts';
import { type RunRecord, readRunRecord, type ScenarioRecord } from '../src/event/index.ts';
import { survivorsOf } from './orphans.ts';
import { BIN, makeFolder } from './program.ts';

// Commands that do what commands should not do. Each gets the verdict it deserves, costs the runner no memory, and
// leaves nothing.

/** For the runner, with everything it has loaded. */
const MAX_RSS_MB = 150;

interface Ended {
  readonly code: number | null;
  readonly scenarios: readonly ScenarioRecord[];
  readonly peakMb: number;
}

/** Makes the runner write down, as it ends, how much memory it has needed at most. */
const MEASURE = `
import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync('peak', String(process.resourceUsage().maxRSS)));
`;

async function run(text: string, through: readonly string[] = []): Promise<Ended> {
  const folder = makeFolder({ 'a.span.toml': `[meta]\nname = "hostile"\n\n${text}`, 'measure.mjs': MEASURE });
  try {
    if (through.length > 0) chmodSync(folder.path, 0o777);
    const [program = '', ...args] = [...through, process.execPath, '--import', './measure.mjs', BIN];
    const child = spawn(
      program,
      [...args, 'run', '--no-record', '--jobs', '2', '--reporter', 'json:out.json'],
      {
        cwd: folder.path,
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    const [code] = await once(child, 'exit');
    const path = join(folder.path, 'out.json');
    const record = readRunRecord(readFileSync(path, 'utf8'), path) as RunRecord; // A whole one, or scenarios is missed.
    const peakMb = Number(readFileSync(join(folder.path, 'peak'), 'utf8')) / 1024;
    return { code, scenarios: record.scenarios, peakMb };
  } finally {
    folder.remove();
  }
}

/** Why the number of processes of a scenario cannot be bounded here; undefined if it can. */
const unbounded = await (async () => {
  const backend = await startProcessBackend();
  const sandbox = await backend.open({
    runId: 'r',
    scenarioId: 's',
    projectDir: '/',
    keep: false,
    maxProcesses: 1,
  });
  return (await sandbox.close()).unbounded;
})();

const step = (script: string, more = '') =>
  `[[scenario]]\nname = "child"\n${more}\nrun = ["sh", "-c", ${JSON.stringify(script)}]\n`;
const codesOf = (scenario: ScenarioRecord | undefined) => scenario?.diagnostics.map(({ code }) => code);

describe('a child that', () => {
  test('keeps standard output open after its end is reported, and what it left is killed', async () => {
    const token = '600.5150001';
    const { code, scenarios, peakMb } = await run(step(`sleep ${token} & echo done`));
    expect([code, scenarios[0]?.verdict, codesOf(scenarios[0])]).toEqual([0, 'passed', ['SW6007']]);
    expect(scenarios[0]?.steps[0]?.stdout.text).toBe('done\n');
    expect(survivorsOf(token)).toEqual([]);
    expect(peakMb).toBeLessThan(MAX_RSS_MB);
  });

  test('writes 1 GB without a line break is counted to the byte', async () => {
    const { code, scenarios, peakMb } = await run(step('head -c 1073741824 /dev/zero'));
    expect([code, scenarios[0]?.verdict]).toEqual([0, 'passed']);
    expect(scenarios[0]?.steps[0]?.stdout.bytes).toBe(1_073_741_824);
    expect(peakMb).toBeLessThan(MAX_RSS_MB);
  }, 120_000);

  test('writes a million lines before the one that is waited for', async () => {
    const chatty = `[service.chatty]
command = ["sh", "-c", "seq 1000000; echo now; exec sleep 600"]
ready = { log = "^now$" }
telemetry = false
`;
    const { code, scenarios, peakMb } = await run(`${chatty}\n${step('true')}`);
    expect([code, scenarios[0]?.verdict]).toEqual([0, 'passed']);
    expect(peakMb).toBeLessThan(MAX_RSS_MB);
  }, 120_000);

  test.skipIf(unbounded !== undefined)(
    `starts 2,000 others under its limit of processes fails by it, and none of them is left ${unbounded}`,
    async () => {
      const token = '600.5150003';
      const bomb = `i=0; while [ $i -lt 2000 ]; do sleep ${token} & i=$((i+1)); done; echo all; wait`;
      const { code, scenarios, peakMb } = await run(step(bomb, 'limits = { pids = 400 }'));
      expect([code, scenarios[0]?.verdict]).toEqual([1, 'failed']);
      expect(scenarios[0]?.steps[0]).toMatchObject({
        stdout: { text: '' },
        stderr: { text: expect.stringContaining('fork') },
      });
      expect(codesOf(scenarios[0])).toEqual(['SW6007']);
      expect(survivorsOf(token)).toEqual([]);
      expect(peakMb).toBeLessThan(MAX_RSS_MB);
    },
    120_000,
  );

  // This limit is one for the processes of a user, and root has none.
  test.runIf(process.getuid?.() === 0 && process.platform === 'linux')(
    'starts 2,000 others under the limit of its user fails by it, and none of them is left',
    async () => {
      const token = '600.5150002';
      const bomb = `i=0; while [ $i -lt 2000 ]; do sleep ${token} & i=$((i+1)); done; echo all; wait`;
      const nobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
      const limited = [...nobody, 'prlimit', '--nproc=400', '--'];
      const { code, scenarios, peakMb } = await run(step(bomb), limited);
      expect([code, scenarios[0]?.verdict]).toEqual([1, 'failed']);
      expect(scenarios[0]?.steps[0]).toMatchObject({
        stdout: { text: '' },
        stderr: { text: expect.stringContaining('fork') },
      });
      expect(survivorsOf(token)).toEqual([]);
      expect(peakMb).toBeLessThan(MAX_RSS_MB);
    },
    120_000,
  );

  test('does not exist, may not be executed or has lost its work directory is an error, not a failure', async () => {
    const { code, scenarios, peakMb } = await run(`
[[scenario]]
name = "missing"
run = ["./no-such-program"]

[[scenario]]
name = "not executable"
run = ["./measure.mjs"]

[[scenario]]
name = "work directory deleted"
[[scenario.steps]]
name = "make it"
command = ["mkdir", "gone"]
[[scenario.steps]]
name = "delete it from inside"
command = ["sh", "-c", "rmdir ../gone"]
workdir = "gone"
[[scenario.steps]]
name = "use it"
command = ["true"]
workdir = "gone"
`);
    expect(code).toBe(3);
    const said = scenarios.map(({ verdict, diagnostics }) => [
      verdict,
      diagnostics.map(({ message }) => message),
    ]);
    expect(said).toEqual([
      ['error', [expect.stringMatching(/there is no file .*no-such-program/)]],
      ['error', [expect.stringMatching(/measure\.mjs is not executable/)]],
      ['error', [expect.stringMatching(/the work directory .*gone does not exist/)]],
    ]);
    expect(peakMb).toBeLessThan(MAX_RSS_MB);
  });
});

describe('ports', () => {
  let grabbing: Server;
  let stop = false;
  beforeAll(async () => {
    // Somebody who takes port after port from the system, as every client and every `port 0` does.
    grabbing = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => grabbing.listen(0, '127.0.0.1', resolve));
    const { port } = grabbing.address() as { port: number }; // It listens on TCP.
    const grab = () => {
      if (stop) return;
      const taken = createServer();
      taken.listen(0, '127.0.0.1', () => setTimeout(() => taken.close(), 50));
      const client = createConnection({ port, host: '127.0.0.1' });
      client.on('error', () => {}).on('close', () => setTimeout(grab, 1));
    };
    for (let n = 0; n < 20; n += 1) grab();
  });
  afterAll(() => {
    stop = true;
    grabbing.close();
  });

  /** Each service listens on its port and fails if it cannot; so does its scenario. */
  const listen = `require('node:net').createServer().listen(Number(process.argv[1]), '127.0.0.1', () => console.log('up'))`;
  const files = (scenarios: number, services: number) => {
    const names = Array.from({ length: services }, (_, n) => `s${n}`);
    const tables = names.map(
      (name) => `[service.${name}]
command = ["node", "listen.cjs", "\${service.${name}.port.main}"]
ports = { main = "auto" }
ready = { log = "up" }
telemetry = false
`,
    );
    const all = Array.from({ length: scenarios }, (_, n) => `[[scenario]]\nname = "n${n}"\nrun = "true"\n`);
    return {
      'a.span.toml': `[meta]\nname = "ports"\n\n${tables.join('\n')}\n${all.join('\n')}`,
      'listen.cjs': listen.replace('argv[1]', 'argv[2]'),
    };
  };
  const start = async (cwd: string, out: string) => {
    const child = spawn(process.execPath, [BIN, 'run', '--jobs', '2', '--reporter', `json:${out}`], {
      cwd,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    await once(child, 'exit');
    const record = readRunRecord(readFileSync(join(cwd, out), 'utf8'), out) as RunRecord; // As above.
    return record;
  };

  test('200 of them, given out by two runners in one project at once, collide with nobody', async () => {
    const folder = makeFolder(files(5, 20));
    try {
      const records = await Promise.all([start(folder.path, 'one.json'), start(folder.path, 'two.json')]);
      const verdicts = records.flatMap(({ scenarios }) => scenarios.map(({ verdict }) => verdict));
      expect(verdicts).toEqual(Array.from({ length: 10 }, () => 'passed'));
      // Each has a record of its own, and neither has touched the other's.
      const kept = records.map(({ runId }) => join(folder.path, '.spanwright/runs', runId, 'run.json'));
      expect(new Set(kept).size).toBe(2);
      expect(kept.map((path) => existsSync(path))).toEqual([true, true]);
    } finally {
      folder.remove();
    }
  }, 240_000);
});
