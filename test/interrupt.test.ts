import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { readRunRecord } from '../src/event/index.ts';
import { survivorsOf } from './orphans.ts';
import { makeFolder, start } from './program.ts';

// What becomes of a run that is stopped from outside. Nothing here waits for a time: the program says what it is doing.

const folders: { remove: () => void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

function projectOf(text: string): string {
  const folder = makeFolder({ 'a.span.toml': text, 'stubborn.mjs': STUBBORN });
  folders.push(folder);
  return folder.path;
}

/** A service that does not stop when it is asked to. */
const STUBBORN = `
process.on('SIGTERM', () => {});
process.on('SIGINT', () => {});
setInterval(() => {}, 1000);
console.log('up');
`;

const SLEEPER = `
[meta]
name = "sleeper"

[[scenario]]
name = "long"
run = "sleep 600"

[[scenario]]
name = "after"
run = "true"
`;

const WAITS = `
[meta]
name = "waits"

[[scenario]]
name = "waits"
timeout = "5s"

[[scenario.steps]]
command = ["sh", "-c", "until [ -e $GO ]; do sleep 0.05; done"]
env = { GO = "\${project.dir}/go" }
timeout = "5s"
`;

test('time in which the program is suspended counts for no timeout and makes nothing slow', async () => {
  const cwd = projectOf(WAITS);
  const limits = ['--run-timeout', '5s', '--slow-after', '5s'];
  const program = start(['run', ...limits, '--reporter', 'ndjson', '--reporter', 'json:out.json'], cwd);
  await program.line('stepStarted');
  program.child.kill('SIGSTOP');
  // Longer than all of them; nothing can be waited for in a process that is stopped.
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  program.child.kill('SIGCONT');
  writeFileSync(join(cwd, 'go'), '');
  const { code, stdout } = await program.ended;
  expect([code, stdout.includes('scenarioSlow')]).toEqual([0, false]);
}, 60_000);

describe('the first signal ends a run politely', () => {
  test.for([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 143],
  ] as const)('%s is exit code %i, and the reports are whole', async ([signal, code]) => {
    const cwd = projectOf(SLEEPER);
    const program = start(['run', '--jobs', '1', '--reporter', 'ndjson', '--reporter', 'json:out.json'], cwd);
    await program.line('stepStarted');
    program.child.kill(signal);
    const ended = await program.ended;
    expect(ended).toMatchObject({ code, stderr: '' });
    const record = readRunRecord(readFileSync(join(cwd, 'out.json'), 'utf8'), 'out.json');
    expect(record).toMatchObject({ interrupted: signal, scenarios: [{ name: 'long' }, { name: 'after' }] });
    const verdicts = 'scenarios' in record ? record.scenarios.map(({ verdict }) => verdict) : [];
    expect(verdicts).toEqual(['undecided', 'undecided']);
  });
});

/** Takes ten minutes to stop, if it is allowed to. */
const STUBBORN_RUN = `
[meta]
name = "stubborn"

[service.stubborn]
command = "node stubborn.mjs \${project.dir}/stubborn"
ready = { log = "up" }
stop = { grace = "10m" }

[[scenario]]
name = "long"
run = ["sh", "-c", "trap '' INT TERM; while :; do sleep 1; done"]
`;

test.runIf(process.platform === 'linux').for(['auto', 'group'])(
  'GitHub cancels a run (SIGINT, SIGTERM after 7.5 s, SIGKILL after 2.5 more): it has ended before the second, tier %s',
  async (tier) => {
    const cwd = projectOf(STUBBORN_RUN);
    const reports = ['--reporter', 'json:out.json', '--reporter', 'junit:out.xml'];
    const program = start(['run', '--isolation', tier, '--reporter', 'ndjson', ...reports], cwd);
    await program.line('stepStarted');
    const mark = join(cwd, 'stubborn');
    expect(survivorsOf(mark)).not.toEqual([]);
    const sent: string[] = [];
    const send = (signal: NodeJS.Signals) => {
      sent.push(signal);
      program.child.kill(signal);
    };
    send('SIGINT');
    const later = [setTimeout(() => send('SIGTERM'), 7_500), setTimeout(() => send('SIGKILL'), 10_000)];
    const { code } = await program.ended;
    for (const each of later) clearTimeout(each);
    // No second signal was needed, though the service and the step ignore the first.
    expect({ code, sent }).toEqual({ code: 130, sent: ['SIGINT'] });
    const record = readRunRecord(readFileSync(join(cwd, 'out.json'), 'utf8'), 'out.json');
    expect(record).toMatchObject({
      interrupted: 'SIGINT',
      scenarios: [{ name: 'long', verdict: 'undecided' }],
    });
    expect(readFileSync(join(cwd, 'out.xml'), 'utf8')).toMatch(/^<\?xml[\s\S]*<\/testsuites>\s*$/);
    expect(survivorsOf(mark)).toEqual([]);
  },
);

test('the second signal ends it at once, with whole reports and nothing left running', async () => {
  const cwd = projectOf(STUBBORN_RUN);
  const program = start(['run', '--reporter', 'ndjson', '--reporter', 'junit:out.xml'], cwd);
  await program.line('stepStarted');
  // By its command line: in a PID namespace it has another id for itself than for us.
  const mark = join(cwd, 'stubborn');
  expect(survivorsOf(mark)).not.toEqual([]);
  const interrupted = program.line('"interrupted"');
  program.child.kill('SIGINT');
  await interrupted;
  program.child.kill('SIGINT');
  expect(await program.ended).toMatchObject({ code: 130 });
  expect(readFileSync(join(cwd, 'out.xml'), 'utf8')).toMatch(/^<\?xml[\s\S]*<\/testsuites>\s*$/);
  await vi.waitUntil(() => survivorsOf(mark).length === 0, { timeout: 10_000 });
});
