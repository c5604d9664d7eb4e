import { EXIT, type ExitCode } from '../diagnostic/index.ts';
import type { RunRecord } from '../event/index.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/**
 * The exit code of a run. An interruption counts first, so that shells and makefiles stop too (SIGHUP has no row in the
 * table and counts as a termination); then a failure, which a flaky scenario is when the run says so; then what could not
 * be judged. A run in which everything was skipped proved nothing: it ends like one in which nothing was selected. But
 * nothing is left to prove where all has passed before and not changed since, nor in a shard that got no part of its suite.
 */
export function exitCodeOf(record: RunRecord): ExitCode {
  if (record.interrupted !== undefined) {
    return record.interrupted === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
  }
  const found = new Set<Outcome>(record.scenarios.map(outcomeOf));
  if (found.has('failed') || isTooFlaky(record)) return EXIT.failed;
  if (found.has('undecided') || found.has('error')) return EXIT.undecided;
  return found.has('passed') || isProven(record) ? EXIT.passed : EXIT.nothingSelected;
}

function isTooFlaky({ failOnFlaky, scenarios }: RunRecord): boolean {
  return failOnFlaky === true && scenarios.some(({ flaky }) => flaky);
}

function isProven({ scenarios, shard }: RunRecord): boolean {
  const isEmptyShard = scenarios.length === 0 && shard !== undefined && shard.suite.length > 0;
  return isEmptyShard || scenarios.some(({ unchangedSince }) => unchangedSince !== undefined);
}
