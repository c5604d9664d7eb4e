import { describe, expect, test } from 'vitest';
import type { Finding, FindingOutcome } from './finding.ts';
import { verdictOf } from './verdict.ts';

function findings(...outcomes: FindingOutcome[]): Finding[] {
  return outcomes.map((outcome) => ({
    rule: 'rule',
    outcome,
    path: [],
    message: '',
    expected: '',
    actual: '',
    proof: [],
    proofCount: 0,
    nearest: undefined,
    edit: undefined,
  }));
}

describe('verdictOf', () => {
  test.each<[FindingOutcome[], string]>([
    [['passed'], 'passed'],
    [['passed', 'notApplicable'], 'passed'],
    [['passed', 'undecided'], 'undecided'],
    [['passed', 'undecided', 'failed'], 'failed'],
    [['notApplicable'], 'undecided'],
    [[], 'undecided'],
  ])('%j is %s', (outcomes, verdict) => {
    expect(verdictOf(findings(...outcomes))).toBe(verdict);
  });

  test('a broken tool or infrastructure wins over everything that was found', () => {
    expect(verdictOf(findings('passed', 'failed'), { error: true })).toBe('error');
  });
});
