import type { KeyPath } from '../path.ts';
import type { Scenario } from '../schema/file.ts';
import { placeOf, type WholeFile, writtenKeys } from './context.ts';
import { startedServices } from './started.ts';
import { suggestion } from './suggestion.ts';

/** Every name of a service or scenario leads to one. */
export function checkReferences(file: WholeFile): void {
  const services = writtenKeys(file, ['service']);
  const scenarios = new Set(file.model.scenario.map(({ name }) => name));
  for (const [id, { depends_on = [] }] of Object.entries(file.model.service ?? {})) {
    checkEach(file, { kind: 'service', known: services }, depends_on, ['service', id, 'depends_on']);
  }
  const startedBy = startedServices(file.model, services);
  for (const [index, scenario] of file.model.scenario.entries()) {
    const path = ['scenario', index];
    const { services: wanted = [], depends_on = [] } = scenario;
    checkEach(file, { kind: 'service', known: services }, wanted, [...path, 'services']);
    checkEach(file, { kind: 'scenario', known: scenarios }, depends_on, [...path, 'depends_on']);
    checkSurroundings(file, scenario, path, { services, started: startedBy(scenario) });
  }
}

interface Names {
  readonly kind: 'service' | 'scenario';
  readonly known: ReadonlySet<string>;
}

function checkEach(file: WholeFile, names: Names, used: readonly string[], path: KeyPath): void {
  for (const [index, name] of used.entries()) {
    if (!names.known.has(name)) reportUnknown(file, names, name, [...path, index]);
  }
}

function reportUnknown(file: WholeFile, { kind, known }: Names, name: string, path: KeyPath): void {
  file.report(kind === 'service' ? 'SW4002' : 'SW4003', () => ({
    message: `there is no ${kind} ${JSON.stringify(name)}`,
    place: placeOf(file, path),
    hint: suggestion(name, known) ?? `add \`[service.${name}]\`; the file has no services`,
  }));
}

/** The service in whose surroundings a step runs exists, and the scenario starts it. */
function checkSurroundings(
  file: WholeFile,
  scenario: Scenario,
  path: KeyPath,
  { services, started }: { readonly services: ReadonlySet<string>; readonly started: ReadonlySet<string> },
): void {
  const used = [
    { service: scenario.service, at: [...path, 'service'] },
    ...scenario.steps.map((step, index) => ({
      service: step.service,
      at: [...path, 'steps', index, 'service'],
    })),
  ];
  for (const { service, at } of used) {
    if (service === undefined || started.has(service)) continue;
    if (services.has(service)) reportNotStarted(file, service, at);
    else reportUnknown(file, { kind: 'service', known: services }, service, at);
  }
}

function reportNotStarted(file: WholeFile, service: string, path: KeyPath): void {
  file.report('SW4002', () => ({
    message: `the scenario does not start the service ${JSON.stringify(service)}`,
    place: placeOf(file, path),
    hint: `add ${JSON.stringify(service)} to \`services\` of the scenario`,
  }));
}
