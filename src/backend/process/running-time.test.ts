import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { afterRunning } from './running-time.ts';

it('calls back once, and not at all when it is called off', async () => {
  let calls = 0;
  const off = afterRunning(5, () => calls++);
  const done = Promise.withResolvers<void>();
  afterRunning(1, off);
  afterRunning(20, done.resolve);
  await done.promise;
  expect(calls).toBe(0);
});

/** Counts its own ticks until a timer of 1,500 ms ends, and says when it has begun and how many there were. */
const program = (timer: string) => `
  import { afterRunning } from ${JSON.stringify(fileURLToPath(new URL('running-time.ts', import.meta.url)))};
  const plain = (ms, over) => setTimeout(over, ms);
  let ticks = 0;
  setInterval(() => ticks++, 50);
  ${timer}(1500, () => { console.log(ticks); process.exit() });
  console.log('begun');
`;

it.runIf(process.platform !== 'win32').each([
  ['afterRunning', true],
  ['plain', false],
])(
  '%s: time in which the process is stopped counts: not %s',
  async (timer, stillCounts) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program(timer)]);
    child.stderr.pipe(process.stderr);
    await once(child.stdout, 'data');
    child.kill('SIGSTOP');
    // As long as the timer itself; nothing can be waited for in a process that is stopped.
    await new Promise((resolve) => setTimeout(resolve, 1_600));
    child.kill('SIGCONT');
    const ticks = Number((await once(child.stdout, 'data'))[0]);
    // 1,500 ms are 30 ticks, of which half a slice may be given away; a busy machine loses some.
    expect(ticks > 8).toBe(stillCounts);
  },
  60_000,
);
