import type { KeyPath } from '../path.ts';
import type { Scenario } from '../schema/file.ts';
import { placeOf, type WholeFile, writtenKeys } from './context.ts';
import { startedServices } from './started.ts';
import { suggestion } from './suggestion.ts';

/** Every name of a service or scenario leads to one. */
export function checkReferences(file: WholeFile): void {
  for (const each of referencesIn(file)) {
    if (!each.known.has(each.name)) reportUnknown(file, each);
    else if (each.started && !each.started.has(each.name)) reportNotStarted(file, each);
  }
}

interface Reference {
  readonly kind: 'service' | 'scenario';
  readonly name: string;
  readonly path: KeyPath;
  readonly known: ReadonlySet<string>;
  /** Where the service also has to be one that the scenario starts. */
  readonly started?: ReadonlySet<string>;
}

function* referencesIn(file: WholeFile): Generator<Reference> {
  const services = { kind: 'service', known: writtenKeys(file, ['service']) } as const;
  const scenarios = {
    kind: 'scenario',
    known: new Set(file.model.scenario.map(({ name }) => name)),
  } as const;
  for (const [id, { depends_on }] of Object.entries(file.model.service ?? {})) {
    yield* eachOf(depends_on, ['service', id, 'depends_on'], services);
  }
  const startedBy = startedServices(file.model, services.known);
  for (const [index, scenario] of file.model.scenario.entries()) {
    const path = ['scenario', index];
    yield* eachOf(scenario.services, [...path, 'services'], services);
    yield* eachOf(scenario.depends_on, [...path, 'depends_on'], scenarios);
    yield* surroundingsOf(scenario, path, { ...services, started: startedBy(scenario) });
  }
}

type Target = Pick<Reference, 'kind' | 'known' | 'started'>;

function* eachOf(names: readonly string[] | undefined, path: KeyPath, target: Target): Generator<Reference> {
  for (const [index, name] of names?.entries() ?? []) yield { ...target, name, path: [...path, index] };
}

/** The services in whose surroundings steps run. */
function* surroundingsOf(scenario: Scenario, path: KeyPath, target: Target): Generator<Reference> {
  if (scenario.service !== undefined) yield { ...target, name: scenario.service, path: [...path, 'service'] };
  for (const [index, { service }] of scenario.steps.entries()) {
    if (service !== undefined) yield { ...target, name: service, path: [...path, 'steps', index, 'service'] };
  }
}

function reportUnknown(file: WholeFile, { kind, name, path, known }: Reference): void {
  file.report(kind === 'service' ? 'SW4002' : 'SW4003', () => ({
    message: `there is no ${kind} ${JSON.stringify(name)}`,
    place: placeOf(file, path),
    hint: suggestion(name, known) ?? `add \`[service.${name}]\`; the file has no services`,
  }));
}

function reportNotStarted(file: WholeFile, { name, path }: Reference): void {
  file.report('SW4002', () => ({
    message: `the scenario does not start the service ${JSON.stringify(name)}`,
    place: placeOf(file, path),
    hint: `add ${JSON.stringify(name)} to \`services\` of the scenario`,
  }));
}
