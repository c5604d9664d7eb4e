import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunEvent } from '../event/index.ts';
import { runScenarios } from './index.ts';

let cwd = '';
beforeAll(() => {
  if (!existsSync('dist/cli.js')) throw new Error('this starts the built program: run `npm run build` first');
});
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'spanwright-library-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function write(name: string, command: string): void {
  const text = `[meta]\nname = "${name}"\n[[scenario]]\nname = "${name}"\nrun = "${command}"\n`;
  writeFileSync(join(cwd, `${name}.span.toml`), text);
}

test('a record of what was run, from the events that were told', async () => {
  write('green', 'true');
  write('red', 'false');
  const events: RunEvent[] = [];
  const outcome = await runScenarios({ cwd, args: ['--jobs', '1'], onEvent: (event) => events.push(event) });
  expect(outcome.exitCode).toBe(1);
  expect(outcome.record?.scenarios.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['green', 'passed'],
    ['red', 'failed'],
  ]);
  expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['runStarted', 'scenarioFinished']));
  expect(events.at(-1)?.type).toBe('runFinished');
});

test('paths are paths, whatever they look like', async () => {
  write('green', 'true');
  write('--red', 'false');
  const outcome = await runScenarios({ cwd, paths: ['green.span.toml'], args: ['--no-record'] });
  expect(outcome).toMatchObject({ exitCode: 0, record: { scenarios: [{ name: 'green' }] } });
  const other = await runScenarios({ cwd, paths: ['--red.span.toml'], args: ['--no-record'] });
  expect(other).toMatchObject({ exitCode: 1, record: { scenarios: [{ name: '--red' }] } });
  expect(readdirSync(cwd)).not.toContain('.spanwright');
});

test('what is not correct is not run, and said', async () => {
  writeFileSync(join(cwd, 'a.span.toml'), '[meta]\n');
  const outcome = await runScenarios({ cwd });
  expect(outcome).toMatchObject({ exitCode: 2, record: undefined });
  expect(outcome.messages).toContain('a.span.toml:1:1');
});

test('an abort stops what runs, and is an outcome', async () => {
  write('long', 'sleep 600');
  const controller = new AbortController();
  const outcome = await runScenarios({
    cwd,
    signal: controller.signal,
    onEvent: ({ type }) => {
      if (type === 'scenarioStarted') controller.abort();
    },
  });
  expect(outcome).toMatchObject({
    exitCode: 143,
    record: { interrupted: 'SIGTERM', scenarios: [{ verdict: 'undecided' }] },
  });
});

test('a run that is aborted before it begins runs nothing', async () => {
  write('green', 'true');
  const outcome = await runScenarios({ cwd, signal: AbortSignal.abort() });
  expect(outcome).toMatchObject({ exitCode: 143, record: undefined });
});

test('what the caller throws is handed on', async () => {
  write('green', 'true');
  const fails = () => {
    throw new Error('no more of it');
  };
  await expect(runScenarios({ cwd, onEvent: fails })).rejects.toThrow('no more of it');
});
