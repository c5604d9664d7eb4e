/**
 * What containers cost over the engine's own interface: a container that is created, started, waited for, read and removed in a
 * network of its own, raw and through the backend, in alternating rounds; a command in a container that runs; and scenarios
 * with a container each, one after the other beside four at a time, as the program runs them. What the engine alone gains by
 * four at a time on this machine stands beside it. Needs an engine: scripts/test-engine.sh.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUSYBOX, testEngine } from '../src/backend/container/engine.fixture.ts';
import {
  type ContainerBackend,
  Engine,
  EngineClient,
  type Sandbox,
  startContainerBackend,
  startProcessBackend,
} from '../src/backend/index.ts';
import { median, printEnvironment, printRatio } from './figures.ts';
import { type Call, timeCalls } from './processes.ts';

const ROUNDS = 8;
const SCENARIOS = 20;
/** More keep two cores no busier, and make each container take longer. */
const AT_ONCE = 4;
const bin = fileURLToPath(new URL('../bin/spanwright.js', import.meta.url));
const never = new AbortController().signal;

const found = await testEngine();
if (found.missing !== undefined) {
  console.log(`no engine: ${found.missing}`);
  process.exit(0);
}
const address = { url: found.url, from: 'the environment' };
const engine = new Engine(new EngineClient(address));

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** As somebody would by hand, with the same network and an init, but no other care. */
async function raw(name: string): Promise<void> {
  const network = await engine.createNetwork(name, { Driver: 'bridge' });
  await rawIn(name, name);
  await engine.removeNetwork(network);
}

async function rawIn(network: string, name: string): Promise<void> {
  const body = { Image: BUSYBOX, Cmd: ['echo', 'hi'], HostConfig: { NetworkMode: network, Init: true } };
  const id = await engine.create(name, body);
  await engine.start(id);
  await engine.wait(id);
  await engine.logs(id, 'all', () => {});
  await engine.remove(id);
}

async function through(backend: ContainerBackend): Promise<void> {
  const sandbox = await open(backend);
  const outcome = await sandbox.start(service('echo'), never);
  if (outcome.kind !== 'exitedEarly' && outcome.kind !== 'ready') throw new Error(JSON.stringify(outcome));
  if (outcome.kind === 'ready') await outcome.service.stop();
  await sandbox.close();
}

function open(backend: ContainerBackend): Promise<Sandbox> {
  const containers = { hermetic: false, reachable: [] };
  return backend.open({ runId: 'bench', scenarioId: 'one', projectDir: '/', keep: false, containers });
}

function service(program: 'echo' | 'sh') {
  return {
    id: 'box',
    command: { argv: program === 'echo' ? ['echo', 'hi'] : [], env: {}, cwd: '' },
    // Holds never: the end of the command is what is waited for.
    ready: program === 'echo' ? [{ kind: 'log' as const, pattern: 'bye', matches: () => false }] : [],
    readyTimeoutMs: 30_000,
    readyIntervalMs: 10,
    stopSignal: 'SIGTERM' as const,
    stopGraceMs: 5_000,
    container: { image: BUSYBOX, pull: 'never' as const, ports: [], volumes: [], capabilities: [] },
  };
}

async function start(): Promise<ContainerBackend> {
  const local = await startProcessBackend({ best: 'group' });
  return await startContainerBackend({ local, address });
}

async function execs(backend: ContainerBackend): Promise<{ readonly raw: number; readonly through: number }> {
  const sandbox = await open(backend);
  const outcome = await sandbox.start(service('sh'), never);
  if (outcome.kind !== 'ready') throw new Error(JSON.stringify(outcome));
  const id = outcome.service.container?.id ?? '';
  const times = { raw: [] as number[], through: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    times.raw.push(await timed(() => rawExec(id)));
    const command = { argv: ['true'], env: {}, cwd: '', inService: 'box' };
    times.through.push(await timed(() => sandbox.exec(command, never)));
  }
  await sandbox.close();
  return { raw: median(times.raw), through: median(times.through) };
}

async function rawExec(id: string): Promise<void> {
  const exec = await engine.createExec(id, { Cmd: ['true'], AttachStdout: true, AttachStderr: true });
  const { stream } = await engine.startExec(exec);
  await new Promise((resolve) => stream.resume().once('close', resolve));
  await engine.execState(exec);
}

printEnvironment();
const backend = await start();
const times = { raw: [] as number[], through: [] as number[] };
for (let round = 0; round < ROUNDS; round++) {
  times.raw.push(await timed(() => raw(`bench-${process.pid}-${round}`)));
  times.through.push(await timed(() => through(backend)));
}
printRatio(
  {
    what: 'a container, start to end',
    value: median(times.through),
    of: median(times.raw),
    goal: '1.1 x the raw interface',
  },
  'ms',
);
const commands = await execs(backend);
printRatio(
  {
    what: 'a command in a container',
    value: commands.through,
    of: commands.raw,
    goal: '1.1 x the raw interface',
  },
  'ms',
);
await backend.end();

/** So many workers share the work of {@link SCENARIOS}, each told its number. */
async function shared(atOnce: number, work: (worker: number) => Promise<unknown>): Promise<number> {
  let left = SCENARIOS;
  const worker = async (_: unknown, number: number) => {
    while (left-- > 0) await work(number);
  };
  return await timed(() => Promise.all(Array.from({ length: atOnce }, worker)));
}

async function byHand(atOnce: number): Promise<number> {
  const names = Array.from({ length: atOnce }, (_, index) => `bench-${process.pid}-of-${atOnce}-${index}`);
  const networks = await Promise.all(names.map((name) => engine.createNetwork(name, { Driver: 'bridge' })));
  let made = 0;
  const time = await shared(atOnce, (worker) => rawIn(names[worker] ?? '', `${names[worker]}-${++made}`));
  await Promise.all(networks.map((id) => engine.removeNetwork(id)));
  return time;
}

/** The program itself, as a user starts it, on scenarios that each run a command in a container of their own. */
function run(name: string, ...limits: string[]): Call {
  return { name, command: ['node', bin, 'run', '-q', '--no-record', ...limits], cwd: folder };
}

function writeScenarios(): void {
  const service = `[service.box]\nimage = "${BUSYBOX}"\ntelemetry = false\n`;
  const each = Array.from(
    { length: SCENARIOS },
    (_, n) => `[[scenario]]\nname = "n${n}"\nservice = "box"\nrun = "true"\n`,
  );
  writeFileSync(join(folder, 'all.span.toml'), `[meta]\nname = "all"\n\n${service}${each.join('')}`);
}

process.env.DOCKER_HOST = found.url;
const folder = mkdtempSync(join(tmpdir(), 'spanwright-bench-'));
try {
  writeScenarios();
  const runs = timeCalls(
    [
      run('alone', '--jobs', '1', '--max-containers', '1'),
      run('ahead', '--jobs', '1'),
      run('together', '--jobs', `${AT_ONCE}`),
    ],
    3,
  );
  const took = (name: string) => median(runs.get(name) ?? []);
  const raw = { alone: [] as number[], together: [] as number[] };
  for (let round = 0; round < 3; round++) {
    raw.alone.push(await byHand(1));
    raw.together.push(await byHand(AT_ONCE));
  }
  const beside = 'beside four at a time';
  printRatio(
    {
      what: `${SCENARIOS} containers one after the other, ${beside}: the engine alone`,
      value: median(raw.alone),
      of: median(raw.together),
    },
    'ms',
  );
  printRatio(
    {
      what: `${SCENARIOS} scenarios one after the other, ${beside}`,
      value: took('alone'),
      of: took('together'),
      goal: 'at least 1.7 x',
    },
    'ms',
  );
  printRatio(
    {
      what: `the same, the next container made meanwhile, ${beside}`,
      value: took('ahead'),
      of: took('together'),
    },
    'ms',
  );
} finally {
  rmSync(folder, { recursive: true });
}
engine.client.close();
