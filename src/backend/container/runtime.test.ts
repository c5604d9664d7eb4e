import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Hurry } from '../process/hurry.ts';
import { MarkedProcesses } from '../process/proc.ts';
import { EngineClient } from './engine/client.ts';
import { Engine } from './engine/engine.ts';
import { testEngine } from './engine.fixture.ts';
import { LABELS } from './labels.ts';
import { Runtime } from './runtime.ts';

const engine = await testEngine();
let asked: Engine;
let runtime: Runtime;

beforeEach(() => {
  asked = new Engine(new EngineClient({ url: engine.url, from: 'the test' }));
  const token = `test${process.pid}`;
  runtime = new Runtime({
    engine: asked,
    token,
    direct: true,
    bridgesAtOnce: true,
    maxContainers: 1,
    volumeRoots: [],
    hurry: new Hurry(undefined),
    killGraceMs: 100,
    marked: new MarkedProcesses(`${token}:`),
  });
});
afterEach(() => asked.client.close());

/** What the engine has of this runtime. */
async function networks(): Promise<readonly string[]> {
  const found = await asked.networks(`${LABELS.runner}=test${process.pid}`);
  return found.map(({ name }) => name);
}

// Without an engine there are none; what is missing stands in the title.
describe.skipIf(engine.missing !== undefined)(`the networks of a run ${engine.missing ?? ''}`, () => {
  it('go from one scenario to the next of their kind, once they are empty', async () => {
    const first = await runtime.takeNetwork(false);
    const empty = Promise.withResolvers<void>();
    runtime.giveBack(first, empty.promise);
    const hermetic = await runtime.takeNetwork(true);
    expect(hermetic.name).not.toBe(first.name);
    const second = runtime.takeNetwork(false);
    const third = await runtime.takeNetwork(false);
    empty.resolve();
    expect(await second).toBe(first);
    expect(await networks()).toHaveLength(3);
    for (const each of [first, hermetic, third]) runtime.giveBack(each, Promise.resolve());
    expect(await runtime.end()).toEqual([]);
    expect(await networks()).toEqual([]);
  });

  it('go when nobody wants them, before the run ends', async () => {
    runtime.giveBack(await runtime.takeNetwork(false), Promise.resolve());
    await expect.poll(networks).toEqual([]);
    expect(await runtime.end()).toEqual([]);
  });

  it('stay when they do not become empty, which is told', async () => {
    const network = await runtime.takeNetwork(false);
    runtime.giveBack(network, Promise.reject(new Error('it is stuck')));
    expect(await runtime.end()).toEqual(['it is stuck']);
    expect(await networks()).toEqual([network.name]);
    await asked.removeNetwork(network.id);
  });
});
