import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { on, once } from 'node:events';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { BUSYBOX, testEngine } from '../src/backend/container/engine.fixture.ts';
import { LABELS, ownerOf } from '../src/backend/container/labels.ts';
import { Engine, EngineClient } from '../src/backend/index.ts';
import { BIN, makeFolder } from './program.ts';

// What is left in the engine of runs: nothing, however they end, and what others have made is not touched.

/** Waves of runners that are killed. All of a wave start at once, so that none sweeps up what another has left. */
const WAVES = 5;
const KILLS = 4;
/** From the kill to the last look, at the latest. */
const GONE_MS = 12_000;

const engine = await testEngine();
const scenarios = process.env.SPANWRIGHT_REQUIRE_ENGINE ? 200 : 30;

function suite(count: number): string {
  const each = Array.from(
    { length: count },
    (_, index) => `[[scenario]]\nname = "s${index}"\nservice = "box"\nrun = "true"\n`,
  );
  return `[meta]\nname = "many"\n[service.box]\nimage = "${BUSYBOX}"\ntelemetry = false\n${each.join('')}`;
}

/** Adds itself to the owners, for others may use the engine meanwhile. */
function startRun(cwd: string, args: readonly string[], owners: Set<string>): ChildProcess {
  const child = spawn(process.execPath, [BIN, 'run', '--no-record', '--quiet', ...args], {
    cwd,
    env: { ...process.env, DOCKER_HOST: engine.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  owners.add(ownerOf(child.pid ?? 0));
  return child;
}

async function begun({ stdout }: ChildProcess): Promise<void> {
  for await (const text of on(stdout ?? Readable.from([]), 'data')) {
    if (String(text).includes('scenarioStarted')) return;
  }
}

/** The names of everything in the engine that belongs to one of the owners. */
async function ours(asked: Engine, owners: ReadonlySet<string>): Promise<string[]> {
  const labels = [...owners].map((owner) => `${LABELS.owner}=${owner}`);
  const found = await Promise.all(
    labels.flatMap((label) => [asked.containers(label), asked.networks(label), asked.volumes(label)]),
  );
  return found.flat().map(({ name }) => name);
}

async function withEngine<T>(work: (asked: Engine) => Promise<T>): Promise<T> {
  const client = new EngineClient({ url: engine.url, from: 'the test' });
  try {
    return await work(new Engine(client));
  } finally {
    client.close();
  }
}

/** Runs what passes and leaves nothing; gives how many containers it made, and had at once. */
async function passes(
  asked: Engine,
  cwd: string,
  args: readonly string[],
): ReturnType<typeof watchContainers> {
  const watched = new AbortController();
  const owners = new Set<string>();
  const most = watchContainers(asked, owners, watched.signal);
  const child = startRun(cwd, args, owners);
  const said = text(child.stdout ?? Readable.from([]));
  const [code] = await once(child, 'close');
  expect(code, await said).toBe(0);
  expect(await ours(asked, owners)).toEqual([]);
  watched.abort();
  return await most;
}

describe.skipIf(engine.missing !== undefined)(`what runs leave in an engine ${engine.missing ?? ''}`, () => {
  it(`is nothing after ${scenarios} scenarios, of which never more than 10 had a container`, {
    timeout: 600_000,
  }, async () => {
    const folder = makeFolder({ 'many.span.toml': suite(scenarios) });
    await withEngine(async (asked) => {
      const { most: together, made } = await passes(asked, folder.path, [
        '--jobs',
        '16',
        '--max-containers',
        '10',
      ]);
      expect(made).toBe(scenarios);
      expect(together).toBeLessThanOrEqual(10);
      expect(together).toBeGreaterThan(1);
    });
    folder.remove();
  });

  it('is nothing of those that are made for the next scenario while one runs, where there is a place', {
    timeout: 120_000,
  }, async () => {
    const folder = makeFolder({ 'many.span.toml': suite(4) });
    await withEngine(async (asked) => {
      const roomy = await passes(asked, folder.path, ['--jobs', '1']);
      expect(roomy).toEqual({ made: 4, most: 2 });
      const narrow = await passes(asked, folder.path, ['--jobs', '1', '--max-containers', '1']);
      expect(narrow).toEqual({ made: 4, most: 1 });
    });
    folder.remove();
  });

  it('is nothing of services that are reused, which make way for others', { timeout: 120_000 }, async () => {
    const each = (name: string, service: string) =>
      `[[scenario]]\nname = "${name}"\nservices = ["${service}"]\nservice = "${service}"\nrun = "true"\n`;
    const box = (id: string, more: string) =>
      `[service.${id}]\nimage = "${BUSYBOX}"\ntelemetry = false\nenv = { ID = "${id}" }\n${more}`;
    const names = Array.from({ length: 8 }, (_, index) => `s${index}`);
    const folder = makeFolder({
      'many.span.toml': `[meta]\nname = "many"\n${box('kept', 'reuse = true\n')}${box('fresh', '')}
${names.map((name) => each(`${name} kept`, 'kept') + each(`${name} fresh`, 'fresh')).join('')}`,
    });
    await withEngine(async (asked) => {
      const { most: together, made } = await passes(asked, folder.path, [
        '--jobs',
        '2',
        '--max-containers',
        '2',
      ]);
      expect(together).toBeLessThanOrEqual(2);
      expect(made).toBeLessThan(16);
    });
    folder.remove();
  });

  it(`is nothing ${GONE_MS} ms after the runner was killed, ${WAVES * KILLS} times; what others made stands`, {
    timeout: 600_000,
  }, async () => {
    const folder = makeFolder({ 'many.span.toml': suite(60) });
    await withEngine(async (asked) => {
      const body = { Image: BUSYBOX, OpenStdin: true, HostConfig: { NetworkMode: 'none' } };
      const foreign = await asked.create(`foreign-${process.pid}`, body);
      const network = await asked.createNetwork(`spanwright-foreign-${process.pid}`, {
        Labels: { 'dev.example': 'ours' },
      });
      await asked.start(foreign);
      const watched = new AbortController();
      const owners = new Set<string>();
      const seen = watchContainers(asked, owners, watched.signal);
      const kill = async () => {
        const child = startRun(folder.path, ['--jobs', '2', '--reporter', 'ndjson'], owners);
        // From the first scenario on there is something to leave.
        await begun(child);
        await pause(randomInt(0, 3_000));
        child.kill('SIGKILL');
        await once(child, 'exit');
      };
      for (let wave = 0; wave < WAVES; wave++) {
        await Promise.all(Array.from({ length: KILLS }, kill));
        await expect.poll(() => ours(asked, owners), { timeout: GONE_MS, interval: 250 }).toEqual([]);
      }
      watched.abort();
      expect((await seen).made).toBeGreaterThan(WAVES * KILLS);
      expect(await asked.state(foreign)).toMatchObject({ running: true });
      expect(await asked.gateway(network)).toBeDefined();
      await asked.remove(foreign);
      await asked.removeNetwork(network);
    });
    folder.remove();
  });
});

/** How many containers of the owners there were at the same time and in all, as the engine's own events tell. */
async function watchContainers(
  asked: Engine,
  owners: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<{ most: number; made: number }> {
  const alive = new Set<string>();
  let most = 0;
  let made = 0;
  let rest = '';
  const filters = encodeURIComponent(JSON.stringify({ type: ['container'], label: [LABELS.owner] }));
  const request = { method: 'GET' as const, path: `/events?filters=${filters}`, what: 'tell its events' };
  try {
    await asked.client.pieces({ ...request, idleMs: Number.POSITIVE_INFINITY, signal }, (piece) => {
      const lines = (rest + piece.toString('utf8')).split('\n');
      rest = lines.pop() ?? '';
      for (const { Action, id, Actor } of lines.map((line) => JSON.parse(line))) {
        if (!owners.has(Actor.Attributes[LABELS.owner])) continue;
        if (Action === 'create') {
          alive.add(id);
          made++;
        }
        if (Action === 'destroy') alive.delete(id);
        most = Math.max(most, alive.size);
      }
    });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return { most, made };
}
