import { type Diagnostic, diagnostic } from '../diagnostic/index.ts';
import { emptyRecord, type PlacedFinding, type ScenarioRecord, type StepRecord } from '../event/index.ts';
import { evaluate, type Finding, verdictOf } from '../expect/index.ts';
import type { Plan, PlannedScenario, PlannedStep, ScenarioId } from '../plan/index.ts';
import { silentServices } from './completeness.ts';
import type { ExecutorDeps } from './deps.ts';
import type { Evidence } from './evidence.ts';
import { type Attempt, silentFinding } from './judge.ts';
import { judgeFile } from './judge-file.ts';
import { partDigests, SCENARIO_PART, servicePart, stepPart } from './parts.ts';
import { refOf } from './ref.ts';
import { notRun, stepFindings } from './steps.ts';
import { UnresolvedPlaceholder, type Values } from './values.ts';

/** A run that is judged again. */
export interface RecordedRun {
  readonly runId: string;
  /** Of each scenario its last attempt. */
  readonly evidence: ReadonlyMap<ScenarioId, Evidence>;
}

type RejudgeDeps = Pick<ExecutorDeps, 'host' | 'locate'>;

/**
 * Judges a plan by what a recorded run left, and runs nothing: as `executePlan` would have judged that run with the
 * expectations of now. What the run cannot speak for (a scenario or step that was not part of it, or is another one now)
 * is undecided; a service that changed since is a warning, for its spans are still those of the run.
 */
export function rejudge(plan: Plan, run: RecordedRun, deps: RejudgeDeps): ScenarioRecord[] {
  const attempts = new Map(
    plan.scenarios.map((scenario) => [scenario.id, rejudgeScenario(scenario, run, deps)]),
  );
  return [
    ...[...attempts.values()].map((attempt) => attempt.record),
    ...plan.judgements.map((judgement) => judgeFile(judgement, attempts, deps)),
  ];
}

function rejudgeScenario(scenario: PlannedScenario, run: RecordedRun, deps: RejudgeDeps): Attempt {
  const ref = refOf(scenario, deps);
  const evidence = run.evidence.get(scenario.id);
  const unjudged = {
    trace: undefined,
    completeness: { complete: false, reason: 'it was not recorded' },
  } as const;
  if (scenario.skip !== undefined)
    return { ...unjudged, record: { ...emptyRecord(ref), skipped: scenario.skip } };
  if (!evidence) {
    return { ...unjudged, record: { ...emptyRecord(ref), diagnostics: [notRecorded(scenario, run, deps)] } };
  }
  const { record: recorded, trace, completeness } = evidence;
  // Not whether a diagnostic is an error: that no span came is one, and a failure all the same.
  const broke = recorded.verdict === 'error';
  const judged = scenario.expectations.flatMap(({ base, expectations }) =>
    evaluate({ expectations, base, trace, completeness }),
  );
  // What did not run as it should says nothing more than that.
  const ofTheRun = broke
    ? []
    : [
        ...silentFindings(scenario, evidence),
        ...saidThen(recorded, /^service\[.*\]\.exit$/s),
        ...allStepFindings(scenario, evidence),
        ...saidThen(recorded, /^scenario\.timeout$/),
      ];
  const findings = [...saidThen(recorded, /^repeat$/), ...judged, ...ofTheRun];
  const placed = findings.map(
    (finding): PlacedFinding => ({ ...finding, place: deps.locate(scenario, finding.path) }),
  );
  const record: ScenarioRecord = {
    ...recorded,
    ...ref,
    flaky: false,
    verdict: verdictOf(findings, { error: broke }),
    findings: placed,
    diagnostics: [...recorded.diagnostics, ...changes(scenario, evidence, run, deps)],
  };
  return { record, trace, completeness };
}

/** Found while it ran and true of that run for ever: services that ended too early, time that ran out, other traces. */
function saidThen({ findings }: ScenarioRecord, rules: RegExp): Finding[] {
  return findings.filter(({ rule }) => rules.test(rule)).map(({ place: _, ...finding }) => finding);
}

function silentFindings(scenario: PlannedScenario, { record }: Evidence): Finding[] {
  const bySender = new Map(
    record.services.flatMap(({ id, spans }) => (spans > 0 ? [[id, spans] as const] : [])),
  );
  const { required } = silentServices(scenario, { bySender });
  // One that was not there when it ran has sent nothing for another reason.
  const ran = new Set(record.services.map(({ id }) => id));
  return required.filter((id) => ran.has(id)).map((id) => silentFinding(id, record.telemetry?.spans ?? 0));
}

function allStepFindings(scenario: PlannedScenario, evidence: Evidence): Finding[] {
  const digests = partDigests(scenario);
  const values: Values = {
    ...evidence.values,
    captures: new Map(),
    env: {},
    runId: '',
    scenarioId: scenario.id,
  };
  return scenario.steps.flatMap((step, index) => {
    const part = stepPart(step, index);
    if (evidence.digests[part] !== digests[part])
      return [notRun(step, 'it is not the step that was recorded')];
    const output = recordOf(index, scenario, evidence);
    return output ? stepFindingsOf(step, output, values) : [notRun(step, whyNotRun(step, evidence))];
  });
}

/** Steps that never began have no record, so the position does not tell; of steps with one name their order does. */
function recordOf(index: number, { steps }: PlannedScenario, { record }: Evidence): StepRecord | undefined {
  const name = steps[index]?.name;
  const before = steps.slice(0, index).filter((each) => each.name === name).length;
  return record.steps.filter((each) => each.name === name)[before];
}

/** As it was said then, without what every such message begins with. */
function whyNotRun({ name }: PlannedStep, { record }: Evidence): string {
  const said = record.findings.find(({ rule }) => rule === `step[${name}]`)?.message;
  return said?.split(' was not run to its end: ')[1] ?? 'it was not run then either';
}

function stepFindingsOf(step: PlannedStep, output: StepRecord, values: Values): Finding[] {
  if (readsEnvironment(step)) {
    return [
      notRun(step, 'what is expected of it depends on the environment, which a recording does not keep'),
    ];
  }
  try {
    return stepFindings(step, output, values);
  } catch (error) {
    if (error instanceof UnresolvedPlaceholder) return [notRun(step, error.message)];
    throw error;
  }
}

function readsEnvironment({ expect: { stdout, stderr } }: PlannedStep): boolean {
  const texts = [stdout, stderr].flatMap((each) => [each?.contains, each?.not_contains, each?.equals].flat());
  return texts.some((text) => text?.includes('${env.'));
}

function changes(
  scenario: PlannedScenario,
  { digests: then }: Evidence,
  run: RecordedRun,
  deps: RejudgeDeps,
): Diagnostic[] {
  const now = partDigests(scenario);
  const warn = (what: string, path: PlannedScenario['path']) =>
    diagnostic({
      code: 'SW6132',
      message: `${what} changed since run ${run.runId}, by which it is judged`,
      place: deps.locate(scenario, path),
      hint: 'run the scenario again to judge what it does now',
    });
  const services = scenario.services.filter((each) => now[servicePart(each)] !== then[servicePart(each)]);
  return [
    ...(now[SCENARIO_PART] === then[SCENARIO_PART]
      ? []
      : [warn('the environment or telemetry settings', scenario.path)]),
    ...services.map((each) => warn(`service \`${each.id}\``, each.path)),
  ];
}

function notRecorded(scenario: PlannedScenario, { runId }: RecordedRun, deps: RejudgeDeps): Diagnostic {
  return diagnostic({
    code: 'SW6131',
    message: `scenario \`${scenario.name}\` was not part of run ${runId}`,
    place: deps.locate(scenario, scenario.path),
    hint: 'run it once, so that there is something to judge',
  });
}
