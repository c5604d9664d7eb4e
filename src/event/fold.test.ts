import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printDiagnostic } from '../diagnostic/index.ts';
import type { RunEvent } from './event.ts';
import { createFold, foldRun } from './fold.ts';
import { finished, record, ref, runStarted, started, step } from './sample.ts';

describe('foldRun', () => {
  it('keeps plan order, whatever order scenarios finish in', () => {
    const run = foldRun([
      runStarted('a', 'b', 'c'),
      started('a', 0),
      started('b', 1),
      finished('b', 5),
      started('c', 5),
      finished('c', 8),
      finished('a', 9),
      { type: 'runFinished', durationMs: 9.5 },
    ]);
    expect(run.scenarios.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(run).toMatchObject({ format: 1, runId: 'r1', jobs: 2, durationMs: 9.5, interrupted: undefined });
  });

  it('lets the last attempt win, and marks a pass after a failure as flaky', () => {
    const [scenario] = foldRun([
      runStarted('a'),
      started('a', 0),
      finished('a', 5, { verdict: 'failed', willRetry: true }),
      started('a', 6, 2),
      finished('a', 9, { verdict: 'passed', attempts: 2, durationMs: 3 }),
      { type: 'runFinished', durationMs: 9 },
    ]).scenarios;
    expect(scenario).toMatchObject({ verdict: 'passed', flaky: true, attempts: 2, durationMs: 3 });
  });

  it('does not call a failure after a failure flaky, nor a first pass', () => {
    const { scenarios } = foldRun([
      runStarted('a', 'b'),
      started('a', 0),
      finished('a', 5, { verdict: 'failed', willRetry: true }),
      started('a', 6, 2),
      finished('a', 9, { verdict: 'failed', attempts: 2 }),
      started('b', 9),
      finished('b', 10),
    ]);
    expect(scenarios.map(({ flaky, attempts }) => ({ flaky, attempts }))).toEqual([
      { flaky: false, attempts: 2 },
      { flaky: false, attempts: 1 },
    ]);
  });

  it('remembers a failure through any number of later passes', () => {
    const [scenario] = foldRun([
      runStarted('a'),
      finished('a', 1, { verdict: 'undecided', willRetry: true }),
      finished('a', 2, { attempts: 2, willRetry: true }),
      finished('a', 3, { attempts: 3 }),
    ]).scenarios;
    expect(scenario).toMatchObject({ verdict: 'passed', flaky: true, attempts: 3 });
  });

  it('keeps a failure whose promised retry never began', () => {
    const [scenario] = foldRun([
      runStarted('a'),
      started('a', 0),
      finished('a', 5, { verdict: 'failed', willRetry: true }),
      { type: 'interrupted', signal: 'SIGINT', atMs: 6 },
    ]).scenarios;
    expect(scenario).toMatchObject({ verdict: 'failed', attempts: 1 });
  });

  it('makes an interrupted scenario undecided, names the signal and keeps what was done', () => {
    const { id } = ref('a');
    const run = foldRun([
      runStarted('a', 'b'),
      started('a', 100),
      { type: 'serviceReady', id, service: 'api', durationMs: 20, atMs: 120 },
      { type: 'stepStarted', id, step: 'log in', atMs: 120 },
      { type: 'stepFinished', id, step: step('log in'), atMs: 125 },
      { type: 'stepStarted', id, step: 'pay', atMs: 125 },
      { type: 'interrupted', signal: 'SIGTERM', atMs: 150 },
    ]);
    expect(run).toMatchObject({ interrupted: 'SIGTERM', durationMs: 50 });
    const [first, second] = run.scenarios;
    expect(first).toMatchObject({ verdict: 'undecided', attempts: 1, durationMs: 50 });
    expect(first?.steps.map(({ name }) => name)).toEqual(['log in']);
    expect(first?.services).toMatchObject([{ id: 'api', readyAfterMs: 20, end: undefined }]);
    expect(second).toMatchObject({ verdict: 'undecided', attempts: 0, skipped: undefined });
    expect(diagnosticsOf(run.scenarios)).toMatchInlineSnapshot(`
      "warning[SW6101]: scenario \`a\` was not finished: SIGTERM interrupted the run while step \`pay\` was running
       --> shop.span.toml:3:1
        |
      3 | [[scenario]]
        | ^^^^^^^^^^^^
        hint: run it again
      error[SW6201]: scenario \`b\` was not started: SIGTERM interrupted the run
       --> shop.span.toml:3:1
        |
      3 | [[scenario]]
        | ^^^^^^^^^^^^
        hint: run it again
      "
    `);
  });

  it('says what a retry that was cut short had followed', () => {
    const run = foldRun([
      runStarted('a'),
      started('a', 0),
      finished('a', 5, { verdict: 'failed', willRetry: true }),
      started('a', 6, 2),
      { type: 'interrupted', signal: 'SIGINT', atMs: 7 },
    ]);
    expect(run.scenarios[0]).toMatchObject({ verdict: 'undecided', attempts: 2, flaky: false });
    expect(run.scenarios[0]?.diagnostics[0]?.message).toBe(
      'scenario `a` was not finished: SIGINT interrupted the run while its services were being started; ' +
        'the attempt before it came to `failed`',
    );
  });

  it.each([
    [[], 'its services were being started'],
    [[{ type: 'stepFinished', id: ref('a').id, step: step('pay'), atMs: 2 }], 'it waited for spans'],
    [
      [{ type: 'settled', id: ref('a').id, settle: { reason: 'quiet', waitedMs: 1, evidence: [] }, atMs: 3 }],
      'its expectations were being judged',
    ],
  ] satisfies [RunEvent[], string][])('names the stage a killed run was in (%#)', (events, stage) => {
    const run = foldRun([runStarted('a'), started('a', 1), ...events]);
    expect(run.scenarios[0]?.diagnostics[0]?.message).toBe(
      `scenario \`a\` was not finished: the record of the run ends while ${stage}`,
    );
  });

  it('keeps a skipped scenario skipped, and never flaky', () => {
    const [scenario] = foldRun([
      runStarted('a'),
      finished('a', 1, { verdict: 'undecided', skipped: 'not on this system', attempts: 0 }),
    ]).scenarios;
    expect(scenario).toMatchObject({ skipped: 'not on this system', flaky: false, attempts: 0 });
  });

  it('gives a record of a stream whose beginning is lost', () => {
    const run = foldRun([started('b', 4), finished('a', 9)]);
    expect(run).toMatchObject({ runId: '', durationMs: 5 });
    expect(run.scenarios).toMatchObject([
      { name: 'b', file: 'shop.span.toml', verdict: 'undecided' },
      { name: 'a', verdict: 'passed' },
    ]);
  });
});

describe('properties of the fold', () => {
  const names = ['a', 'b', 'c', 'd'] as const;
  const verdict = fc.constantFrom('passed', 'failed', 'undecided', 'error' as const);
  const attempts = fc.array(verdict, { minLength: 1, maxLength: 3 });
  /** The whole story of each scenario, as one list of events for each. */
  const stories = fc.tuple(attempts, attempts, attempts, attempts).map((all) =>
    all.map((verdicts, index) => {
      const name = names[index] ?? 'a';
      return verdicts.flatMap((each, at): RunEvent[] => [
        started(name, at * 2, at + 1),
        finished(name, at * 2 + 1, { verdict: each, attempts: at + 1, willRetry: at + 1 < verdicts.length }),
      ]);
    }),
  );
  const choices = fc.array(fc.nat(3), { minLength: 24, maxLength: 24 });

  it('does not depend on how the events of different scenarios interleave', () => {
    fc.assert(
      fc.property(stories, choices, (all, order) => {
        const interleaved = foldRun([runStarted(...names), ...interleave(all, order)]);
        const oneByOne = foldRun([runStarted(...names), ...all.flat()]);
        expect(interleaved.scenarios).toEqual(oneByOne.scenarios);
      }),
    );
  });

  it('accounts for every planned scenario once, in order, wherever the stream ends, and none is green unproved', () => {
    fc.assert(
      fc.property(stories, choices, fc.nat(24), (all, order, length) => {
        const prefix = interleave(all, order).slice(0, length);
        const fold = createFold();
        for (const event of [runStarted(...names), ...prefix]) fold.add(event);
        const { scenarios } = fold.record();
        expect(scenarios.map(({ name }) => name)).toEqual(names);
        for (const { name, verdict: final } of scenarios) {
          const last = prefix.findLast((event) => idOf(event) === ref(name).id);
          if (final === 'passed') expect(last).toMatchObject({ record: { verdict: 'passed' } });
        }
      }),
    );
  });
});

/** Merges the stories, each in its own order, taking from the one chosen, or else from the first that has events left. */
function interleave(stories: readonly (readonly RunEvent[])[], order: readonly number[]): RunEvent[] {
  const left = stories.map((story) => [...story]);
  return order.flatMap((choice) => {
    const story = [left[choice], ...left].find((each) => each !== undefined && each.length > 0);
    return story?.shift() ?? [];
  });
}

function idOf(event: RunEvent): string | undefined {
  if (event.type === 'scenarioFinished') return event.record.id;
  return 'id' in event ? event.id : undefined;
}

function diagnosticsOf(scenarios: ReturnType<typeof foldRun>['scenarios']): string {
  const source = () => '\n\n[[scenario]]\n';
  return scenarios
    .flatMap(({ diagnostics }) => diagnostics.map((each) => printDiagnostic(each, { source, color: false })))
    .join('');
}

it('records what it is given and nothing else', () => {
  const run = foldRun([runStarted('a'), started('a', 0), finished('a', 1)]);
  expect(run.scenarios[0]).toEqual(record('a'));
});
