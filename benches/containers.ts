/**
 * What containers cost over the engine's own interface: a container that is created, started, waited for, read and removed in a
 * network of its own, raw and through the backend, in alternating rounds; a command in a container that runs; and scenarios
 * one after the other beside two at a time. Needs an engine: scripts/test-engine.sh.
 */
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

const ROUNDS = 8;
const SCENARIOS = 20;
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
  const body = { Image: BUSYBOX, Cmd: ['echo', 'hi'], HostConfig: { NetworkMode: name, Init: true } };
  const id = await engine.create(name, body);
  await engine.start(id);
  await engine.wait(id);
  await engine.logs(id, 'all', () => {});
  await engine.remove(id);
  await engine.removeNetwork(network);
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

async function start(expected: number): Promise<ContainerBackend> {
  const local = await startProcessBackend({ best: 'group' });
  return await startContainerBackend({ local, address, expected });
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
const backend = await start(ROUNDS);
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

async function scenarios(atOnce: number): Promise<number> {
  const many = await start(SCENARIOS);
  let left = SCENARIOS;
  const worker = async () => {
    while (left-- > 0) await through(many);
  };
  return await timed(async () => {
    await Promise.all(Array.from({ length: atOnce }, worker));
    await many.end();
  });
}
const one = await scenarios(1);
const four = await scenarios(4);
const what = `${SCENARIOS} containers one after the other, beside four at a time`;
printRatio({ what, value: one, of: four, goal: 'at least 1.7 x' }, 'ms');
engine.client.close();
