import type { PlacedFinding, RepeatRecord, TraceChange } from '../event/index.ts';
import type { PlannedScenario } from '../plan/index.ts';
import type { Attempt } from './judge.ts';
import { whyStopped } from './run-stop.ts';
import type { AttemptDeps } from './scenario.ts';
import { bare } from './steps.ts';
import { changeText, traceChange } from './trace-change.ts';
import { tryScenario } from './try.ts';

/**
 * Runs a scenario as often as the policy says, and no more once it does not pass, or leaves another trace than the first
 * time: then it is not deterministic, which is a failed finding that names the first span that differs.
 */
export async function repeatScenario(scenario: PlannedScenario, deps: AttemptDeps): Promise<Attempt> {
  const { repeat: wanted = 1 } = deps.policy;
  const first = await tryScenario(scenario, 1, deps);
  if (wanted === 1) return first;
  let last = first;
  for (let done = 1; ; done++) {
    const isSame = last.record.traceDigest === first.record.traceDigest;
    const unstable = isSame || last.record.verdict !== 'passed' ? undefined : changeOf(first, last);
    const repeat = { wanted, done, unstable };
    const isOver = done === wanted || unstable !== undefined || last.record.verdict !== 'passed';
    if (!isOver) tellRepetition(last, repeat, { scenario, deps });
    if (isOver || deps.signal.aborted) return judged(last, repeat, { scenario, deps });
    const next = await tryScenario(scenario, last.record.attempts + 1, deps);
    // A repetition that was flaky does not become less so by the next one.
    const { flaky, flake } = last.record;
    last = flaky && !next.record.flaky ? { ...next, record: { ...next.record, flaky, flake } } : next;
  }
}

function tellRepetition(
  { record }: Attempt,
  { wanted, done }: RepeatRecord,
  { scenario, deps }: Around,
): void {
  const { durationMs } = record;
  const atMs = deps.host.monotonicMs();
  deps.emit({ type: 'repetitionFinished', id: scenario.id, repetition: done, of: wanted, durationMs, atMs });
}

/** One of the two may have sent nothing at all. */
function changeOf(first: Attempt, last: Attempt): TraceChange {
  const none = { differences: [], omitted: 0, findings: [] };
  return traceChange(first, last) ?? { ...none, before: first.record.attempts, after: last.record.attempts };
}

interface Around {
  readonly scenario: PlannedScenario;
  readonly deps: AttemptDeps;
}

function judged(last: Attempt, repeat: RepeatRecord, around: Around): Attempt {
  const record = { ...last.record, repeat };
  const finding = findingOf(last, repeat, around);
  if (!finding) return { ...last, record };
  const verdict = finding.outcome === 'failed' ? 'failed' : 'undecided';
  return { ...last, record: { ...record, verdict, findings: [finding, ...record.findings] } };
}

function findingOf(
  { record }: Attempt,
  repeat: RepeatRecord,
  { scenario, deps }: Around,
): PlacedFinding | undefined {
  const { wanted, done, unstable } = repeat;
  const place = deps.locate(scenario, scenario.path);
  const common = { rule: 'repeat', path: scenario.path, expected: `the same trace ${wanted} times` };
  if (unstable) {
    const [first] = unstable.differences;
    const actual = first ? changeText(first) : 'it differs in what a comparison of spans leaves out';
    const message = `repetition ${done} left another trace than the first one: ${actual}`;
    return { ...bare({ ...common, outcome: 'failed', message, actual }), place };
  }
  if (done === wanted || record.verdict !== 'passed') return undefined;
  const message = `it was run ${done} of ${wanted} times: ${whyStopped(deps.signal)}`;
  return { ...bare({ ...common, outcome: 'undecided', message, actual: `${done} times` }), place };
}
