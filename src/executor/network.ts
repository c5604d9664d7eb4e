import { type EgressAttempt, environmentRules, type IsolatedNetwork } from '../backend/index.ts';
import { diagnostic } from '../diagnostic/index.ts';
import {
  emptyRecord,
  type PlacedFinding,
  type ScenarioRecord,
  type SurroundingsRecord,
} from '../event/index.ts';
import { verdictOf } from '../expect/index.ts';
import type { PlannedScenario } from '../plan/index.ts';
import type { TelemetryScope } from '../telemetry/index.ts';
import type { ExecutorDeps } from './deps.ts';
import type { Attempt } from './judge.ts';
import { refOf } from './ref.ts';
import { bare } from './steps.ts';

// What a scenario with a network of its own needs, and what becomes of attempts to leave it.

type Scenario = Pick<PlannedScenario, 'isolate' | 'name' | 'path' | 'file'>;

export function wantsNetwork({ isolate }: Scenario, { isolateAll }: ExecutorDeps): boolean {
  return isolate === 'network' || isolateAll === true;
}

/** The receiver stays within reach, at the address it has for everybody. */
export function networkFor({
  httpUrl,
  grpcUrl,
}: Pick<TelemetryScope, 'httpUrl' | 'grpcUrl'>): IsolatedNetwork {
  const urls = grpcUrl === undefined ? [httpUrl] : [httpUrl, grpcUrl];
  return { reachable: [...new Set(urls.map((url) => Number(new URL(url).port)))] };
}

/** It is not run in the network of the machine instead: a pass there would not mean what was asked for. */
export function withoutNetwork(scenario: PlannedScenario, why: string, deps: ExecutorDeps): Attempt {
  const problem = diagnostic({
    code: 'SW6011',
    message: `scenario \`${scenario.name}\` cannot have a network of its own here: ${why}`,
    place: deps.locate(scenario, [...scenario.path, 'isolate']),
    hint: 'root or user namespaces make it possible; without `isolate` it runs in the network of the machine',
  });
  const reason = 'the scenario could not be run';
  return {
    record: { ...emptyRecord(refOf(scenario, deps)), verdict: 'error', diagnostics: [problem] },
    trace: undefined,
    completeness: { complete: false, reason },
  };
}

/** Adds what wanted to leave to the findings, of which it makes a failure. */
export function withEgress(
  record: ScenarioRecord,
  egress: readonly EgressAttempt[],
  { scenario, deps }: { readonly scenario: PlannedScenario; readonly deps: ExecutorDeps },
): ScenarioRecord {
  if (egress.length === 0) return record;
  const path = [...scenario.path, 'isolate'];
  const actual = listed(egress);
  const finding: PlacedFinding = {
    ...bare({
      rule: 'hermeticity.egress',
      outcome: 'failed',
      path,
      message: `something in scenario \`${scenario.name}\` wanted to leave its network: ${actual}; take what it needs into the scenario as a service`,
      expected: 'no connection and no packet to anywhere outside',
      actual,
    }),
    place: deps.locate(scenario, path),
  };
  const findings = [...record.findings, finding];
  return { ...record, findings, verdict: verdictOf(findings, { error: record.verdict === 'error' }) };
}

/** Attempts beyond these are found to have been made, and not listed. */
const MAX_KEPT = 100;

export function surroundingsOf(
  egress: readonly EgressAttempt[],
  {
    scenario,
    deps,
    environment,
  }: { scenario: PlannedScenario; deps: ExecutorDeps; environment: Iterable<string> },
): SurroundingsRecord {
  return {
    network: wantsNetwork(scenario, deps) ? 'own' : 'machine',
    egress: egress.slice(0, MAX_KEPT).map(describe),
    environment: [...new Set([...environmentRules.map(({ name }) => name), ...environment])].sort(),
  };
}

const MAX_LISTED = 5;

function listed(egress: readonly EgressAttempt[]): string {
  const shown = egress.slice(0, MAX_LISTED).map(describe);
  const more = egress.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function describe({ protocol, address, port, name }: EgressAttempt): string {
  const host = address.includes(':') && port !== undefined ? `[${address}]` : address;
  const where = `${protocol} to ${host}${port === undefined ? '' : `:${port}`}`;
  return name === undefined ? where : `${where} asking for ${name}`;
}
