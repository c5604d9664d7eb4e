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

function open(backend: ContainerBackend, scenarioId: string, hermetic = false): Promise<Sandbox> {
  const containers = { hermetic, reachable: [] };
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

/** What the engine has of this process; other tests may use it at the same time. */
async function ours(what: 'containers' | 'networks'): Promise<readonly string[]> {
  const client = new EngineClient({ url: engine.url, from: 'the test' });
  try {
    const found = await new Engine(client)[what](`${LABELS.owner}=${ownerOf(process.pid)}`);
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
    await expect.poll(() => ours('containers')).toHaveLength(1);
    const [prepared] = await ours('containers');
    expect(await sandbox.start(box, never)).toMatchObject({ kind: 'ready' });
    expect(await ours('containers')).toEqual([prepared]);
    await sandbox.close();
  });

  it('makes way for what is needed at once, and is made again later', { timeout: 60_000 }, async () => {
    const backend = await startBackend();
    const [now, later] = [await open(backend, 'a'), await open(backend, 'b')];
    later.prepare?.(box);
    await expect.poll(() => ours('containers')).toHaveLength(1);
    const [prepared] = await ours('containers');
    expect(await now.start(box, never)).toMatchObject({ kind: 'ready' });
    expect(await ours('containers')).toHaveLength(1);
    expect(await ours('containers')).not.toContain(prepared);
    await now.close();
    expect(await later.start(box, never)).toMatchObject({ kind: 'ready' });
    await later.close();
  });

  it('is gone with a sandbox that is closed without it', { timeout: 60_000 }, async () => {
    const sandbox = await open(await startBackend(), 'a');
    sandbox.prepare?.(box);
    await expect.poll(() => ours('containers')).toHaveLength(1);
    await sandbox.close();
    expect(await ours('containers')).toEqual([]);
  });

  it('is a network too, which the next of its kind has, and no other', { timeout: 60_000 }, async () => {
    const backend = await startBackend();
    const first = await open(backend, 'a');
    expect(await first.start(box, never)).toMatchObject({ kind: 'ready' });
    const [network] = await ours('networks');
    await first.close();
    const second = await open(backend, 'b');
    expect(await ours('networks')).toEqual([network]);
    const third = await open(backend, 'c');
    expect(await ours('networks')).toHaveLength(2);
    await Promise.all([second.close(), third.close()]);
    const hermetic = await open(backend, 'd', true);
    expect(await ours('networks')).toHaveLength(3);
    await hermetic.close();
    expect(await backend.end()).toEqual([]);
    expect(await ours('networks')).toEqual([]);
  });
});
