import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { readRunRecord } from '../src/event/index.ts';
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

/** A service that does not stop when it is asked to, and says who it is. */
const STUBBORN = `
import { writeFileSync } from 'node:fs';
process.on('SIGTERM', () => {});
process.on('SIGINT', () => {});
setInterval(() => {}, 1000);
writeFileSync(process.argv[2], String(process.pid));
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

test('the second signal ends it at once, with whole reports and nothing left running', async () => {
  const cwd = projectOf(`
[meta]
name = "stubborn"

[service.stubborn]
command = "node stubborn.mjs \${project.dir}/pid"
ready = { log = "up" }
stop = { grace = "10m" }

[[scenario]]
name = "long"
run = "sleep 600"
`);
  const program = start(['run', '--reporter', 'ndjson', '--reporter', 'junit:out.xml'], cwd);
  await program.line('stepStarted');
  const pid = Number(readFileSync(join(cwd, 'pid'), 'utf8'));
  const interrupted = program.line('"interrupted"');
  program.child.kill('SIGINT');
  await interrupted;
  program.child.kill('SIGINT');
  expect(await program.ended).toMatchObject({ code: 130 });
  expect(readFileSync(join(cwd, 'out.xml'), 'utf8')).toMatch(/^<\?xml[\s\S]*<\/testsuites>\s*$/);
  await vi.waitUntil(() => !isRunning(pid), { timeout: 10_000 });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
