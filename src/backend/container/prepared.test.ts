import { afterEach, describe, expect, it } from 'vitest';
import type { Sandbox, ServiceSpec } from '../contract.ts';
import { startProcessBackend } from '../process/backend.ts';
import { type ContainerBackend, startContainerBackend } from './backend.ts';
import { EngineClient } from './engine/client.ts';
import { Engine } from './engine/engine.ts';
import { BUSYBOX, testEngine } from './engine.fixture.ts';
import { LABELS, ownerOf } from './labels.ts';

// What is made before it is needed, by two sandboxes that have one place for a container between them.

const engine = await testEngine();
const never = new AbortController().signal;
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

async function startBackend(): Promise<ContainerBackend> {
  const backend = await startContainerBackend({
    local: await startProcessBackend({ best: 'group' }),
    address: { url: engine.url, from: 'the environment' },
    maxContainers: 1,
    killGraceMs: 100,
  });
  undo.push(() => backend.end());
  return backend;
}

function open(backend: ContainerBackend, scenarioId: string): Promise<Sandbox> {
  const containers = { hermetic: false, reachable: [] };
  return backend.open({ runId: 'prepared', scenarioId, projectDir: '/', keep: false, containers });
}

const box: ServiceSpec = {
  id: 'box',
  command: { argv: ['sleep', '60'], env: {}, cwd: '' },
  ready: [],
  readyTimeoutMs: 30_000,
  readyIntervalMs: 10,
  stopSignal: 'SIGKILL',
  stopGraceMs: 1_000,
  container: { image: BUSYBOX, pull: 'never', ports: [], volumes: [], capabilities: [] },
};

/** Containers that the engine has of this process; other tests may use it at the same time. */
async function ours(): Promise<readonly string[]> {
  const client = new EngineClient({ url: engine.url, from: 'the test' });
  try {
    const found = await new Engine(client).containers(`${LABELS.owner}=${ownerOf(process.pid)}`);
    return found.map(({ name }) => name);
  } finally {
    client.close();
  }
}

// Without an engine there is nothing to make; what is missing stands in the title.
describe.skipIf(engine.missing !== undefined)(`what is made ahead ${engine.missing ?? ''}`, () => {
  it('is there before its service is started, and is what is started then', { timeout: 60_000 }, async () => {
    const sandbox = await open(await startBackend(), 'a');
    sandbox.prepare?.(box);
    await expect.poll(() => ours()).toHaveLength(1);
    const [prepared] = await ours();
    expect(await sandbox.start(box, never)).toMatchObject({ kind: 'ready' });
    expect(await ours()).toEqual([prepared]);
    await sandbox.close();
  });

  it('makes way for what is needed at once, and is made again later', { timeout: 60_000 }, async () => {
    const backend = await startBackend();
    const [now, later] = [await open(backend, 'a'), await open(backend, 'b')];
    later.prepare?.(box);
    await expect.poll(() => ours()).toHaveLength(1);
    const [prepared] = await ours();
    expect(await now.start(box, never)).toMatchObject({ kind: 'ready' });
    expect(await ours()).toHaveLength(1);
    expect(await ours()).not.toContain(prepared);
    await now.close();
    expect(await later.start(box, never)).toMatchObject({ kind: 'ready' });
    await later.close();
  });

  it('is gone with a sandbox that is closed without it', { timeout: 60_000 }, async () => {
    const sandbox = await open(await startBackend(), 'a');
    sandbox.prepare?.(box);
    await expect.poll(() => ours()).toHaveLength(1);
    await sandbox.close();
    expect(await ours()).toEqual([]);
  });
});
