import { emptyRecord, type PlacedFinding, type ScenarioRecord } from '../event/index.ts';
import { evaluate, verdictOf } from '../expect/index.ts';
import type { FileJudgement, ScenarioId } from '../plan/index.ts';
import { createTrace, traceDigest } from '../trace/index.ts';
import type { Completeness } from './completeness.ts';
import type { ExecutorDeps } from './deps.ts';
import type { Attempt } from './judge.ts';
import { named, refOf } from './ref.ts';

/** Judges what the scenarios of one file sent, taken together. Incomplete as soon as one of them is. */
export function judgeFile(
  judgement: FileJudgement,
  results: ReadonlyMap<ScenarioId, Attempt>,
  deps: Pick<ExecutorDeps, 'host' | 'locate'>,
): ScenarioRecord {
  const empty = emptyRecord(refOf(named(judgement), deps));
  const { skip, unchangedSince } = judgement;
  if (skip !== undefined) return { ...empty, skipped: skip };
  if (unchangedSince !== undefined)
    return { ...empty, skipped: unchangedText(unchangedSince), unchangedSince };
  const begunMs = deps.host.monotonicMs();
  const attempts = judgement.scenarios.flatMap((id) => results.get(id) ?? []);
  const trace = createTrace({
    spans: attempts.flatMap((attempt) => attempt.trace?.spans ?? []),
    own: attempts.flatMap((attempt) => attempt.trace?.own ?? []),
  });
  const findings = evaluate({ ...judgement.expectations, trace, completeness: together(attempts) });
  const placed = findings.map(
    (finding): PlacedFinding => ({ ...finding, place: deps.locate(judgement, finding.path) }),
  );
  return {
    ...empty,
    verdict: verdictOf(findings),
    attempts: 1,
    durationMs: deps.host.monotonicMs() - begunMs,
    findings: placed,
    traceDigest: trace.spans.length > 0 ? traceDigest(trace) : undefined,
  };
}

/** Why something is skipped that has not changed. */
export function unchangedText(runId: string): string {
  return `nothing has changed since it passed in run ${runId}`;
}

function together(attempts: readonly Attempt[]): Completeness {
  for (const { record, completeness } of attempts) {
    if (!completeness.complete) {
      return { complete: false, reason: `scenario \`${record.name}\`: ${completeness.reason}` };
    }
  }
  return { complete: true };
}
