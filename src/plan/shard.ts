import type { FileJudgement, Plan, PlannedScenario, ScenarioId } from './plan.ts';

/** Part `index` of `count`, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** How long a scenario takes, in milliseconds, as far as is known. */
export type Estimate = (id: ScenarioId) => number | undefined;

type Divided = Pick<Plan, 'scenarios' | 'judgements'>;

/**
 * Divides a plan into `count` parts that take about as long: each scenario is in one of them, together with all it depends
 * on, all that depend on it, and all it is judged together with. The heaviest go first, each to the part that has least to
 * do so far (Graham 1969, "Bounds on multiprocessing timing anomalies": no part takes more than 4/3 of what is possible).
 * A scenario of which nothing is known counts as the median of the others. Whoever knows the same gets the same parts.
 */
export function divide(plan: Divided, count: number, estimate: Estimate): readonly (readonly ScenarioId[])[] {
  const weights = weightsOf(plan.scenarios, estimate);
  const groups = groupsOf(plan).map((ids) => ({
    ids,
    weight: ids.reduce((sum, id) => sum + (weights.get(id) ?? 0), 0),
  }));
  // A stable sort: equal groups stay in the order of the plan.
  groups.sort((a, b) => b.weight - a.weight);
  const parts = Array.from({ length: count }, () => ({ ids: [] as ScenarioId[], weight: 0 }));
  for (const group of groups) {
    const least = parts.reduce((best, part) => (isLess(part, best) ? part : best));
    least.ids.push(...group.ids);
    least.weight += group.weight;
  }
  return parts.map(({ ids }) => ids);
}

interface Part {
  readonly ids: readonly ScenarioId[];
  readonly weight: number;
}

/** By number where the weights are equal, as they are when everything takes no time. */
function isLess(a: Part, b: Part): boolean {
  return a.weight === b.weight ? a.ids.length < b.ids.length : a.weight < b.weight;
}

function weightsOf(
  scenarios: readonly PlannedScenario[],
  estimate: Estimate,
): ReadonlyMap<ScenarioId, number> {
  const known = scenarios.flatMap(({ id }) => estimate(id) ?? []).sort((a, b) => a - b);
  const median = known[Math.floor(known.length / 2)] ?? 1;
  return new Map(
    scenarios.map(({ id, skip, unchangedSince }) => [
      id,
      skip === undefined && unchangedSince === undefined ? (estimate(id) ?? median) : 0,
    ]),
  );
}

/** Scenarios that must stay together, in plan order, by the first of each. */
function groupsOf({ scenarios, judgements }: Divided): readonly (readonly ScenarioId[])[] {
  const leaders = new Map(scenarios.map(({ id }) => [id, id]));
  const leaderOf = (id: ScenarioId): ScenarioId => {
    let leader = id;
    for (let next = leaders.get(leader); next !== undefined && next !== leader; next = leaders.get(leader)) {
      leader = next;
    }
    // The way is shortened for the next one who asks.
    leaders.set(id, leader);
    return leader;
  };
  const join = (a: ScenarioId, b: ScenarioId) => {
    if (leaders.has(a) && leaders.has(b)) leaders.set(leaderOf(a), leaderOf(b));
  };
  for (const { id, dependsOn } of scenarios) for (const each of dependsOn) join(id, each);
  for (const { scenarios: together } of judgements) {
    for (const each of together) join(each, together[0] ?? each);
  }
  const groups = new Map<ScenarioId, ScenarioId[]>();
  for (const { id } of scenarios) {
    const leader = leaderOf(id);
    groups.set(leader, [...(groups.get(leader) ?? []), id]);
  }
  return [...groups.values()];
}

/** What of a plan is in one of its parts, in plan order. */
export function partOf(
  { scenarios, judgements }: Divided,
  ids: readonly ScenarioId[],
): { readonly scenarios: readonly PlannedScenario[]; readonly judgements: readonly FileJudgement[] } {
  const chosen = new Set(ids);
  return {
    scenarios: scenarios.filter(({ id }) => chosen.has(id)),
    judgements: judgements.filter(({ scenarios: together }) => together.some((id) => chosen.has(id))),
  };
}
