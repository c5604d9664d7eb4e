import { type CanonicalValue, digestOf } from '../digest/index.ts';
import type { PlannedScenario, PlannedService, PlannedStep } from '../plan/index.ts';

/** The part of a scenario that a service or a step is; the key under which its digest is kept. */
export function servicePart({ id }: Pick<PlannedService, 'id'>): string {
  return `service.${id}`;
}

/** Two steps may have one name, so the position tells them apart. */
export function stepPart({ name }: Pick<PlannedStep, 'name'>, index: number): string {
  return `step.${index}.${name}`;
}

/** Settings of the scenario that all of it depends on. */
export const SCENARIO_PART = 'scenario';

/**
 * A digest of each part of a scenario that is run, expectations and places left out: where one differs from that of a
 * recorded run, the recording says nothing about what is run now.
 */
export function partDigests(scenario: PlannedScenario): Record<string, string> {
  const { env, telemetry, services, steps } = scenario;
  return {
    [SCENARIO_PART]: digestOf(plain({ env, telemetry })),
    ...Object.fromEntries(services.map((each) => [servicePart(each), digestOfService(each)])),
    ...Object.fromEntries(steps.map((each, index) => [stepPart(each, index), digestOfStep(each)])),
  };
}

function digestOfService({ path: _, ...service }: PlannedService): string {
  return digestOf(plain(service));
}

function digestOfStep({ path: _, expect: _expect, ...step }: PlannedStep): string {
  return digestOf(plain(step));
}

/** Plans are plain data by contract, which their interfaces cannot say. */
function plain(value: object): CanonicalValue {
  return value as CanonicalValue;
}
