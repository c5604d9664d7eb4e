/**
 * passed: every expectation judged and true. failed: judged and false. undecided: could not be judged.
 * error: the tool or the infrastructure broke. Undecided is never green.
 */
export type Verdict = 'passed' | 'failed' | 'undecided' | 'error';
