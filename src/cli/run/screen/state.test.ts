import { expect, it } from 'vitest';
import { emptyRecord, type RunEvent, type ScenarioRecord } from '../../../event/index.ts';
import type { Resources, ScenarioId } from '../../../plan/index.ts';
import { nothingYet, type ProgressState, progressed } from './state.ts';
import { progressLines } from './view.ts';

const bounds: Resources = { slots: 4, containers: 10, memoryMb: 4096, cpuMillicores: 2000 };
const id = (name: string) => `a.span.toml::${name}` as ScenarioId; // as a plan makes them
const ref = (name: string) => ({
  id: id(name),
  name,
  file: 'a.span.toml',
  place: { file: 'a.span.toml', line: 1, column: 1, length: 1 },
});
const names = Array.from({ length: 12 }, (_, index) => `s${index}`);

const started: RunEvent = {
  type: 'runStarted',
  runId: 'r',
  tool: 't',
  startedAt: '2026-01-02T03:04:05.000Z',
  scenarios: names.map(ref),
  jobs: 4,
  isolation: '',
  bounds,
};

function admitted(name: string, inUse: Partial<Resources>, atMs: number): RunEvent[] {
  const all = { slots: 0, containers: 0, memoryMb: 0, cpuMillicores: 0, ...inUse };
  return [
    { type: 'admitted', id: id(name), needs: all, inUse: all, bounds, atMs },
    { type: 'scenarioStarted', id: id(name), attempt: 1, atMs },
  ];
}

function finished(name: string, changes: Partial<ScenarioRecord>, willRetry = false): RunEvent {
  return { type: 'scenarioFinished', record: { ...emptyRecord(ref(name)), ...changes }, willRetry, atMs: 0 };
}

const after = (...events: readonly RunEvent[]): ProgressState => events.reduce(progressed, nothingYet);

function seen(state: ProgressState, nowMs: number, rows = 24): string[] {
  return progressLines(state, { nowMs, rows }).map((line) => line.map(({ text }) => text).join(''));
}

it('shows who is running, since when and with what, and what has come of the others', () => {
  const state = after(
    started,
    ...admitted('s0', { slots: 1, memoryMb: 512, cpuMillicores: 1500 }, 1_000),
    { type: 'serviceReady', id: id('s0'), service: 'api', durationMs: 3, atMs: 1_100 },
    ...admitted('s1', { slots: 2, memoryMb: 512, cpuMillicores: 1500, containers: 2 }, 2_000),
    { type: 'stepStarted', id: id('s1'), step: 'pay\u001b[2J', atMs: 2_100 },
    finished('s1', { verdict: 'failed', attempts: 1 }, true),
    { type: 'scenarioStarted', id: id('s1'), attempt: 2, atMs: 3_000 },
    { type: 'scenarioSlow', id: id('s0'), runningMs: 60_000, atMs: 61_000 },
    finished('s2', { verdict: 'passed', flaky: true }),
    finished('s3', { verdict: 'failed' }),
    finished('s4', { skipped: 'not today' }),
  );
  expect(seen(state, 126_400)).toEqual([
    '2m 05s  a.span.toml::s0  service api is ready',
    '2m 04s  a.span.toml::s1  starting  attempt 2',
    '3/12, 1 failed, 1 passed, 1 skipped, 1 flaky  [2/4 slots, 2/10 containers, 512/4096 MB, 1.5/2 CPUs]',
  ]);
  const [first] = progressLines(state, { nowMs: 126_400, rows: 24 });
  expect(first?.[0]?.style).toBe('yellow');
});

it('lets no text of others move the cursor', () => {
  const step: RunEvent = { type: 'stepStarted', id: id('s0'), step: 'x\u001b[2Jy\nz', atMs: 5 };
  const [line = ''] = seen(after(started, ...admitted('s0', { slots: 1 }, 0), step), 100);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(line).not.toMatch(/[\u0000-\u001f]/);
});

it('never takes more rows than there are', () => {
  const state = after(started, ...names.flatMap((name, index) => admitted(name, { slots: index + 1 }, 0)));
  expect(seen(state, 0)).toHaveLength(10);
  expect(seen(state, 0)[8]?.trim()).toBe('and 4 more');
  for (const rows of [1, 2, 3, 4, 6])
    expect(seen(state, 0, rows).length).toBeLessThanOrEqual(Math.max(2, rows));
});

it('says why nothing more is started', () => {
  const stopped = after(started, {
    type: 'stopping',
    stop: { reason: 'failures', message: 'the run stopped after the first failure' },
    atMs: 1,
  });
  expect(seen(stopped, 1)).toEqual(['0/12  the run stopped after the first failure']);
  const interrupted = after(started, { type: 'interrupted', signal: 'SIGTERM', atMs: 1 });
  expect(seen(interrupted, 1)).toEqual(['0/12  SIGTERM: stopping']);
});
