import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interruption } from '../event/index.ts';
import { exitCodeOf } from './exit.ts';
import type { Outcome } from './outcome.ts';
import { run, scenarios } from './sample.ts';

const one: Record<Outcome, (typeof scenarios)[keyof typeof scenarios]> = {
  passed: scenarios.green,
  failed: scenarios.red,
  undecided: scenarios.undecided,
  error: scenarios.error,
  skipped: scenarios.skipped,
};

describe('exitCodeOf', () => {
  it.each<[readonly Outcome[], number]>([
    [['passed'], 0],
    [['passed', 'skipped'], 0],
    [['passed', 'failed'], 1],
    [['failed', 'undecided', 'error'], 1],
    [['passed', 'undecided'], 3],
    [['passed', 'error'], 3],
    [['skipped', 'skipped'], 4],
    [[], 4],
  ])('%j gives %i', (outcomes, code) => {
    expect(exitCodeOf(run(outcomes.map((each) => one[each])))).toBe(code);
  });

  it.each<[Interruption, number]>([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 143],
  ])('an interruption counts before everything else: %s', (interrupted, code) => {
    expect(exitCodeOf(run([one.failed], { interrupted }))).toBe(code);
    expect(exitCodeOf(run([], { interrupted }))).toBe(code);
  });

  it('counts a skipped scenario for nothing, whatever verdict its record holds', () => {
    expect(exitCodeOf(run([{ ...scenarios.skipped, verdict: 'passed' }]))).toBe(4);
    expect(exitCodeOf(run([{ ...scenarios.skipped, verdict: 'failed' }, one.passed]))).toBe(0);
  });

  it('is 0 only when something passed and all that was run did', () => {
    const outcome = fc.constantFrom<Outcome>('passed', 'failed', 'undecided', 'error', 'skipped');
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 6 }), (outcomes) => {
        const code = exitCodeOf(run(outcomes.map((each) => one[each])));
        const run_ = outcomes.filter((each) => each !== 'skipped');
        expect(code === 0).toBe(run_.length > 0 && run_.every((each) => each === 'passed'));
      }),
    );
  });
});
