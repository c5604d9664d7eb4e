import { expect, test } from 'vitest';
import { EXIT } from '../../diagnostic/index.ts';
import { emptyRecord, type RunRecord, type ScenarioRecord } from '../../event/index.ts';
import type { Plan, PlannedScenario, ScenarioId } from '../../plan/index.ts';
import { badControls } from './controls.ts';
import { codeOf, groupResult, resultLines } from './report.ts';

const place = { file: 'x', line: 1, column: 1, length: 1 };

function record(file: string, more: Partial<ScenarioRecord>): ScenarioRecord {
  // The plan makes ids; this one is as good as its.
  return { ...emptyRecord({ id: `${file}::x` as ScenarioId, name: 'x', file, place }), attempts: 1, ...more };
}

function run(...scenarios: ScenarioRecord[]): RunRecord {
  return { scenarios } as unknown as RunRecord; // Nothing else of it is looked at.
}

const good = { count: 3, bad: [] };

test('a group is counted by its files, and what was skipped is no pass', () => {
  const all = run(
    record('evaluators.span.toml.njk', { verdict: 'passed' }),
    record('framework.span.toml', { verdict: 'failed' }),
    record('framework.span.toml', { verdict: 'passed', skipped: 'not now' }),
    record('cli.span.toml', { verdict: 'passed' }),
  );
  expect(groupResult('framework', all)).toEqual({ group: 'framework', passed: 1, red: 1, notRun: 1 });
});

test('it is green only when everything ran and every control was red', () => {
  const whole = { group: 'cli', passed: 2, red: 0, notRun: 0 } as const;
  const absent = { group: 'container', skipped: 'no engine' } as const;
  expect(codeOf(EXIT.passed, [whole, absent], good)).toBe(EXIT.passed);
  expect(codeOf(EXIT.passed, [{ ...whole, notRun: 1 }], good)).toBe(EXIT.undecided);
  expect(codeOf(EXIT.passed, [{ ...whole, passed: 0 }], good)).toBe(EXIT.undecided);
  expect(codeOf(EXIT.passed, [whole], { count: 0, bad: [] })).toBe(EXIT.undecided);
  expect(codeOf(EXIT.passed, [whole], { count: 3, bad: [{ name: 'x', why: 'y' }] })).toBe(EXIT.failed);
  expect(codeOf(EXIT.failed, [whole], good)).toBe(EXIT.failed);
});

test('the report names every group, also the one that is left out', () => {
  const bad = [{ name: 'expect.span', why: 'it came out as passed' }];
  const results = [
    { group: 'cli', passed: 2, red: 1, notRun: 1 },
    { group: 'container', skipped: 'no engine' },
  ] as const;
  expect(resultLines(results, { count: 3, bad })).toBe(
    [
      'cli        2 passed, 1 did not pass, 1 not run',
      'container  skipped: no engine',
      'controls   2 of 3 came out as failed',
      '             expect.span: it came out as passed',
      '',
    ].join('\n'),
  );
});

test('a control has to fail, by its own rule alone', () => {
  const id = 'controls.span.toml::x' as ScenarioId; // As the plan makes them.
  const planned = { id, name: 'x', tags: ['expect.span'] } as unknown as PlannedScenario; // What is looked at.
  const plan = { scenarios: [planned] } as unknown as Plan;
  const finding = {
    outcome: 'failed',
    rule: 'expect.span[a].existence',
  } as ScenarioRecord['findings'][number];
  const red = record('controls.span.toml', { verdict: 'failed', findings: [finding] });
  expect(badControls(plan, [red])).toEqual([]);
  expect(badControls(plan, [{ ...red, verdict: 'passed' }])).toHaveLength(1);
  expect(badControls(plan, [{ ...red, verdict: 'undecided' }])).toHaveLength(1);
  expect(badControls(plan, [{ ...red, skipped: 'not now' }])).toHaveLength(1);
  expect(badControls(plan, [])).toHaveLength(1);
  const other = { ...finding, rule: 'step[pay].exit_code' };
  expect(badControls(plan, [{ ...red, findings: [finding, other] }])).toHaveLength(1);
});
