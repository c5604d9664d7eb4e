import type { PlannedScenario, ScenarioId } from './plan.ts';

type Ordered = Pick<PlannedScenario, 'id' | 'dependsOn' | 'priority'>;

/**
 * The priority each scenario has when it is its turn to be started: its own, or that of a scenario that waits for it if
 * that is higher, for else something urgent would wait behind everything.
 */
export function urgencies(scenarios: readonly Ordered[]): ReadonlyMap<ScenarioId, number> {
  const byId = new Map(scenarios.map((each) => [each.id, each]));
  const found = new Map(scenarios.map((each) => [each.id, each.priority]));
  // The most urgent first, so that nothing is gone through twice.
  const open = [...scenarios].sort((a, b) => a.priority - b.priority);
  for (let next = open.pop(); next; next = open.pop()) {
    const urgency = found.get(next.id) ?? next.priority;
    for (const id of next.dependsOn) {
      const needed = byId.get(id);
      if (!needed || (found.get(id) ?? 0) >= urgency) continue;
      found.set(id, urgency);
      open.push(needed);
    }
  }
  return found;
}

/**
 * The order in which scenarios would be started one at a time: dependencies first, then by urgency, then as in the plan.
 * Whatever stands in a circle, which a checked plan has none of, is left out.
 */
export function startOrder<Scenario extends Ordered>(scenarios: readonly Scenario[]): readonly Scenario[] {
  const urgency = urgencies(scenarios);
  const planned = new Set(scenarios.map((each) => each.id));
  const missing = new Map(
    scenarios.map((each) => [each.id, new Set(each.dependsOn.filter((id) => planned.has(id)))]),
  );
  const dependents = new Map<ScenarioId, Scenario[]>();
  for (const each of scenarios) {
    for (const id of new Set(each.dependsOn)) dependents.set(id, [...(dependents.get(id) ?? []), each]);
  }
  const ready = new Ready<Scenario>(urgency);
  for (const each of scenarios) if (missing.get(each.id)?.size === 0) ready.add(each);
  const order: Scenario[] = [];
  for (let next = ready.take(); next; next = ready.take()) {
    order.push(next);
    for (const dependent of dependents.get(next.id) ?? []) {
      const open = missing.get(dependent.id);
      if (open?.delete(next.id) && open.size === 0) ready.add(dependent);
    }
  }
  return order;
}

/** Those that could be started: a line for each urgency. */
class Ready<Scenario extends Ordered> {
  readonly #urgency: ReadonlyMap<ScenarioId, number>;
  readonly #lines = new Map<number, { readonly items: Scenario[]; at: number }>();

  constructor(urgency: ReadonlyMap<ScenarioId, number>) {
    this.#urgency = urgency;
  }

  add(scenario: Scenario): void {
    const key = this.#urgency.get(scenario.id) ?? scenario.priority;
    const line = this.#lines.get(key);
    if (line) line.items.push(scenario);
    else this.#lines.set(key, { items: [scenario], at: 0 });
  }

  take(): Scenario | undefined {
    if (this.#lines.size === 0) return undefined;
    const key = Math.max(...this.#lines.keys());
    const line = this.#lines.get(key);
    const next = line?.items[line.at++];
    if (line && line.at === line.items.length) this.#lines.delete(key);
    return next;
  }
}
