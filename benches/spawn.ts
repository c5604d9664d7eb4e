/**
 * What it costs to start a command: 200 times `sh -c 'echo hi'`, two at a time, each in a sandbox of its own with its own
 * directory, by the backend alone in each tier of isolation and by Node's own spawn, which does it where there is no helper,
 * beside xargs, which only forks. The second half repeats that in a process that holds 300 MB, because a fork of Node copies
 * its page tables and the helper's does not.
 */
import { spawnSync } from 'node:child_process';
import { type Backend, createProcessBackend, startProcessBackend, tiers } from '../src/backend/index.ts';
import { median, printEnvironment, printRatio } from './figures.ts';

const ROUNDS = 7;
const COMMANDS = 200;

async function runAll(backend: Backend): Promise<number> {
  const begun = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < COMMANDS) {
      const scenarioId = `${next++}`;
      const sandbox = await backend.open({ runId: 'bench', scenarioId, projectDir: '/', keep: false });
      const command = { argv: ['sh', '-c', 'echo hi'], env: {}, cwd: sandbox.dir };
      const { stdout } = await sandbox.exec(command, new AbortController().signal);
      if (stdout.text !== 'hi\n') throw new Error(`it said ${stdout.text}`);
      await sandbox.close();
    }
  };
  await Promise.all([worker(), worker()]);
  return performance.now() - begun;
}

function xargs(): number {
  const begun = performance.now();
  const { status } = spawnSync('sh', ['-c', `seq ${COMMANDS} | xargs -P2 -I{} sh -c 'echo hi'`]);
  if (status !== 0) throw new Error('xargs failed');
  return performance.now() - begun;
}

const started = await Promise.all(tiers.map((best) => startProcessBackend({ best })));
const backends = new Map<string, Backend>([
  ["Node's spawn", createProcessBackend()],
  ...started.map((backend) => [`tier ${backend.tier}`, backend] as const),
]);

async function compare(note: string): Promise<void> {
  const times = new Map(['xargs -P2', ...backends.keys()].map((name) => [name, [] as number[]]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    const taken: [string, number][] = [['xargs -P2', xargs()]];
    for (const [name, backend] of backends) taken.push([name, await runAll(backend)]);
    if (round > 0) for (const [name, time] of taken) times.get(name)?.push(time);
  }
  const floor = median(times.get('xargs -P2') ?? []);
  for (const [name, samples] of times) {
    printRatio({ what: `${COMMANDS} commands, ${name}${note}`, value: median(samples), of: floor }, 'ms');
  }
}

printEnvironment();
await compare('');
const ballast = Array.from({ length: 300 }, () => Buffer.alloc(1024 * 1024, 1));
await compare(`, runner holds ${ballast.length} MB`);
