import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOf } from './create.ts';
import type { FileJudgement, PlannedScenario, ScenarioId } from './plan.ts';
import { divide, partOf } from './shard.ts';

const { distributions } = JSON.parse(
  readFileSync(new URL('./fixtures/durations.json', import.meta.url), 'utf8'),
) as { readonly distributions: Readonly<Record<string, readonly number[]>> }; // the file says so

const id = (index: number) => `s.span.toml::${index}` as ScenarioId; // as a plan makes them

interface Suite {
  readonly scenarios: readonly PlannedScenario[];
  readonly judgements: readonly FileJudgement[];
}

/** Scenarios of which only what dividing looks at is there. */
function suite(
  dependencies: readonly (readonly number[])[],
  together: readonly (readonly number[])[] = [],
): Suite {
  const scenarios = dependencies.map((needs, index) => ({
    id: id(index),
    dependsOn: needs.map(id),
    skip: undefined,
  }));
  const judgements = together.map((members, index) => ({
    id: id(1_000_000 + index),
    scenarios: members.map(id),
  }));
  // Members that are missing are those of running and judging.
  return { scenarios, judgements } as unknown as Suite;
}

const counts = Array.from({ length: 64 }, (_, index) => index + 1);

const anySuite = fc
  .array(
    fc.record({
      needs: fc.array(fc.nat(300), { maxLength: 2 }),
      ms: fc.option(fc.nat(10_000), { nil: undefined }),
    }),
    {
      minLength: 1,
      maxLength: 120,
    },
  )
  .chain((all) =>
    fc
      .array(fc.array(fc.nat(all.length - 1), { minLength: 1, maxLength: 4 }), { maxLength: 4 })
      .map((together) => ({
        plan: suite(
          all.map(({ needs }, index) =>
            index === 0 ? [] : needs.filter((each) => each % 5 === 0).map((each) => each % index),
          ),
          together,
        ),
        times: new Map(all.map(({ ms }, index) => [id(index), ms])),
      })),
  );

describe('dividing a suite', () => {
  it('puts every scenario in one part, with what it depends on and is judged with, for 1 to 64 parts', () => {
    fc.assert(
      fc.property(anySuite, ({ plan, times }) => {
        for (const count of counts) {
          const parts = divide(plan, count, (each) => times.get(each));
          expect(parts).toHaveLength(count);
          expect(parts.flat().sort()).toEqual(plan.scenarios.map((each) => each.id).sort());
          const partOfId = new Map(parts.flatMap((ids, part) => ids.map((each) => [each, part] as const)));
          for (const scenario of plan.scenarios) {
            for (const needed of scenario.dependsOn)
              expect(partOfId.get(needed)).toBe(partOfId.get(scenario.id));
          }
          for (const { scenarios } of plan.judgements) {
            expect(new Set(scenarios.map((each) => partOfId.get(each))).size).toBe(1);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('gives the same parts to everybody who knows the same', () => {
    fc.assert(
      fc.property(anySuite, fc.constantFrom(...counts), ({ plan, times }, count) => {
        const again = structuredClone(plan);
        expect(divide(again, count, (each) => times.get(each))).toEqual(
          divide(plan, count, (each) => times.get(each)),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('keeps the order of the plan, and its judgements with their scenarios', () => {
    const plan = suite([[], [], [0], []], [[1, 3]]);
    const parts = divide(plan, 2, (each) => (each === id(2) ? 100 : 1));
    const both = parts.map((ids) => partOf(plan, ids));
    expect(both.map(({ scenarios }) => scenarios.map((each) => each.id))).toEqual([
      [id(0), id(2)],
      [id(1), id(3)],
    ]);
    expect(both.map(({ judgements }) => judgements.length)).toEqual([0, 1]);
    expect(planOf(both[0] ?? plan).digest).not.toBe(planOf(both[1] ?? plan).digest);
  });

  it('takes what is not known for the median, and what is not run for nothing', () => {
    const plan = suite([[], [], [], [], []]);
    const times = new Map([
      [id(0), 10],
      [id(1), 100],
      [id(2), 1000],
    ]);
    // 1000 alone against 100 + 100 (unknown) + 100 (unknown) + 10.
    expect(divide(plan, 2, (each) => times.get(each)).map((ids) => ids.length)).toEqual([1, 4]);
    const [first, ...rest] = plan.scenarios;
    const skipping = { ...plan, scenarios: [{ ...first, skip: 'later' } as PlannedScenario, ...rest] };
    const [part = []] = divide(skipping, 5, () => 1);
    expect(part).toHaveLength(1);
  });

  it.each(Object.entries(distributions))(
    'is balanced within 1.15 of what is possible: %s',
    (_, durations) => {
      const plan = suite(durations.map(() => []));
      const times = new Map(durations.map((ms, index) => [id(index), ms]));
      for (const count of counts) {
        const parts = divide(plan, count, (each) => times.get(each));
        const longest = Math.max(
          ...parts.map((ids) => ids.reduce((sum, each) => sum + (times.get(each) ?? 0), 0)),
        );
        expect(longest / possible(durations, count)).toBeLessThanOrEqual(1.15);
      }
    },
  );
});

/**
 * No division is better than this: the mean, the longest one, and, because of the `k * count + 1` longest some part has
 * `k + 1`, the shortest `k + 1` of those together.
 */
function possible(durations: readonly number[], count: number): number {
  const longest = [...durations].sort((a, b) => b - a);
  let bound = Math.max(durations.reduce((sum, ms) => sum + ms, 0) / count, longest[0] ?? 0);
  for (let k = 1; k * count < longest.length; k++) {
    const shared = longest.slice(k * count - k, k * count + 1);
    bound = Math.max(
      bound,
      shared.reduce((sum, ms) => sum + ms, 0),
    );
  }
  return bound;
}
