import type { FileJudgement, Plan, PlannedScenario, ScenarioId } from '../../plan/index.ts';
import { outcomeOf } from '../../report/index.ts';
import type { History } from './history.ts';
import type { Inputs, RunInputs } from './inputs-file.ts';

/** Why a scenario is run again, or that it need not be. */
export type Change =
  | { readonly kind: 'unchanged'; readonly runId: string }
  | { readonly kind: 'changed'; readonly reasons: readonly string[] };

/**
 * What has changed about each scenario since it passed: its file, what a template of it read, its declared inputs, what
 * the file comes out as, and the version of the tool. One that did not pass, or was flaky, when it was run last is changed,
 * and so is one that depends on a changed one, one that a changed one depends on, and one that is judged together with it.
 */
export function changesOf(plan: Plan, now: RunInputs, history: History): ReadonlyMap<ScenarioId, Change> {
  const changes = new Map(plan.scenarios.map((each) => [each.id, changeOf(each, now, history)]));
  const because = (id: ScenarioId, reason: string): boolean => {
    if (changes.get(id)?.kind !== 'unchanged') return false;
    changes.set(id, { kind: 'changed', reasons: [reason] });
    return true;
  };
  for (const judgement of plan.judgements) {
    const last = history.last(judgement.id);
    if (judgement.skip !== undefined || (last && outcomeOf(last.record) === 'passed')) continue;
    for (const id of judgement.scenarios) because(id, `${judgement.name} did not pass`);
  }
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    const run = (id: ScenarioId) => changes.get(id)?.kind === 'changed';
    const spread = (from: ScenarioId, to: ScenarioId, reason: string) => {
      if (run(from) && because(to, reason)) isSettled = false;
    };
    for (const { id, name, dependsOn } of plan.scenarios) {
      for (const needed of dependsOn) {
        spread(needed, id, 'something it depends on is run');
        spread(id, needed, `\`${name}\`, which is run, depends on it`);
      }
    }
    for (const { scenarios } of plan.judgements) {
      const cause = scenarios.find(run);
      if (cause) for (const id of scenarios) spread(cause, id, 'it is judged together with one that is run');
    }
  }
  return changes;
}

function changeOf({ id }: PlannedScenario, now: RunInputs, history: History): Change {
  const last = history.last(id);
  if (!last) return changed('it was in no recorded run');
  const { runId, record } = last;
  if (outcomeOf(record) !== 'passed') return changed(`it did not pass in run ${runId}`);
  if (record.flaky) return changed(`it was flaky in run ${runId}`);
  const before = history.inputs(runId)?.get(id);
  if (!before) return changed(`run ${runId} does not say what it was made of`);
  const reasons = differences(before, now.get(id) ?? new Map());
  return reasons.length > 0 ? changed(...reasons) : { kind: 'unchanged', runId };
}

function changed(...reasons: readonly string[]): Change {
  return { kind: 'changed', reasons };
}

const MAX_REASONS = 10;

function differences(before: Inputs, now: Inputs): readonly string[] {
  const reasons = [
    ...[...now].flatMap(([key, digest]) => {
      const then = before.get(key);
      if (then === digest) return [];
      return then === undefined ? [`${nameOf(key)} is new`] : [`${nameOf(key)} changed`];
    }),
    ...[...before.keys()].filter((key) => !now.has(key)).map((key) => `${nameOf(key)} is gone`),
  ];
  // That the file comes out otherwise goes without saying when something it is made from changed.
  const isEvident = reasons.some((reason) => /^(file|template) /.test(reason));
  const told = isEvident ? reasons.filter((reason) => !reason.startsWith(MEANING)) : reasons;
  const more = told.length - MAX_REASONS;
  return more > 0 ? [...told.slice(0, MAX_REASONS), `and ${more} more`] : told;
}

const MEANING = 'what the file comes out as';

function nameOf(key: string): string {
  if (key === 'scenario') return MEANING;
  return key === 'tool' ? 'the version of Spanwright' : key;
}

/** The plan with a mark on each scenario and judgement that need not be run. */
export function withoutUnchanged(plan: Plan, changes: ReadonlyMap<ScenarioId, Change>): Plan {
  const since = (id: ScenarioId): string | undefined => {
    const change = changes.get(id);
    return change?.kind === 'unchanged' ? change.runId : undefined;
  };
  const judgementSince = ({ scenarios }: FileJudgement) => {
    const all = scenarios.map(since);
    return all.every((each) => each !== undefined) ? all[0] : undefined;
  };
  return {
    ...plan,
    scenarios: plan.scenarios.map((each) => ({ ...each, unchangedSince: since(each.id) })),
    judgements: plan.judgements.map((each) => ({ ...each, unchangedSince: judgementSince(each) })),
  };
}

/** A line for each scenario: why it is run, or since when nothing has changed. */
export function explain(plan: Plan, changes: ReadonlyMap<ScenarioId, Change>): string {
  const lines = plan.scenarios.map(({ id, skip }) => {
    const change = changes.get(id);
    if (skip !== undefined) return `skipped    ${id}: ${skip}`;
    if (change?.kind === 'unchanged') return `unchanged  ${id} since run ${change.runId}`;
    return `changed    ${id}: ${change?.reasons.join('; ') ?? ''}`;
  });
  return lines.map((line) => `${line}\n`).join('');
}
