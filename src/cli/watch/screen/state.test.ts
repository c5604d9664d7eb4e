import { describe, expect, it } from 'vitest';
import { diagnostic } from '../../../diagnostic/index.ts';
import type { CycleEvent, FileReport } from '../../../watch/index.ts';
import { type Action, initialState, reduce, type ScreenState, shownFiles, wishOf } from './state.ts';
import { screenLines } from './view.ts';

const report = (shown: string, more: Partial<FileReport> = {}): FileReport => ({
  path: `/project/${shown}`,
  shown,
  reason: 'template',
  verdict: 'valid',
  diagnostics: [],
  changes: [],
  scenarios: [{ name: shown.replace('.span.toml', ''), tags: [] }],
  atStart: false,
  cached: false,
  digest: undefined,
  ...more,
});

const cycle = (reports: readonly FileReport[], more: Partial<CycleEvent> = {}): CycleEvent => ({
  type: 'cycle',
  cycle: 1,
  causes: reports.map(({ shown, reason }) => ({ shown, reason })),
  moreCauses: 0,
  reports,
  deleted: [],
  unchanged: 0,
  timings: { wait: 50, scan: 0, hash: 0, lookup: 0, render: 4, validate: 3, diff: 0 },
  ms: 57,
  totals: { files: reports.length, valid: reports.length, warning: 0, invalid: 0, unreadable: 0 },
  cache: { hits: 1, misses: 3, evictions: 0, entries: 3, bytes: 9000 },
  ...more,
});

const bad = report('b.span.toml', {
  verdict: 'invalid',
  diagnostics: [
    diagnostic({
      code: 'SW3003',
      message: 'the key `nmae` is unknown',
      place: { file: 'b.span.toml', line: 1, column: 1, length: 4 },
    }),
  ],
});
const start = cycle([
  report('a.span.toml', { atStart: true, reason: 'new' }),
  { ...bad, atStart: true },
  report('c.span.toml', { atStart: true, scenarios: [{ name: 'pay', tags: ['smoke'] }] }),
]);

const screenAfter = (...actions: readonly Action[]): ScreenState =>
  actions.reduce(reduce, initialState({ diff: true }));
const keys = (text: string): Action[] => [...text].map((key) => ({ type: 'key', key }));
const names = (state: ScreenState) => shownFiles(state).map(({ shown }) => shown);
const seen = (state: ScreenState, { columns = 100, rows = 20 } = {}) =>
  screenLines(state, { columns, rows, source: () => 'nmae = 1' }).map((line) =>
    line.map(({ text }) => text).join(''),
  );

describe('files', () => {
  it('with errors come before the others, and those of the last save before all', () => {
    expect(names(screenAfter(start))).toEqual(['b.span.toml', 'a.span.toml', 'c.span.toml']);
    expect(names(screenAfter(start, cycle([report('c.span.toml')])))).toEqual([
      'c.span.toml',
      'b.span.toml',
      'a.span.toml',
    ]);
  });

  it('that are deleted are gone, and a touch changes nothing that is shown', () => {
    const gone = screenAfter(start, cycle([], { deleted: ['b.span.toml'] }));
    expect(names(gone)).toEqual(['a.span.toml', 'c.span.toml']);
    const saved = screenAfter(start, cycle([report('c.span.toml')]));
    expect(names(reduce(saved, cycle([], { unchanged: 1 })))).toEqual(names(saved));
  });

  it('appear while a long cycle is at work', () => {
    const state = screenAfter({ type: 'progress', reports: [bad], done: 1, left: 9 });
    expect(names(state)).toEqual(['b.span.toml']);
    expect(seen(state)[0]).toContain('9 left');
  });
});

describe('keys', () => {
  it('f shows what failed, a all, and / what has a name or tag', () => {
    expect(names(screenAfter(start, ...keys('f')))).toEqual(['b.span.toml']);
    expect(names(screenAfter(start, ...keys('fa')))).toHaveLength(3);
    expect(names(screenAfter(start, ...keys('/SMOKE')))).toEqual(['c.span.toml']);
    expect(
      names(screenAfter(start, ...keys('/x'), { type: 'key', key: 'backspace' }, ...keys('pay'))),
    ).toEqual(['c.span.toml']);
    expect(names(screenAfter(start, ...keys('/x'), { type: 'key', key: 'escape' }))).toHaveLength(3);
  });

  it('are text while a filter is typed, and wishes otherwise', () => {
    const state = screenAfter(start);
    expect(['q', 'r', 'enter', 'ctrl-c', 'a'].map((key) => wishOf(state, key))).toEqual([
      'quit',
      'run',
      'again',
      'quit',
      undefined,
    ]);
    const typing = screenAfter(start, ...keys('/'));
    expect(['q', 'r', 'enter', 'ctrl-c'].map((key) => wishOf(typing, key))).toEqual([
      undefined,
      undefined,
      undefined,
      'quit',
    ]);
    expect(reduce(typing, { type: 'key', key: 'q' }).filter).toBe('q');
  });

  it('d hides what changed in the expectations, and c what the last save brought', () => {
    const change = {
      kind: 'loosened',
      path: ['a.span.toml', 'expect', 'x'],
      about: 'expectation',
      subject: 'x',
      reason: 'less',
    } as const;
    const state = screenAfter(start, cycle([report('a.span.toml', { changes: [change] })]));
    expect(seen(state).join('\n')).toContain('loosened');
    expect(seen(reduce(state, { type: 'key', key: 'd' })).join('\n')).not.toContain('loosened');
    expect(seen(reduce(state, { type: 'key', key: 'c' })).join('\n')).not.toContain('a.span.toml  changed');
  });
});

it('a judgement holds until the file is saved again', () => {
  const judged = {
    type: 'judged',
    file: 'a.span.toml',
    runId: 'r',
    scenarios: [],
    warnings: [],
    ms: 1,
  } as const;
  expect(screenAfter(start, judged).judged.size).toBe(1);
  expect(screenAfter(start, judged, cycle([report('a.span.toml')])).judged.size).toBe(0);
});

it('a run is shown with what failed in it, and c clears it', () => {
  const scenario = {
    id: 'a::x',
    name: 'x',
    file: 'a.span.toml',
    place: { file: 'a.span.toml', line: 4, column: 1, length: 1 },
    outcome: 'failed',
    durationMs: 3,
    problems: [{ message: 'no span', place: undefined }],
  } as const;
  const state = screenAfter(
    start,
    { type: 'runStarted', files: ['/project/a.span.toml'] },
    { type: 'scenario', scenario },
    { type: 'runEnded', stopped: false, exitCode: 1, ms: 12, said: '' },
  );
  expect(seen(state)).toEqual(
    expect.arrayContaining(['run in 12 ms: 1 failed', '  failed x', '    no span']),
  );
  expect(reduce(state, { type: 'key', key: 'c' }).run).toBeUndefined();
});

it('never has more lines than there are rows', () => {
  for (const rows of [1, 2, 5, 9, 40]) {
    for (const state of [screenAfter(), screenAfter(start), screenAfter(start, ...keys('?'))]) {
      expect(seen(state, { rows }).length).toBeLessThanOrEqual(rows);
    }
  }
  expect(seen(screenAfter(start), { rows: 8 })).toContain('and 2 more');
});
