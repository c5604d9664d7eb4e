import { spawnSync } from 'node:child_process';

export interface Call {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  readonly cwd?: string;
}

/**
 * Milliseconds from start to end of each call, by name. The calls take turns, so that whatever else the machine does
 * falls on all of them alike; the first round, which fills caches, does not count. Output goes nowhere.
 */
export function timeCalls(calls: readonly Call[], rounds: number): ReadonlyMap<string, readonly number[]> {
  const samples = new Map(calls.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, command, cwd } of calls) {
      const [program, ...args] = command;
      const start = performance.now();
      const { status, error } = spawnSync(program, args, { cwd, stdio: 'ignore' });
      const elapsed = performance.now() - start;
      if (status !== 0) throw new Error(`${command.join(' ')} ended with ${error?.message ?? status}`);
      if (round > 0) samples.get(name)?.push(elapsed);
    }
  }
  return samples;
}
