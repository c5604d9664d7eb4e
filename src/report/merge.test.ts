import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../event/index.ts';
import type { ScenarioId } from '../plan/index.ts';
import { anyRun } from './arbitrary.ts';
import { exitCodeOf } from './exit.ts';
import { createJunit } from './junit.ts';
import { mergeShards, type ShardReport } from './merge.ts';
import { plain, run, scenario, scenarios } from './sample.ts';

/** A run as its shards would have reported it; `parts` says in which of them each scenario is, from 1. */
function shardsOf(whole: RunRecord, parts: readonly number[], count: number): ShardReport[] {
  const suite = whole.scenarios.map(({ id }) => id);
  return Array.from({ length: count }, (_, at) => ({
    file: `shard-${at + 1}.json`,
    record: {
      ...whole,
      scenarios: whole.scenarios.filter((_each, index) => parts[index] === at + 1),
      shard: { index: at + 1, count, suite },
    },
  }));
}

const whole = run(
  [scenario('a'), scenarios.red, scenario('b'), scenarios.skipped, scenarios.undecided].map(
    (each, index) => ({
      ...each,
      id: `shop.span.toml::${index}` as ScenarioId, // unique, as in a plan
    }),
  ),
);

describe('merging shards', () => {
  it('gives the report of the whole back, in whatever order and however it was divided', () => {
    const ids = (record: RunRecord) => ({
      ...record,
      shard: undefined,
      boundsChanges: undefined,
      waits: undefined,
      scenarios: record.scenarios.map((each, index) => ({ ...each, id: `x::${index}` as ScenarioId })), // unique
    });
    fc.assert(
      fc.property(
        anyRun.map(ids),
        fc.integer({ min: 1, max: 6 }),
        fc.infiniteStream(fc.nat(5)),
        (record, count, where) => {
          const parts = record.scenarios.map(() => ((where.next().value ?? 0) % count) + 1);
          const merged = mergeShards(shardsOf(record, parts, count).reverse());
          const { shard: _, ...expected } = record;
          expect(merged).toEqual(expected);
        },
      ),
    );
  });

  it('gives the same JUnit report and exit code', () => {
    const merged = mergeShards(shardsOf(whole, [2, 1, 3, 2, 1], 3));
    if (!('scenarios' in merged)) throw new Error('not merged');
    expect(createJunit(plain).finish(merged)).toBe(createJunit(plain).finish(whole));
    expect(exitCodeOf(merged)).toBe(exitCodeOf(whole));
  });

  it('takes the last run of a shard that was run again', () => {
    const [first, second] = shardsOf(run([scenario('a'), scenario('b', { verdict: 'failed' })]), [1, 2], 2);
    if (!first || !second) throw new Error('there are two');
    const startedAt = '2026-01-02T04:00:00.000Z';
    const again = { file: 'again.json', record: { ...second.record, startedAt, scenarios: [scenario('b')] } };
    const merged = mergeShards([again, first, second]);
    expect('scenarios' in merged && merged.scenarios.map(({ verdict }) => verdict)).toEqual([
      'passed',
      'passed',
    ]);
  });

  it('is undecided about what is in no report, and says whose report is missing', () => {
    const merged = mergeShards(shardsOf(run([scenario('a'), scenario('b')]), [1, 2], 3).slice(0, 1));
    if (!('scenarios' in merged)) throw new Error('not merged');
    expect(merged.scenarios[1]).toMatchObject({
      verdict: 'undecided',
      diagnostics: [{ code: 'SW6142', message: expect.stringContaining('there is no report of shard 2, 3') }],
    });
    expect(exitCodeOf(merged)).toBe(3);
  });

  it.each<[string, (shards: readonly ShardReport[]) => readonly ShardReport[]]>([
    ['was no shard', ([first, ...rest]) => [...rest, ...(first ? [{ ...first, record: whole }] : [])]],
    ['of another suite', (shards) => [...shards, ...shardsOf(run([scenario('z')]), [1], 2)]],
    [
      'is in two shards',
      (shards) => shards.map((each) => ({ ...each, record: { ...each.record, scenarios: whole.scenarios } })),
    ],
    ['there is no report', () => []],
  ])('refuses reports when one %s', (message, spoil) => {
    const merged = mergeShards(spoil(shardsOf(whole, [1, 2, 1, 2, 1], 2)));
    const faults = 'scenarios' in merged ? [] : merged;
    expect(faults.map(({ code }) => code)).toContain('SW6141');
    expect(faults[0]?.message).toContain(message);
  });
});
