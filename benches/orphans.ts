/**
 * How long it takes until nothing is left of a run with twenty services, one of which ignores every polite signal, one is a
 * daemon and one a double fork: from the signal to the runner until it has ended and none of some forty processes is there.
 * Goals: 200 ms after SIGKILL with namespaces and 1 s without, 2 s after a polite signal.
 */
import { startProcessBackend, tiers } from '../src/backend/index.ts';
import { doom } from '../test/orphans.ts';
import { printFigures } from './figures.ts';

const RUNS = 5;

const here = (await Promise.all(tiers.map((best) => startProcessBackend({ best })))).map(({ tier }) => tier);
for (const tier of here) {
  for (const signal of ['SIGKILL', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const samples: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const { goneAfterMs, survivors } = await doom({ tier, signal, atMs: 'running' });
      if (goneAfterMs === undefined) console.log(`${tier}, ${signal}: left ${survivors.join('; ')}`);
      samples.push(goneAfterMs ?? Number.POSITIVE_INFINITY);
    }
    const goal = signal !== 'SIGKILL' ? 2_000 : tier === 'namespaces' ? 200 : 1_000;
    printFigures(`nothing left, ${tier}, ${signal}`, samples, { unit: 'ms', goal });
  }
}
