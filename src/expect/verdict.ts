import type { Finding } from './finding.ts';

/**
 * passed: every expectation judged and true. failed: judged and false. undecided: could not be judged.
 * error: the tool or the infrastructure broke. Undecided is never green.
 */
export type Verdict = 'passed' | 'failed' | 'undecided' | 'error';

/**
 * What all findings of a scenario amount to. `error` says that the tool or the infrastructure broke, and wins: findings
 * made on broken ground are worth nothing. Then one failed finding fails, one undecided finding leaves it undecided,
 * and so does a scenario in which nothing passed: nothing was expected, or nothing applied.
 */
export function verdictOf(
  findings: readonly Pick<Finding, 'outcome'>[],
  options: { readonly error?: boolean } = {},
): Verdict {
  if (options.error) return 'error';
  const came = (outcome: Finding['outcome']) => findings.some((finding) => finding.outcome === outcome);
  if (came('failed')) return 'failed';
  if (came('undecided')) return 'undecided';
  return came('passed') ? 'passed' : 'undecided';
}
