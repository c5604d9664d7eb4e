import type { RunRecord, ScenarioRecord } from '../../event/index.ts';
import type { Plan, PlannedScenario } from '../../plan/index.ts';
import { outcomeOf } from '../outcome.ts';

export interface CertificateInput {
  readonly record: RunRecord;
  readonly plan: Plan;
  /** As their authors wrote them: SHA-256 of the text. */
  readonly files: readonly { readonly file: string; readonly sha256: string }[];
  /** Such as `linux 6.18.0 x64` and `v24.21.0`. */
  readonly machine: { readonly os: string; readonly node: string };
}

/** How clean a run was: what kept its scenarios apart from the world, and what spoke against it. Plain data. */
export interface Certificate {
  readonly format: 1;
  /** Nothing speaks against it: `objections` is empty. */
  readonly holds: boolean;
  readonly objections: readonly Objection[];
  readonly run: { readonly id: string; readonly startedAt: string; readonly tool: string };
  readonly machine: CertificateInput['machine'];
  /** The mechanism by which processes were contained. */
  readonly isolation: string;
  /** Of everything that was to be run. */
  readonly plan: string;
  readonly files: CertificateInput['files'];
  readonly scenarios: readonly CertifiedScenario[];
}

export interface Objection {
  readonly scenario: string | undefined;
  readonly kind: 'verdict' | 'network' | 'egress' | 'reuse' | 'determinism' | 'interrupted';
  readonly message: string;
}

export interface CertifiedScenario {
  readonly id: string;
  readonly verdict: ReturnType<typeof outcomeOf>;
  readonly traceDigest: string | undefined;
  /** Undefined when it was not run. */
  readonly network: 'own' | 'machine' | undefined;
  /** Where something wanted to go; only seen from a network of its own. */
  readonly egress: readonly string[];
  readonly environment: {
    /** Names of the variables that its commands were given. */
    readonly given: readonly string[];
    /** Names of the variables of whoever ran it that the scenario file reads. */
    readonly read: readonly string[];
  };
  readonly determinism: {
    readonly runs: number;
    /** Undefined when it was run once, which shows nothing. */
    readonly same: boolean | undefined;
    /** The first difference between two runs of it. */
    readonly difference: string | undefined;
  };
  /** Of services in containers; the digest names the content. */
  readonly images: readonly { readonly name: string; readonly digest: string }[];
}

/**
 * The certificate of a run. It holds when every scenario passed, each in a network of its own that nothing wanted to leave,
 * with services that no other had before, and left the same trace each time of two runs at least. Whatever else was the case is an objection, and named.
 */
export function certificateOf({ record, plan, files, machine }: CertificateInput): Certificate {
  const planned = new Map(plan.scenarios.map((scenario) => [scenario.id, scenario]));
  const ran = record.scenarios.filter(({ id }) => planned.has(id));
  const objections = [
    ...(record.interrupted || record.stopped
      ? [objection('interrupted', 'the run ended before everything in it had been run')]
      : []),
    ...(ran.length === 0 ? [objection('verdict', 'nothing was run')] : []),
    ...record.scenarios.flatMap((scenario) => objectionsTo(scenario, planned.has(scenario.id))),
  ];
  return {
    format: 1,
    holds: objections.length === 0,
    objections,
    run: { id: record.runId, startedAt: record.startedAt, tool: record.tool },
    machine,
    isolation: record.isolation,
    plan: plan.digest,
    files,
    scenarios: ran.map((scenario) => certified(scenario, planned.get(scenario.id))),
  };
}

export function printCertificate(certificate: Certificate): string {
  return `${JSON.stringify(certificate, undefined, 2)}\n`;
}

function objection(kind: Objection['kind'], message: string, scenario?: string): Objection {
  return { scenario, kind, message };
}

function objectionsTo(scenario: ScenarioRecord, wasRun: boolean): Objection[] {
  const { id, surroundings } = scenario;
  const outcome = outcomeOf(scenario);
  const to = (kind: Objection['kind'], message: string) => objection(kind, message, id);
  const verdict = outcome === 'passed' ? [] : [to('verdict', `it is ${outcome}`)];
  // What is judged over several scenarios is not run itself.
  if (!wasRun || !surroundings) return verdict;
  const { network, egress } = surroundings;
  const { runs, same, difference } = determinismOf(scenario);
  return [
    ...verdict,
    ...(network === 'own'
      ? []
      : [to('network', 'it ran in the network of the machine, where nobody sees who calls out')]),
    ...egress.map((where) => to('egress', `something in it wanted to leave its network: ${where}`)),
    ...scenario.services
      .filter(({ reused }) => reused)
      .map(({ id: service }) => to('reuse', `its service ${service} was as an earlier scenario had left it`)),
    ...(same === undefined
      ? [
          to(
            'determinism',
            `it ran ${runs === 1 ? 'once' : `${runs} times`}, so whether it is deterministic is not known`,
          ),
        ]
      : []),
    ...(same === false
      ? [
          to(
            'determinism',
            `it left another trace when it was run again${difference === undefined ? '' : `: ${difference}`}`,
          ),
        ]
      : []),
  ];
}

function certified(scenario: ScenarioRecord, planned: PlannedScenario | undefined): CertifiedScenario {
  const { id, traceDigest, surroundings, services } = scenario;
  return {
    id,
    verdict: outcomeOf(scenario),
    traceDigest,
    network: surroundings?.network,
    egress: surroundings?.egress ?? [],
    environment: { given: surroundings?.environment ?? [], read: planned ? variablesRead(planned) : [] },
    determinism: determinismOf(scenario),
    images: services.flatMap(({ image }) => image ?? []),
  };
}

function determinismOf({ attempts, repeat, findings }: ScenarioRecord): CertifiedScenario['determinism'] {
  const runs = repeat?.done ?? Math.min(1, attempts);
  if (!repeat || repeat.done < 2) return { runs, same: undefined, difference: undefined };
  const difference = findings.find(({ rule }) => rule === 'repeat')?.actual;
  return { runs, same: repeat.unstable === undefined, difference };
}

/** Whatever stands in a scenario: commands, environment, readiness, expectations on output. */
function variablesRead(scenario: PlannedScenario): string[] {
  const names = JSON.stringify(scenario).matchAll(/\$\{env\.([A-Za-z_][A-Za-z0-9_]*)/g);
  return [...new Set([...names].map(([, name = '']) => name))].sort();
}
