import { type Digest, digestOf } from '../digest/index.ts';
import {
  combinationLabel,
  type Expectations,
  isThisMachine,
  type LoadedFile,
  type Scenario,
  type Step,
} from '../scenario/index.ts';
import { plannedCommand } from './command.ts';
import type {
  FileJudgement,
  Plan,
  PlannedExpectations,
  PlannedScenario,
  PlannedStep,
  ScenarioId,
} from './plan.ts';
import { limitsOf, needsOf } from './resources.ts';
import { planService, protocolOf } from './service.ts';

export interface PlanInput {
  readonly files: readonly LoadedFile[];
  readonly selection: Selection;
  /** Defaults a scenario may override. */
  readonly timeoutMs?: number | undefined;
  readonly retries?: number | undefined;
}

/** An empty list selects everything. */
export interface Selection {
  /** Scenarios whose id contains one of these texts. */
  readonly only: readonly string[];
  /** Scenarios that carry one of these tags, their own or their file's. */
  readonly tags: readonly string[];
  /** What else has to be true of a scenario; undefined for nothing. */
  readonly matches?: ((scenario: PlannedScenario) => boolean) | undefined;
}

const DEFAULT_TIMEOUT_MS = 5 * 60_000;
const DEFAULT_STEP_TIMEOUT_MS = 60_000;
const priorities = { high: 10, normal: 0, low: -10 } as const;

/** The plan for the selected scenarios, in file order; what a selected scenario depends on is selected too. */
export function createPlan(input: PlanInput): Plan {
  const all = input.files.flatMap((file) =>
    file.model.scenario.map((scenario, index) => planScenario({ file, scenario, index, input })),
  );
  const chosen = withDependencies(
    all,
    all.filter((each) => isSelected(each, input.selection)),
  );
  const scenarios = all.filter((each) => chosen.has(each.id));
  const judgements = input.files.flatMap((file) => judgementOf(file, chosen) ?? []);
  return planOf({ scenarios, judgements });
}

/** A plan of these scenarios and judgements, with its digest. */
export function planOf({ scenarios, judgements }: Pick<Plan, 'scenarios' | 'judgements'>): Plan {
  let digest: Digest | undefined;
  return {
    format: 1,
    scenarios,
    judgements,
    // When somebody asks for it: it takes as long as reading the files.
    get digest() {
      digest ??= digestOf(planContent(scenarios, judgements));
      return digest;
    },
  };
}

/** Plain JSON by contract: what survives serialising is what counts, and absent members are left out. */
function planContent(scenarios: readonly PlannedScenario[], judgements: readonly FileJudgement[]) {
  const replacer = (_key: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value);
  return JSON.parse(JSON.stringify({ scenarios, judgements }, replacer));
}

interface ScenarioInput {
  readonly file: LoadedFile;
  readonly scenario: Scenario;
  readonly index: number;
  readonly input: PlanInput;
}

function planScenario({ file, scenario, index, input }: ScenarioInput): PlannedScenario {
  const { otel } = file.model;
  const wanted = startedServices(file, scenario);
  const protocol = protocolOf(otel);
  const limits = limitsOf(file.model, scenario);
  const services = Object.entries(file.model.service ?? {})
    .filter(([id]) => wanted.has(id))
    .map(([id, service]) =>
      planService(service, {
        id,
        path: ['service', id],
        protocol,
        dialect: file.dialect,
        limits,
        plugins: file.plugins,
      }),
    );
  // Steps of clnrm run in a container wherever there is one (clnrm-format a.4, a.5).
  const fallback = file.dialect === 'clnrm' ? services.find(({ container }) => container)?.id : undefined;
  return {
    id: scenarioId(file, scenario.name),
    name: `${scenario.name}${labelOf(file)}`,
    file: file.file,
    ...combinationOf(file),
    dir: file.dir,
    path: ['scenario', index],
    tags: [...new Set([...(file.model.meta.tags ?? []), ...(scenario.tags ?? [])])],
    dependsOn: (scenario.depends_on ?? []).map((name) => scenarioId(file, name)),
    skip: scenario.skip,
    timeoutMs: timeoutOf(scenario, input),
    retries: scenario.retries ?? input.retries ?? 0,
    priority:
      typeof scenario.priority === 'string' ? priorities[scenario.priority] : (scenario.priority ?? 0),
    needs: needsOf(limits, scenario, services.filter(({ plugin }) => plugin !== 'process').length),
    ...(limits.pids !== undefined && { maxProcesses: limits.pids }),
    isolate: scenario.isolate ?? (staysHere(scenario) ? 'network' : undefined),
    inputs: scenario.inputs ?? [],
    env: scenario.env ?? {},
    services,
    steps: (scenario.steps ?? []).map((step, at) =>
      planStep({ step, scenario, path: ['scenario', index, 'steps', at], fallback }),
    ),
    expectations: expectationsOf(file, scenario, index),
    judgedTogether: isStated(file.model.expect) && file.model.scenario.length > 1,
    telemetry: {
      protocol,
      sampleRatio: otel?.sample_ratio,
      resource: otel?.resources ?? {},
      propagators: otel?.propagators?.use ?? [],
      stdout: otel?.exporter === 'stdout',
      quietMs: otel?.settle?.quiet ?? 300,
      settleTimeoutMs: otel?.settle?.timeout ?? 10_000,
    },
  };
}

function timeoutOf({ timeout, policy }: Scenario, { timeoutMs }: PlanInput): number {
  const ownMs = timeout ?? timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const seconds = policy?.max_execution_time;
  return seconds ? Math.min(ownMs, seconds * 1_000) : ownMs;
}

/** clnrm's policy lets it reach nothing but this machine. */
function staysHere({ policy }: Scenario): boolean {
  return policy?.allowed_network_hosts?.every(isThisMachine) ?? false;
}

/** The services a scenario names and those they depend on, or all of the file when it names none. */
function startedServices({ model }: LoadedFile, scenario: Scenario): ReadonlySet<string> {
  const declared = model.service ?? {};
  const open = [...(scenario.services ?? Object.keys(declared))];
  const wanted = new Set<string>();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (wanted.has(id)) continue;
    wanted.add(id);
    open.push(...(declared[id]?.depends_on ?? []));
  }
  return wanted;
}

function planStep(input: {
  step: Step;
  scenario: Scenario;
  path: readonly (string | number)[];
  /** The service of a step that names none, nor its scenario. */
  fallback: string | undefined;
}): PlannedStep {
  const { step, scenario, path, fallback } = input;
  const command = plannedCommand(step);
  if (!command) throw new Error('a checked scenario holds a step without a command');
  return {
    name: step.name ?? command.argv.join(' '),
    path,
    command,
    service: step.service ?? scenario.service ?? fallback,
    env: step.env ?? {},
    workdir: step.workdir ?? scenario.workdir,
    stdin: step.stdin,
    timeoutMs: step.timeout ?? DEFAULT_STEP_TIMEOUT_MS,
    retries: step.retries ?? 0,
    continueOnFailure: step.continue_on_failure ?? false,
    expect: step.expect ?? {},
    capture: step.capture ?? {},
  };
}

function expectationsOf(file: LoadedFile, scenario: Scenario, index: number): PlannedExpectations[] {
  const own: PlannedExpectations[] = scenario.expect
    ? [{ base: ['scenario', index, 'expect'], expectations: scenario.expect }]
    : [];
  const alone = file.model.scenario.length === 1;
  return alone && isStated(file.model.expect)
    ? [...own, { base: ['expect'], expectations: file.model.expect }]
    : own;
}

function judgementOf(file: LoadedFile, chosen: ReadonlySet<ScenarioId>): FileJudgement | undefined {
  const { scenario: scenarios, expect } = file.model;
  if (!isStated(expect) || scenarios.length < 2) return undefined;
  const ids = scenarios.map((each) => scenarioId(file, each.name));
  const selected = ids.filter((id) => chosen.has(id));
  if (selected.length === 0) return undefined;
  const missing = ids.length - selected.length;
  return {
    id: scenarioId(file, '(all scenarios together)'),
    file: file.file,
    ...combinationOf(file),
    name: `${file.model.meta.name} (all scenarios together)${labelOf(file)}`,
    scenarios: selected,
    skip:
      missing === 0 ? undefined : `${missing} of the ${ids.length} scenarios of the file were not selected`,
    expectations: { base: ['expect'], expectations: expect },
  };
}

function isStated(expect: Expectations | undefined): expect is Expectations {
  return expect !== undefined && Object.keys(expect).length > 0;
}

function scenarioId(file: LoadedFile, name: string): ScenarioId {
  // The brand is given here and nowhere else.
  return `${file.file}::${name}${labelOf(file)}` as ScenarioId;
}

function labelOf({ combination }: LoadedFile): string {
  return combination ? combinationLabel(combination) : '';
}

function combinationOf(file: LoadedFile): { readonly combination?: string } {
  return file.combination ? { combination: labelOf(file) } : {};
}

function isSelected(scenario: PlannedScenario, selection: Selection): boolean {
  const byText = selection.only.length === 0 || selection.only.some((text) => scenario.id.includes(text));
  const byTag = selection.tags.length === 0 || selection.tags.some((tag) => scenario.tags.includes(tag));
  return byText && byTag && (selection.matches?.(scenario) ?? true);
}

function withDependencies(
  all: readonly PlannedScenario[],
  start: readonly PlannedScenario[],
): Set<ScenarioId> {
  const byId = new Map(all.map((each) => [each.id, each]));
  const chosen = new Set<ScenarioId>();
  const open = start.map((each) => each.id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (chosen.has(id)) continue;
    chosen.add(id);
    open.push(...(byId.get(id)?.dependsOn ?? []));
  }
  return chosen;
}
