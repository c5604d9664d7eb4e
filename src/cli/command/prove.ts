import { type Diagnostic, diagnostic, EXIT, type ExitCode } from '../../diagnostic/index.ts';
import type { ScenarioRecord } from '../../event/index.ts';
import { rejudge } from '../../executor/index.ts';
import { type Completeness, claimsOf } from '../../expect/index.ts';
import {
  createLocate,
  type FileJudgement,
  type Locate,
  type Plan,
  type PlannedScenario,
} from '../../plan/index.ts';
import {
  printProof,
  proofJson,
  prove as proveScenario,
  type ScenarioProof,
  scoreOf,
  type TraceClaims,
} from '../../prove/index.ts';
import type { LoadedFile } from '../../scenario/index.ts';
import { createTrace } from '../../trace/index.ts';
import { type Archives, namedOrAll, type PassedEvidence, passedEvidence } from '../archive/passed.ts';
import type { Command, CommandContext } from '../context.ts';
import { type Discovery, discover } from '../files/discover.ts';
import { namedPaths } from '../files/paths.ts';
import { surroundingsOf } from '../files/surroundings.ts';
import type { commands } from '../options/table.ts';
import { loadFiles } from '../run/load.ts';
import { select } from '../run/select.ts';

type ProveContext = CommandContext<typeof commands.prove.options>;

/** `spanwright prove [PATHS]`: whether the expectations of scenarios can fail, by mutants of recorded traces. Runs nothing. */
export const prove: Command<typeof commands.prove.options> = async (context) => {
  const { settings, terminal, complain } = context;
  const archives = namedOrAll(settings.run, context);
  if ('code' in archives) {
    complain([archives]);
    return EXIT.invalid;
  }
  const found = filesOf(archives, context);
  if (!found) {
    complain([neverRun()]);
    return EXIT.undecided;
  }
  const { files, diagnostics } = loadFiles(found.files, surroundingsOf(context));
  const faults = [...found.problems.map((each) => each.diagnostic), ...diagnostics];
  if (faults.length > 0) complain(faults);
  if (faults.some(({ severity }) => severity === 'error')) return EXIT.invalid;
  const plan = select(files, settings);
  if ('code' in plan) {
    complain([plan]);
    return EXIT.nothingSelected;
  }
  const { proofs, unproved } = proveAll(plan, archives, files, context);
  const minScore = settings['min-score'].value;
  const report = { scenarios: proofs, seed: settings.seed.value, minScore };
  if (settings.format.value === 'json') terminal.out.write(proofJson(report));
  else if (proofs.length > 0) terminal.out.write(printProof(report));
  if (unproved.length > 0) complain(unproved);
  return codeOf(proofs, unproved, minScore);
};

/** Without paths, the files that the newest run was made of; undefined where there is none. */
function filesOf(archives: Archives, context: ProveContext): Discovery | undefined {
  const { host, settings } = context;
  if (settings.paths.origin.kind !== 'default') return discover(namedPaths(context), host);
  for (const { files } of archives) {
    const names = new Set(files.map(({ file }) => file));
    return discover(
      [...names].map((text) => ({ text, base: host.cwd, place: undefined })),
      host,
    );
  }
  return undefined;
}

interface Proved {
  readonly proofs: readonly ScenarioProof[];
  readonly unproved: readonly Diagnostic[];
}

function proveAll(
  plan: Plan,
  archives: Archives,
  files: readonly LoadedFile[],
  { host, settings }: ProveContext,
): Proved {
  const locate = createLocate(files);
  const passed = passedEvidence(
    plan.scenarios.map(({ id }) => id),
    archives,
  );
  const run = { runId: [...new Set(passed.runIds.values())].join(', '), evidence: passed.evidence };
  const records = new Map(rejudge(plan, run, { host, locate }).map((record) => [record.id, record]));
  const proofs: ScenarioProof[] = [];
  const unproved: Diagnostic[] = [];
  for (const scenario of plan.scenarios) {
    if (scenario.skip !== undefined) continue;
    const judgements = plan.judgements.filter(
      ({ scenarios, skip }) => skip === undefined && scenarios.includes(scenario.id),
    );
    const fault = obstacle(scenario, judgements, records, { passed, locate });
    if (fault) {
      unproved.push(fault);
      continue;
    }
    proofs.push(proofOf(scenario, judgements, { passed, records, locate, settings }));
  }
  return { proofs, unproved };
}

interface Known {
  readonly passed: PassedEvidence;
  readonly locate: Locate;
}

/** Why nothing can be proved by a scenario: it has not passed yet, or would not pass now. */
function obstacle(
  scenario: PlannedScenario,
  judgements: readonly FileJudgement[],
  records: ReadonlyMap<string, ScenarioRecord>,
  { passed, locate }: Known,
): Diagnostic | undefined {
  const place = locate(scenario, scenario.path);
  if (!passed.evidence.has(scenario.id)) {
    return diagnostic({
      code: 'SW6138',
      message: `scenario \`${scenario.name}\` has not passed in any recorded run that can be used`,
      place,
      hint: 'run it until it passes, and leave the record of the run where it is: spanwright run',
    });
  }
  const ids = [scenario.id, ...judgements.map(({ id }) => id)];
  const red = ids.map((id) => records.get(id)).find((record) => record && record.verdict !== 'passed');
  if (!red) return undefined;
  const why = red.findings.find(({ outcome }) => outcome === 'failed' || outcome === 'undecided');
  return diagnostic({
    code: 'SW6139',
    message: `scenario \`${scenario.name}\` is ${red.verdict} by run ${passed.runIds.get(scenario.id)}, in which it passed${why ? `: ${why.rule}: ${why.message}` : ''}`,
    place: why?.place ?? place,
    hint: 'its expectations changed since: mend them, or run it again, and prove what passes',
  });
}

interface Proving extends Known {
  readonly records: ReadonlyMap<string, ScenarioRecord>;
  readonly settings: ProveContext['settings'];
}

function proofOf(
  scenario: PlannedScenario,
  judgements: readonly FileJudgement[],
  { passed, records, locate, settings }: Proving,
): ScenarioProof {
  const own = claimsFor([scenario], scenario.expectations, passed);
  const others = judgements.map(({ scenarios, expectations }) =>
    claimsFor(
      scenarios.map((id) => ({ id })),
      [expectations],
      passed,
    ),
  );
  const findings = records.get(scenario.id)?.findings ?? [];
  const proof = proveScenario({
    own,
    others,
    hasOtherPasses: findings.some(({ rule, outcome }) => outcome === 'passed' && !rule.startsWith('expect.')),
    ignore: settings.ignore.value,
    seed: settings.seed.value,
    maxMutants: settings['max-mutants'].value,
    prefix: scenario.expectations[0]?.base[0] === 'scenario' ? 'scenario.expect' : 'expect',
  });
  const places = proof.expectations.map(({ path }) => locate(scenario, path));
  return { id: scenario.id, runId: passed.runIds.get(scenario.id) ?? '', proof, places };
}

/** What judges scenarios, by what they left together. */
function claimsFor(
  scenarios: readonly Pick<PlannedScenario, 'id'>[],
  expectations: PlannedScenario['expectations'],
  { evidence }: PassedEvidence,
): TraceClaims {
  const left = scenarios.flatMap(({ id }) => evidence.get(id) ?? []);
  const [only] = left;
  const trace =
    left.length === 1 && only
      ? only.trace
      : createTrace({
          spans: left.flatMap((each) => each.trace.spans),
          own: left.flatMap((each) => each.trace.own),
        });
  const open = left.find(({ completeness }) => !completeness.complete)?.completeness;
  const completeness: Completeness = open ?? { complete: true };
  const claims = expectations.flatMap((each) => claimsOf(each.expectations, each.base));
  return { claims, trace, completeness };
}

function neverRun(): Diagnostic {
  return diagnostic({
    code: 'SW6138',
    message: 'no run is recorded, so there is no trace to plant faults into',
    hint: 'run the scenarios once: spanwright run',
  });
}

/** A score below what is asked for is a failure; what could not be proved is undecided, or failed where it would fail now. */
function codeOf(
  proofs: readonly ScenarioProof[],
  unproved: readonly Diagnostic[],
  minScore: number | undefined,
): ExitCode {
  const isLow = minScore !== undefined && scoreOf(proofs.map(({ proof }) => proof)) < minScore;
  if (isLow && proofs.length > 0) return EXIT.failed;
  return unproved.length > 0 ? EXIT.undecided : EXIT.passed;
}
