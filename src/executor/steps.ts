import { type CommandOutcome, diagnoseCommand } from '../backend/index.ts';
import type { StepRecord } from '../event/index.ts';
import { captureValue, evaluateStep, type Finding, type StepOutput } from '../expect/index.ts';
import type { PlannedStep } from '../plan/index.ts';
import { commandSpec, placeOf, type ScenarioContext, senderOf } from './context.ts';
import { filledExpectation } from './filled.ts';
import type { OpenSpan } from './own-spans.ts';
import { endRecord } from './record.ts';
import { unresolved } from './services.ts';
import { readSpanLines } from './span-lines.ts';
import { UnresolvedPlaceholder, type Values } from './values.ts';

export interface StepsResult {
  readonly records: readonly StepRecord[];
  readonly findings: readonly Finding[];
}

interface StepResult {
  readonly record: StepRecord | undefined;
  readonly findings: readonly Finding[];
  readonly ok: boolean;
}

/** Runs the steps one after the other; after one that does not do what it must, the rest is reported as not run. */
export async function runSteps(context: ScenarioContext): Promise<StepsResult> {
  const records: StepRecord[] = [];
  const findings: Finding[] = [];
  let stoppedBy: string | undefined;
  for (const step of context.scenario.steps) {
    if (stoppedBy !== undefined || context.signal.aborted) {
      findings.push(notRun(step, stoppedBy ?? 'the scenario was stopped'));
      continue;
    }
    const result = await runStep(step, context);
    if (result.record) records.push(result.record);
    findings.push(...result.findings);
    if (!result.ok && !step.continueOnFailure) stoppedBy = `step \`${step.name}\` did not do what it must`;
  }
  return { records, findings };
}

async function runStep(step: PlannedStep, context: ScenarioContext): Promise<StepResult> {
  for (let attempt = 0; ; attempt++) {
    const result = await attemptStep(step, context);
    const again = !result.ok && attempt < step.retries && !context.signal.aborted;
    if (!again) return result;
  }
}

async function attemptStep(step: PlannedStep, context: ScenarioContext): Promise<StepResult> {
  const { deps, scenario, spans, root } = context;
  const span = spans.start('spanwright.step', { parent: root, attributes: { 'spanwright.step': step.name } });
  deps.emit({ type: 'stepStarted', id: scenario.id, step: step.name, atMs: deps.host.monotonicMs() });
  try {
    const outcome = await executed(step, span, context);
    span.end({ failed: failureOf(outcome), attributes: exitAttributes(outcome) });
    readSpanLines(outcome.stdout, senderOf(step), context);
    const record = stepRecord(step, outcome);
    deps.emit({ type: 'stepFinished', id: scenario.id, step: record, atMs: deps.host.monotonicMs() });
    return { record, ...judgeStep(step, outcome, context) };
  } catch (error) {
    span.end({ failed: 'notStarted' });
    if (!(error instanceof UnresolvedPlaceholder)) throw error;
    context.problems.push(unresolved(error, step.path, context));
    return { record: undefined, findings: [], ok: false };
  }
}

/** Where the step is executed in a container, that is a span of its own. */
async function executed(
  step: PlannedStep,
  span: OpenSpan,
  context: ScenarioContext,
): Promise<CommandOutcome> {
  const command = stepCommand(step, span, context);
  if (command.inService === undefined) return await context.sandbox.exec(command, context.signal);
  const attributes = { 'spanwright.service': command.inService };
  const own = context.spans.start('spanwright.container.exec', { parent: span, attributes });
  context.root.event('container.exec', attributes);
  let outcome: CommandOutcome | undefined;
  try {
    outcome = await context.sandbox.exec(command, context.signal);
    return outcome;
  } finally {
    const failed = outcome ? failureOf(outcome) : 'notStarted';
    own.end({ failed, attributes: outcome ? exitAttributes(outcome) : {} });
  }
}

function stepCommand(step: PlannedStep, span: OpenSpan, context: ScenarioContext) {
  const service = context.scenario.services.find((each) => each.id === step.service);
  return commandSpec(
    {
      argv: step.command.argv,
      env: { ...service?.env, ...step.env },
      workdir: step.workdir ?? service?.workdir,
      stdin: step.stdin,
      timeoutMs: step.timeoutMs,
      sender: { id: senderOf(step), protocol: context.scenario.telemetry.protocol },
      span,
      inService: service?.container && service.id,
    },
    context,
  );
}

function judgeStep(step: PlannedStep, outcome: CommandOutcome, context: ScenarioContext) {
  const subject = { name: `step \`${step.name}\``, place: placeOf(context, [...step.path, 'command']) };
  const problems = diagnoseCommand(subject, outcome);
  if (outcome.end.kind === 'notStarted') {
    context.problems.push(...problems);
    return { findings: [], ok: false };
  }
  // How it ended is for its expectation to judge; that it left processes behind is worth a word in any case.
  context.problems.push(...problems.filter(({ code }) => code === 'SW6007'));
  const findings = stepFindings(step, outcome, context.values);
  return {
    findings,
    ok: findings.every(({ outcome }) => outcome === 'passed' || outcome === 'notApplicable'),
  };
}

/**
 * What a step that was run proves or refutes. Adds its captures to the values; throws {@link UnresolvedPlaceholder} when
 * its expectation has a placeholder without a value.
 */
export function stepFindings(step: PlannedStep, output: StepOutput, values: Values): Finding[] {
  if (output.end.kind === 'cancelled') return [notRun(step, 'it was stopped before it ended')];
  const expectation = filledExpectation(step.expect, values);
  const judged = evaluateStep({ name: step.name, expectation, base: [...step.path, 'expect'], output });
  return [...judged, ...captures(step, output, values)];
}

/** Takes the captures a step promises; one that finds nothing is a failed finding, for later steps need it. */
function captures(step: PlannedStep, { stdout, stderr }: StepOutput, values: Values): Finding[] {
  return Object.entries(step.capture).flatMap(([name, capture]) => {
    const captured = captureValue(capture, { stdout: stdout.text, stderr: stderr.text });
    if ('value' in captured) {
      values.captures.set(name, captured.value);
      return [];
    }
    return [
      bare({
        rule: `step[${step.name}].capture.${name}`,
        outcome: 'failed',
        path: [...step.path, 'capture', name],
        message: `nothing to capture as \`${name}\`: ${captured.error}`,
        expected: 'a value to capture',
        actual: captured.error,
      }),
    ];
  });
}

export function notRun(step: PlannedStep, reason: string): Finding {
  return bare({
    rule: `step[${step.name}]`,
    outcome: 'undecided',
    path: step.path,
    message: `step \`${step.name}\` was not run to its end: ${reason}`,
    expected: 'the step to run',
    actual: 'not run',
  });
}

/** A finding that no span proves. */
export function bare(
  finding: Pick<Finding, 'rule' | 'outcome' | 'path' | 'message' | 'expected' | 'actual'>,
): Finding {
  return { ...finding, proof: [], proofCount: 0, nearest: undefined, edit: undefined };
}

function failureOf(outcome: CommandOutcome): string | undefined {
  return outcome.end.kind === 'exited' && outcome.end.code === 0 ? undefined : outcome.end.kind;
}

function exitAttributes({ end }: CommandOutcome): Record<string, number> {
  return end.kind === 'exited' ? { 'process.exit.code': end.code } : {};
}

function stepRecord(step: PlannedStep, outcome: CommandOutcome): StepRecord {
  return {
    name: step.name,
    argv: step.command.argv,
    end: endRecord(outcome.end),
    durationMs: outcome.durationMs,
    stdout: outcome.stdout,
    stderr: outcome.stderr,
    leaked: outcome.leaked,
  };
}
