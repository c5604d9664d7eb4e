import { EXIT, type ExitCode } from '../diagnostic/index.ts';
import type { RunRecord } from '../event/index.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/**
 * The exit code of a run. An interruption counts first, so that shells and makefiles stop too (SIGHUP has no row in the
 * table and counts as a termination); then a failure; then what could not be judged. A run in which everything was
 * skipped proved nothing: it ends like one in which nothing was selected.
 */
export function exitCodeOf(record: RunRecord): ExitCode {
  if (record.interrupted !== undefined) {
    return record.interrupted === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
  }
  const found = new Set<Outcome>(record.scenarios.map(outcomeOf));
  if (found.has('failed')) return EXIT.failed;
  if (found.has('undecided') || found.has('error')) return EXIT.undecided;
  return found.has('passed') ? EXIT.passed : EXIT.nothingSelected;
}
