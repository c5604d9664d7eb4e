import type { Plan, PlannedScenario, ScenarioId } from '../plan/index.ts';
import type { Scheduler } from './admission/index.ts';
import { inContainer } from './containers.ts';
import type { OpenedScenario } from './context.ts';
import type { ExecutorDeps } from './deps.ts';
import { closeScenario, openScenario } from './opened.ts';
import { prepareServices } from './services.ts';
import { cannotRun } from './unable.ts';

/** More of those with containers would take addresses and places from those that run. */
const MAX_WITH_CONTAINERS = 1;

/**
 * Opens scenarios while others run, so that the next one begins its first command when the turn comes to it. As many as may
 * run at once, and in the order in which they will; which of them begins, and when, is none of its business.
 */
export class Ahead {
  readonly #deps: ExecutorDeps;
  readonly #scenarios: ReadonlyMap<ScenarioId, PlannedScenario>;
  readonly #waiting: Scheduler['waiting'];
  readonly #opened = new Map<PlannedScenario, Promise<OpenedScenario | undefined>>();
  #ended = false;

  constructor(
    { scenarios }: Pick<Plan, 'scenarios'>,
    deps: ExecutorDeps,
    { waiting }: Pick<Scheduler, 'waiting'>,
  ) {
    this.#deps = deps;
    this.#scenarios = new Map(scenarios.map((each) => [each.id, each]));
    this.#waiting = waiting;
  }

  /** Opens who comes next. */
  readonly look = (): void => {
    const { bounds, signal } = this.#deps;
    for (const { id, wantsOnlySlot } of this.#waiting(bounds.slots)) {
      if (this.#ended || signal.aborted || this.#opened.size >= bounds.slots) return;
      const scenario = this.#scenarios.get(id);
      if (!scenario || this.#opened.has(scenario) || cannotRun(scenario, this.#deps)) continue;
      if (inContainer(scenario) && this.#withContainers() >= MAX_WITH_CONTAINERS) continue;
      this.#opened.set(scenario, this.#open(scenario, wantsOnlySlot));
    }
  };

  /** What was opened for the scenario, which is the caller's now; undefined when nothing was, or could not be. */
  async take(scenario: PlannedScenario): Promise<OpenedScenario | undefined> {
    const opened = this.#opened.get(scenario);
    this.#opened.delete(scenario);
    return await opened;
  }

  /** Closes what nobody took. */
  async end(): Promise<void> {
    this.#ended = true;
    const left = await Promise.all(this.#opened.values());
    await Promise.all(left.map((each) => each && closeScenario(each)));
  }

  async #open(scenario: PlannedScenario, hasRoom: boolean): Promise<OpenedScenario | undefined> {
    try {
      const opened = await openScenario(scenario, this.#deps);
      // Else it would take the place of one that runs.
      if (hasRoom) prepareServices(opened);
      return opened;
    } catch {
      // Tried again when its turn comes; what is wrong then is told.
      return undefined;
    }
  }

  #withContainers(): number {
    return [...this.#opened.keys()].filter(inContainer).length;
  }
}
