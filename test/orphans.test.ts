import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { startProcessBackend, tiers } from '../src/backend/index.ts';
import { type Doomed, doom, survivorsOf } from './orphans.ts';

// Whenever and however the runner is ended, nothing of what it started is left. Fifty moments, over the tiers that this
// machine has and four signals: some while services start, some when all run, some before anything is there. How long
// it takes is measured by benches/orphans.ts; here it only has to come to an end.

const MOMENTS = 50;
const AT_ONCE = 3;
const signals = ['SIGKILL', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const here = (await Promise.all(tiers.map((best) => startProcessBackend({ best })))).map(({ tier }) => tier);
const available = tiers.filter((tier) => here.includes(tier));

/** One in four when everything runs; the others spread evenly, with a jitter, over the time that takes to come about. */
function moment(n: number): Doomed {
  const atMs = n % 4 === 3 ? 'running' : ((n + Math.random()) / MOMENTS) * 1_500;
  const tier = available[n % available.length] ?? 'group';
  return { tier, signal: signals[Math.floor(n / available.length) % signals.length] ?? 'SIGKILL', atMs };
}

test.runIf(process.platform === 'linux')(
  'nothing is left of twenty services at fifty moments',
  async () => {
    const rest = Array.from({ length: MOMENTS }, (_, n) => moment(n));
    const left: unknown[] = [];
    let met = 0;
    const worker = async () => {
      for (let next = rest.pop(); next; next = rest.pop()) {
        const { there, goneAfterMs, survivors } = await doom(next);
        if (there >= 20) met += 1;
        if (goneAfterMs === undefined) left.push({ ...next, survivors });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(left).toEqual([]);
    // Those that wait until everything runs; else nothing was shown.
    expect(met).toBeGreaterThanOrEqual(Math.floor(MOMENTS / 4));
  },
  300_000,
);

test.runIf(process.platform === 'linux')(
  'a survivor would be seen, also one without an environment',
  async () => {
    const token = '42424217';
    const child = spawn('setsid', ['env', '-i', '/bin/sh', '-c', `sleep 600.${token}; true`], {
      stdio: 'ignore',
    });
    try {
      await once(child, 'spawn');
      await expect.poll(() => survivorsOf(token)).not.toEqual([]);
    } finally {
      for (const each of survivorsOf(token)) process.kill(Number.parseInt(each, 10), 'SIGKILL');
    }
  },
);
