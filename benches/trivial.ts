/**
 * What a runner adds to what it runs: 200 times `sh -c 'echo hi'` with a look at the output, and 20 times `sleep 0.5`, two
 * at a time, by Spanwright in each tier of isolation and by its peers, in turns on one machine. xargs only starts and
 * waits: it is 1 x. Then the same sleeping work with 1, 2 and 4 jobs. Goals: at most 3 x xargs without namespaces and 6 x
 * with them, 5.10 s for the sleepers, 1.95 and 3.8 times as fast with 2 and 4 jobs.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProcessBackend, tiers } from '../src/backend/index.ts';
import { median, printEnvironment, printRatio } from './figures.ts';
import { type Call, timeCalls } from './processes.ts';

const QUICK = 200;
const SLEEPERS = 20;
const ROUNDS = 3;

const bin = fileURLToPath(new URL('../bin/spanwright.js', import.meta.url));
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'spanwright-bench-'));
const here = (await Promise.all(tiers.map((best) => startProcessBackend({ best })))).map(({ tier }) => tier);

const work = {
  quick: { count: QUICK, line: 'echo hi' },
  sleeping: { count: SLEEPERS, line: 'sleep 0.5' },
} as const;
type Work = keyof typeof work;

function write(name: Work): string {
  const { count, line } = work[name];
  const at = join(folder, name);
  mkdirSync(at);
  const each = (text: (n: number) => string) => Array.from({ length: count }, (_, n) => text(n)).join('\n');
  const scenario = (n: number) =>
    `[[scenario]]\nname = "n${n}"\n[[scenario.steps]]\ncommand = ["sh", "-c", "${line}"]\n` +
    (name === 'quick' ? 'expect.stdout.equals = "hi\\n"\n' : '');
  writeFileSync(join(at, 'all.span.toml'), `[meta]\nname = "${name}"\n\n${each(scenario)}`);
  writeFileSync(
    join(at, 'Makefile'),
    `all: ${each((n) => `t${n}`).replaceAll('\n', ' ')}\nt%:\n\t@sh -c '${line}' >/dev/null\n`,
  );
  writeFileSync(join(at, 'lines'), `${each(() => `sh -c '${line}'`)}\n`);
  const run = `(await promisify(execFile)('sh', ['-c', '${line}'])).stdout`;
  const imports = `import { execFile } from 'node:child_process';\nimport { promisify } from 'node:util';\n`;
  const body = (n: number) =>
    `test('n${n}', async () => { if (${run} !== '${name === 'quick' ? 'hi\\n' : ''}') throw new Error() });`;
  const concurrent = (n: number) => body(n).replace('test(', 'test.concurrent(');
  writeFileSync(join(at, 'all.test.mjs'), `${imports}${each(concurrent)}\n`);
  const node = `${imports}import { describe, test } from 'node:test';\ndescribe('all', { concurrency: 2 }, () => {\n${each(body)}\n});\n`;
  writeFileSync(join(at, 'node.mjs'), node);
  writeFileSync(
    join(at, 'all.bats'),
    `${each((n) => `@test "n${n}" {\n  run sh -c '${line}'\n  [ "$status" -eq 0 ]\n}`)}\n`,
  );
  chmodSync(at, 0o755);
  return at;
}

function has(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

function spanwright(cwd: string, tier: string, jobs = 2): Call {
  const command: Call['command'] = ['node', bin, 'run', '-q', '--jobs', String(jobs), '--isolation', tier];
  return { name: `spanwright, ${tier}`, command, cwd };
}

function callsOf(cwd: string, line: string): Call[] {
  const shell = (name: string, text: string): Call => ({ name, command: ['sh', '-c', text], cwd });
  const vitestArgs = [
    'run',
    '--globals',
    '--root',
    cwd,
    '--maxConcurrency',
    '2',
    '--testTimeout',
    '60000',
    '--no-cache',
  ];
  return [
    shell('xargs -P2', `xargs -P2 -I{} sh -c '${line}' < lines`),
    ...here.map((tier) => spanwright(cwd, tier)),
    shell('make -j2', 'make -s -j2'),
    shell('node --test, 2 at once', 'node --test node.mjs'),
    { name: 'vitest, 2 at once', command: ['node', vitest, ...vitestArgs.slice(0, -1)], cwd },
    ...(has('parallel') ? [shell('GNU parallel -j2', 'parallel --will-cite -j2 < lines')] : []),
    ...(has('bats') && has('parallel') ? [shell('bats --jobs 2', 'bats --jobs 2 all.bats')] : []),
  ];
}

printEnvironment();
try {
  for (const name of ['quick', 'sleeping'] as const) {
    const { count, line } = work[name];
    const times = timeCalls(callsOf(write(name), line), name === 'quick' ? ROUNDS : 1);
    const floor = median(times.get('xargs -P2') ?? []);
    for (const [what, samples] of times) {
      const goal =
        what === 'spanwright, namespaces' ? '<= 6 x' : what.startsWith('spanwright') ? '<= 3 x' : undefined;
      const line = { what: `${count} ${name}: ${what}`, value: median(samples), of: floor };
      printRatio({ ...line, goal: name === 'quick' ? goal : goal && '<= 5100 ms' }, 'ms');
    }
  }
  const [best = 'group'] = here;
  const alone = new Map<number, number>();
  for (const jobs of [1, 2, 4]) {
    const samples = timeCalls([spanwright(join(folder, 'sleeping'), best, jobs)], 1);
    alone.set(jobs, median([...samples.values()].flat()));
  }
  for (const [jobs, goal] of [
    [2, '>= 1.95 x'],
    [4, '>= 3.8 x'],
  ] as const) {
    const value = alone.get(1) ?? Number.NaN;
    printRatio(
      {
        what: `${SLEEPERS} sleeping: as fast as with 1 job, ${jobs} jobs`,
        value,
        of: alone.get(jobs) ?? 0,
        goal,
      },
      'ms',
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
