import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../event/index.ts';
import { type Resources, resourceNames, type ScenarioId } from '../../plan/index.ts';
import { dominantShare, nothing, sum } from './amounts.ts';
import { type Simulated, type Simulation, simulate } from './simulator.fixture.ts';

const bounds: Resources = { slots: 4, containers: 10, memoryMb: 4096, cpuMillicores: 4000 };

const id = (index: number) => `model.span.toml::${index}` as ScenarioId; // ids of a plan, which there is none of

interface Shape {
  readonly dependencies: boolean;
  readonly exclusive: boolean;
  readonly priorities: boolean;
}

const name = fc.constantFrom('db', 'queue', 'port');

/** Plans in which some scenarios want more than there is, and each may depend on some that come before it. */
function anyPlan(size: { min: number; max: number }, shape: Shape): fc.Arbitrary<readonly Simulated[]> {
  const scenario = fc.record({
    containers: fc.oneof(fc.constant(0), fc.nat(10)),
    memoryMb: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5000 })),
    cpuMillicores: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4000 })),
    durationMs: fc.integer({ min: 1, max: 1000 }),
    priority: shape.priorities ? fc.integer({ min: -2, max: 2 }) : fc.constant(0),
    locks: fc.uniqueArray(name, { maxLength: shape.exclusive ? 2 : 0 }),
    concurrency: shape.exclusive
      ? fc.option(fc.record({ group: name, max: fc.integer({ min: 1, max: 3 }) }), { nil: undefined })
      : fc.constant(undefined),
    dependsOn: fc.array(fc.nat(1000), { maxLength: shape.dependencies ? 2 : 0 }),
  });
  return fc.array(scenario, { minLength: size.min, maxLength: size.max, size: 'max' }).map((all) =>
    all.map(({ durationMs, priority, locks, concurrency, dependsOn, ...amounts }, index) => ({
      id: id(index),
      dependsOn: index === 0 ? [] : [...new Set(dependsOn.map((each) => id(each % index)))],
      priority,
      durationMs,
      needs: { resources: { slots: 1, ...amounts }, locks, concurrency },
    })),
  );
}

/** Goes through the events and keeps its own account of what is in use. */
function expectWithinBounds({ events }: Simulation, scenarios: readonly Simulated[]): void {
  const needs = new Map(scenarios.map((each) => [each.id, each.needs]));
  const running = new Map<ScenarioId, Extract<RunEvent, { type: 'admitted' }>>();
  for (const event of events) {
    if (event.type === 'released') {
      expect(running.delete(event.id)).toBe(true);
      continue;
    }
    if (event.type !== 'admitted') continue;
    running.set(event.id, event);
    const inUse = [...running.values()].reduce((total, each) => sum(total, each.needs), nothing);
    expect(event.inUse).toEqual(inUse);
    for (const each of resourceNames) expect(inUse[each]).toBeLessThanOrEqual(bounds[each]);
    const held = [...running.keys()].flatMap((each) => needs.get(each)?.locks ?? []);
    expect(new Set(held).size).toBe(held.length);
    const group = needs.get(event.id)?.concurrency;
    const members = [...running.keys()].filter(
      (each) => group && needs.get(each)?.concurrency?.group === group.group,
    );
    if (group) expect(members.length).toBeLessThanOrEqual(group.max);
  }
  expect(running.size).toBe(0);
}

function expectEachOnce({ began, stuck }: Simulation, scenarios: readonly Simulated[]): void {
  expect(stuck).toEqual([]);
  expect(began.map(({ scenario }) => scenario.id).sort()).toEqual(scenarios.map((each) => each.id).sort());
}

function expectDependenciesFirst({ began }: Simulation): void {
  const beganAt = new Map(began.map(({ scenario, atMs }) => [scenario.id, atMs]));
  for (const { scenario, atMs } of began) {
    for (const each of scenario.dependsOn) {
      const needed = began.find((other) => other.scenario.id === each)?.scenario;
      expect(atMs).toBeGreaterThanOrEqual((beganAt.get(each) ?? 0) + (needed?.durationMs ?? 0));
    }
  }
}

/** Of those that began as equals: the work in front of it, spread over the whole machine, and the longest one in its way. */
function fairShareMs(scenario: Simulated, scenarios: readonly Simulated[]): number {
  const before = scenarios.slice(0, scenarios.indexOf(scenario));
  const work = before.map(
    ({ needs, durationMs }) => Math.min(1, dominantShare(needs.resources, bounds)) * durationMs,
  );
  const longest = Math.max(
    0,
    ...scenarios.filter((each) => each !== scenario).map((each) => each.durationMs),
  );
  return work.reduce((total, each) => total + each, 0) + longest;
}

function share({ needs }: Simulated): number {
  return Math.min(1, dominantShare(needs.resources, bounds));
}

const everything = { dependencies: true, exclusive: true, priorities: true };
const onlyAmounts = { dependencies: false, exclusive: false, priorities: false };

describe('a model of the machine', () => {
  it('runs 1,000 scenarios with random weights once each, never beyond a bound', async () => {
    for (const shape of [everything, onlyAmounts]) {
      const [scenarios = []] = fc.sample(anyPlan({ min: 1000, max: 1000 }, shape), { numRuns: 1, seed: 5 });
      const simulation = await simulate(scenarios, { bounds });
      expectEachOnce(simulation, scenarios);
      expectWithinBounds(simulation, scenarios);
      expectDependenciesFirst(simulation);
    }
  });

  it('comes to an end with 1,000 random plans', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan({ min: 1, max: 12 }, everything), async (scenarios) => {
        const simulation = await simulate(scenarios, { bounds });
        expectEachOnce(simulation, scenarios);
        expectWithinBounds(simulation, scenarios);
        expectDependenciesFirst(simulation);
      }),
      { numRuns: 1000 },
    );
  });

  it('lets the heaviest wait no longer than twice its fair share', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan({ min: 2, max: 40 }, onlyAmounts), async (scenarios) => {
        const { began } = await simulate(scenarios, { bounds });
        const most = Math.max(...scenarios.map(share));
        for (const { scenario, atMs } of began) {
          if (share(scenario) === most)
            expect(atMs).toBeLessThanOrEqual(2 * fairShareMs(scenario, scenarios));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the order of the plan among equals', async () => {
    const equals = Array.from({ length: 50 }, (_, index): Simulated => {
      const resources = { slots: 1, containers: 0, memoryMb: 3000, cpuMillicores: 0 };
      const needs = { resources, locks: [], concurrency: undefined };
      return { id: id(index), dependsOn: [], priority: 0, durationMs: 1 + ((index * 7) % 5), needs };
    });
    const { began } = await simulate(equals, { bounds });
    expect(began.map(({ scenario }) => scenario.id)).toEqual(equals.map((each) => each.id));
  });

  it('stays inside bounds that are lowered and raised while it runs, and still comes to an end', async () => {
    let turn = 0;
    const monitor = {
      name: 'wavering',
      look: (asked: Resources) => {
        const factor = [1, 0.5, 0.25, 0.5][turn++ % 4] ?? 1;
        const lowered = {
          ...asked,
          slots: Math.max(1, asked.slots * factor),
          memoryMb: asked.memoryMb * factor,
        };
        return { bounds: lowered, reason: `factor ${factor}` };
      },
    };
    await fc.assert(
      fc.asyncProperty(anyPlan({ min: 1, max: 30 }, everything), async (scenarios) => {
        const simulation = await simulate(scenarios, { bounds, monitor, lookEveryMs: 100 });
        expectEachOnce(simulation, scenarios);
        expectWithinBounds(simulation, scenarios);
        for (const event of simulation.events) {
          if (event.type !== 'admitted') continue;
          for (const each of resourceNames) {
            const alone = event.inUse[each] === event.needs[each];
            if (event.needs[each] > 0 && !alone)
              expect(event.inUse[each]).toBeLessThanOrEqual(event.bounds[each]);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
