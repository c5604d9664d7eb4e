import type { SettleRecord, TelemetryRecord } from '../event/index.ts';
import type { PlannedScenario } from '../plan/index.ts';
import type { ScopeStats } from '../telemetry/index.ts';
import { type OpenedScenario, senderOf } from './context.ts';

/** Whether the trace can be taken for everything that was sent. When not, what fails is undecided instead. */
export type Completeness =
  | { readonly complete: true }
  | { readonly complete: false; readonly reason: string };

export interface CompletenessInput {
  readonly stats: ScopeStats;
  readonly settle: SettleRecord;
  readonly started: boolean;
  readonly aborted: boolean;
  /** Why what was sent may not have arrived; undefined when it must have. */
  readonly outOfReach: string | undefined;
}

/** Telemetry that is missing for a reason other than the test itself makes a trace incomplete. */
export function completenessOf({
  stats,
  settle,
  started,
  aborted,
  outOfReach,
}: CompletenessInput): Completeness {
  const reasons = [
    ...(started ? [] : ['the scenario could not be run']),
    ...(aborted ? ['the scenario was stopped before its end'] : []),
    ...(outOfReach === undefined ? [] : [outOfReach]),
    ...(stats.limit === undefined ? [] : [`${stats.dropped} spans were dropped: ${stats.limit}`]),
    ...(stats.rejected > 0 ? [`${stats.rejected} spans were rejected as invalid`] : []),
    ...(stats.throttled > 0
      ? [`${stats.throttled} export requests were put off, and not every sender tries again`]
      : []),
    ...(stats.malformed > 0 ? [`${stats.malformed} export requests were malformed`] : []),
    ...(settle.reason === 'deadline' && stats.open > 0
      ? [`${stats.open} exports were still open at the deadline`]
      : []),
  ];
  return reasons.length === 0 ? { complete: true } : { complete: false, reason: reasons.join('; ') };
}

/**
 * What speaks for it that containers cannot reach the receiver: it is not known whether they can, and none of them has.
 * Undefined when nothing does.
 */
export function receiverOutOfReach(
  { scenario, sandbox }: Pick<OpenedScenario, 'scenario' | 'sandbox'>,
  bySender: ReadonlyMap<string, number>,
): string | undefined {
  if (!sandbox.guessesHost) return undefined;
  const containers = new Set(scenario.services.filter(({ container }) => container).map(({ id }) => id));
  const steps = scenario.steps.filter(({ service }) => service !== undefined && containers.has(service));
  if ([...containers, ...steps.map(senderOf)].some((sender) => bySender.has(sender))) return undefined;
  return `no container has reached the receiver at ${sandbox.containerHost}, and whether one can is not known`;
}

export interface SilentServices {
  /** Their silence leaves the verdict undecided. */
  readonly required: readonly string[];
  /** Their silence is worth a warning. */
  readonly optional: readonly string[];
}

/** Services that were told where to export and never did. Only scenarios that claim something about spans ask. */
export function silentServices(
  scenario: PlannedScenario,
  { bySender }: { readonly bySender: ReadonlyMap<string, number> },
): SilentServices {
  if (scenario.expectations.length === 0) return { required: [], optional: [] };
  const silent = scenario.services.filter((each) => !bySender.has(each.id));
  const ids = (kind: 'required' | 'optional') =>
    silent.filter((each) => each.telemetry === kind).map(({ id }) => id);
  return { required: ids('required'), optional: ids('optional') };
}

export function telemetryRecord(stats: ScopeStats, silent: readonly string[]): TelemetryRecord {
  const { spans, duplicates, rejected, dropped, late, malformed, limit } = stats;
  return { spans, duplicates, rejected, dropped, late, malformed, limit, silent };
}
