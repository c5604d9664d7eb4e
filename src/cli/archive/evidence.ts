import type { ArchivedAttempt, RunArchive } from '../../archive/index.ts';
import type { Evidence, RecordedRun } from '../../executor/index.ts';
import { createTrace } from '../../trace/index.ts';

/** A recorded run as what it is judged by: of each scenario the last attempt, which is the one in the record. */
export function recordedRun({ record, attempts }: RunArchive): RecordedRun {
  const records = new Map(record.scenarios.map((each) => [each.id, each]));
  const evidence = new Map<ArchivedAttempt['id'], Evidence>();
  for (const attempt of attempts) {
    const own = records.get(attempt.id);
    if (own?.attempts === attempt.attempt) evidence.set(attempt.id, evidenceOf(attempt, own));
  }
  return { runId: record.runId, evidence };
}

function evidenceOf(attempt: ArchivedAttempt, record: Evidence['record']): Evidence {
  const { id, attempt: number, completeness, digests, values, spans, own } = attempt;
  const ports = new Map(
    Object.entries(values.ports).map(([service, each]) => [service, new Map(Object.entries(each))]),
  );
  return {
    id,
    attempt: number,
    record,
    trace: createTrace({ spans, own }),
    completeness,
    digests,
    values: { ...values, ports },
  };
}
