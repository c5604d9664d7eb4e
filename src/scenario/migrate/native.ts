import type { Place } from '../../diagnostic/index.ts';
import type { KeyPath } from '../path.ts';
import type { Report } from '../problems.ts';
import type { Scenario, ScenarioFile } from '../schema/file.ts';
import type { Service } from '../schema/service.ts';

/** Where a model came from, and who is told what of it is lost. */
export interface Origin {
  /** Place of the value at a key path of the model. */
  readonly locate: (path: KeyPath) => Place;
  readonly report: Report;
}

/**
 * A clnrm model without what only clnrm has: assertions, which assert nothing, keys without effect, and plugins under
 * clnrm's names. A service that nothing can run is left out, and what refers to it too. Every loss is reported, but
 * for those that checking the file has reported.
 */
export function nativeModel(model: ScenarioFile, origin: Origin): ScenarioFile {
  const { assertions, ...rest } = model;
  const kept = Object.entries(model.service ?? {}).filter(([id, service]) => canRun(id, service, origin));
  const ids = new Set(kept.map(([id]) => id));
  const services = kept.map(([id, service]) => [id, nativeService(id, service, { ...origin, ids })] as const);
  return {
    ...rest,
    service: ids.size > 0 ? Object.fromEntries(services) : undefined,
    scenario: model.scenario.map((scenario) => nativeScenario(scenario, ids)),
  };
}

/** These bring along what they run, or say it with `command`; anything else is a container. */
const withoutImage = ['process', 'surrealdb'];
const containers = ['container', 'generic_container'];

function canRun(id: string, { plugin = '', image }: Service, { locate, report }: Origin): boolean {
  if (withoutImage.includes(plugin) || image !== undefined) return true;
  report('SW0019', () => ({
    message: `the service ${id} is left out: nothing here runs the plugin "${plugin}", and it has no image`,
    place: locate(['service', id]),
    hint: 'steps that named it run on this machine; where they need it, add a service with an `image` or a `command`',
  }));
  return false;
}

function nativeService(
  id: string,
  { type, ...service }: Service,
  { ids, locate, report }: Origin & { readonly ids: ReadonlySet<string> },
): Service {
  const { plugin = '', command, depends_on } = service;
  const native = { ...service, depends_on: depends_on?.filter((each) => ids.has(each)) };
  if (withoutImage.includes(plugin)) return native;
  if (!containers.includes(plugin)) {
    report('SW0019', () => ({
      message: `the plugin "${plugin}" of the service ${id} has become "container", which runs its image and no more`,
      place: locate(['service', id, 'plugin']),
    }));
  }
  if (command === undefined) {
    const details = () => ({
      message: `the service ${id} has no command, so its container runs what the image says`,
      place: locate(['service', id]),
      hint: 'clnrm kept it up for the steps; where the image ends by itself, add `command = ["sleep", "infinity"]`',
    });
    report('SW0019', details, 'info');
  }
  return { ...native, plugin: 'container' };
}

function nativeScenario({ concurrent, ...scenario }: Scenario, ids: ReadonlySet<string>): Scenario {
  return {
    ...scenario,
    service: known(scenario.service, ids),
    services: scenario.services?.filter((id) => ids.has(id)),
    steps: scenario.steps.map((step) => ({ ...step, service: known(step.service, ids) })),
  };
}

function known(id: string | undefined, ids: ReadonlySet<string>): string | undefined {
  return id !== undefined && ids.has(id) ? id : undefined;
}
