import { visible } from '../diagnostic/index.ts';
import type { Hindrance, RunRecord, ScenarioRecord } from '../event/index.ts';
import { amountText, count, seconds } from './amount.ts';
import { outcomeOf } from './outcome.ts';

export interface ClosingOptions {
  readonly verbose: boolean;
}

/** A fact about a run as a whole: `slowest: a 12.10s, b 3.00s`. */
export interface ClosingFact {
  readonly name: 'stopped' | 'limits' | 'bounds' | 'leaks' | 'skipped' | 'slow' | 'slowest' | 'flaky';
  readonly text: string;
}

/**
 * What somebody who looks at the end of a run should know besides the counts: why it ended early, where resources ran
 * short, what was left behind, why scenarios were skipped, and which took long. Without a fact, nothing.
 */
export function closingFacts(record: RunRecord, options: ClosingOptions): readonly ClosingFact[] {
  const { scenarios } = record;
  return [
    ...(record.stopped ? [{ name: 'stopped', text: visible(record.stopped.message) } as const] : []),
    ...(record.waits ?? []).map((wait) => ({ name: 'limits', text: waitText(wait, record) }) as const),
    ...(record.boundsChanges ?? []).map(
      ({ bounds, reason, afterMs }) =>
        ({
          name: 'bounds',
          text: `${amountText(bounds)} after ${seconds(afterMs)}: ${visible(reason)}`,
        }) as const,
    ),
    ...leaks(scenarios),
    ...skips(scenarios),
    ...tooFlaky(record),
    ...slow(scenarios),
    ...slowest(scenarios, options),
  ];
}

const resources: Readonly<Record<Hindrance, string>> = {
  slots: 'a slot',
  containers: 'containers',
  memoryMb: 'memory',
  cpuMillicores: 'CPUs',
  concurrency: 'their concurrency group',
  locks: 'a lock',
};

function waitText(
  { what, scenarios, longestMs }: NonNullable<RunRecord['waits']>[number],
  { bounds }: RunRecord,
): string {
  const limit: Partial<Record<Hindrance, string>> = bounds
    ? {
        containers: ` (${bounds.containers})`,
        memoryMb: ` (${bounds.memoryMb} MB)`,
        cpuMillicores: ` (${bounds.cpuMillicores / 1000})`,
      }
    : {};
  return `${count(scenarios, 'scenario')} waited for ${resources[what]}${limit[what] ?? ''}, at most ${seconds(longestMs)}`;
}

const LEFT_BEHIND = 'SW6007';
const SHOWN = 5;

function leaks(scenarios: readonly ScenarioRecord[]): ClosingFact[] {
  const leaking = scenarios.filter(({ diagnostics }) => diagnostics.some(({ code }) => code === LEFT_BEHIND));
  if (leaking.length === 0) return [];
  return [
    {
      name: 'leaks',
      text: `${count(leaking.length, 'scenario')} left processes behind: ${idsText(leaking)}`,
    },
  ];
}

/** Each reason once, the most frequent first. That nothing has changed is one reason, whichever run it passed in. */
function skips(scenarios: readonly ScenarioRecord[]): ClosingFact[] {
  const reasons = new Map<string, number>();
  for (const { skipped, unchangedSince } of scenarios) {
    if (skipped === undefined) continue;
    const reason = unchangedSince === undefined ? skipped : 'nothing has changed since they passed';
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  if (reasons.size === 0) return [];
  const sorted = [...reasons].sort(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, SHOWN).map(([reason, number]) => `${visible(reason)} (${number})`);
  const more = sorted.length > SHOWN ? [`${sorted.length - SHOWN} other reasons`] : [];
  return [{ name: 'skipped', text: [...shown, ...more].join('; ') }];
}

function tooFlaky({ failOnFlaky, scenarios }: RunRecord): ClosingFact[] {
  const flaky = scenarios.filter((each) => each.flaky);
  if (!failOnFlaky || flaky.length === 0) return [];
  return [{ name: 'flaky', text: `--fail-on-flaky makes this run fail: ${idsText(flaky)}` }];
}

function slow(scenarios: readonly ScenarioRecord[]): ClosingFact[] {
  const marked = scenarios.filter((each) => each.slow);
  return marked.length === 0 ? [] : [{ name: 'slow', text: withTimes(marked) }];
}

/** Who waits for less has no need to know what for, and of a few everybody sees which. */
const LONG_MS = 1000;
const MANY = 5;

function slowest(scenarios: readonly ScenarioRecord[], { verbose }: ClosingOptions): ClosingFact[] {
  const run = scenarios.filter((each) => outcomeOf(each) !== 'skipped' && each.attempts > 0);
  const sorted = [...run].sort((a, b) => b.durationMs - a.durationMs).slice(0, 3);
  const isWorthIt = run.length >= (verbose ? 2 : MANY) && (sorted[0]?.durationMs ?? 0) >= LONG_MS;
  return isWorthIt ? [{ name: 'slowest', text: withTimes(sorted) }] : [];
}

function withTimes(scenarios: readonly ScenarioRecord[]): string {
  const shown = scenarios
    .slice(0, SHOWN)
    .map(({ id, durationMs }) => `${visible(id)} ${seconds(durationMs)}`);
  return [...shown, ...more(scenarios)].join(', ');
}

function idsText(scenarios: readonly ScenarioRecord[]): string {
  return [...scenarios.slice(0, SHOWN).map(({ id }) => visible(id)), ...more(scenarios)].join(', ');
}

function more({ length }: readonly ScenarioRecord[]): string[] {
  return length > SHOWN ? [`and ${length - SHOWN} more`] : [];
}
