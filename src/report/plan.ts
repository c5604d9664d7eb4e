import { visible } from '../diagnostic/index.ts';
import {
  type Plan,
  type PlannedScenario,
  type Resources,
  type ScenarioId,
  startOrder,
} from '../plan/index.ts';
import { count, seconds } from './amount.ts';
import { painter } from './paint.ts';

/** What would be run, and what is known about it. */
export interface PlanPreview {
  readonly plan: Plan;
  readonly bounds: Resources;
  /** Which part of the suite it is; undefined for all of it. */
  readonly shard: { readonly index: number; readonly count: number } | undefined;
  /** Milliseconds a scenario is likely to take; undefined for one of which nothing is known. */
  readonly estimate: (id: ScenarioId) => number | undefined;
  /** Why a scenario is run, where that was asked for. */
  readonly reasons: (id: ScenarioId) => readonly string[];
}

export type PlanFormat = (typeof planFormats)[number];

export const planFormats = ['text', 'json'] as const;

/** A plan for people, in the order in which it is started, or for programs. Ends in a newline. */
export function printPlan(
  preview: PlanPreview,
  format: PlanFormat,
  { color }: { readonly color: boolean },
): string {
  return format === 'json' ? planJson(preview) : planText(preview, color);
}

function planText(preview: PlanPreview, color: boolean): string {
  const { plan, bounds, shard } = preview;
  const paint = painter(color);
  const order = startOrder(plan.scenarios);
  const run = order.filter((each) => skipOf(each) === undefined);
  const lines = [
    ...run.map((each, index) => `${String(index + 1).padStart(4)}  ${describe(each, preview)}`),
    ...order
      .filter((each) => skipOf(each) !== undefined)
      .map((each) => paint('cyan', `skip  ${visible(each.id)}  ${visible(skipOf(each) ?? '')}`)),
    ...plan.judgements.map(({ id, skip, unchangedSince }) => {
      const reason = skip ?? (unchangedSince && sinceText(unchangedSince));
      return reason === undefined
        ? `then  ${visible(id)}`
        : paint('cyan', `skip  ${visible(id)}  ${visible(reason)}`);
    }),
  ];
  const part = shard ? `, shard ${shard.index} of ${shard.count}` : '';
  const skipped = order.length - run.length;
  const rest = skipped > 0 ? `, ${skipped} skipped` : '';
  lines.push(
    `${count(run.length, 'scenario')} to run, ${bounds.slots} at once${rest}${part}; nothing was run`,
  );
  return lines.map((line) => `${line}\n`).join('');
}

function describe(scenario: PlannedScenario, { estimate, reasons }: PlanPreview): string {
  const { id, tags, dependsOn, priority, needs } = scenario;
  const { containers, memoryMb, cpuMillicores } = needs.resources;
  const known = estimate(id);
  const facts = [
    ...(tags.length > 0 ? [`[${tags.join(', ')}]`] : []),
    ...(dependsOn.length > 0 ? [`after ${dependsOn.join(', ')}`] : []),
    ...(priority === 0 ? [] : [`priority ${priority}`]),
    ...(containers > 0 ? [count(containers, 'container')] : []),
    ...(memoryMb > 0 ? [`${memoryMb} MB`] : []),
    ...(cpuMillicores > 0 ? [`${cpuMillicores / 1000} CPU`] : []),
    ...(needs.concurrency ? [`group ${needs.concurrency.group} (${needs.concurrency.max})`] : []),
    ...needs.locks.map((lock) => `lock ${lock}`),
    ...(known === undefined ? [] : [`about ${seconds(known)}`]),
    ...reasons(id),
  ];
  return [id, ...facts].map(visible).join('  ');
}

function skipOf({ skip, unchangedSince }: PlannedScenario): string | undefined {
  return skip ?? (unchangedSince === undefined ? undefined : sinceText(unchangedSince));
}

function sinceText(runId: string): string {
  return `nothing has changed since it passed in run ${runId}`;
}

/** The version of the JSON form. Members may be added without raising it, never removed or changed. */
const FORMAT = 1;

function planJson({ plan, bounds, shard, estimate, reasons }: PlanPreview): string {
  const scenarios = startOrder(plan.scenarios).map((each) => ({
    id: each.id,
    name: each.name,
    file: each.file,
    tags: each.tags,
    dependsOn: each.dependsOn,
    priority: each.priority,
    needs: each.needs,
    timeoutMs: each.timeoutMs,
    retries: each.retries,
    skip: each.skip,
    unchangedSince: each.unchangedSince,
    estimateMs: estimate(each.id),
    reasons: reasons(each.id),
  }));
  const judgements = plan.judgements.map(({ id, scenarios: together, skip, unchangedSince }) => ({
    id,
    scenarios: together,
    skip,
    unchangedSince,
  }));
  return `${JSON.stringify({ version: FORMAT, digest: plan.digest, bounds, shard, scenarios, judgements }, undefined, 2)}\n`;
}
