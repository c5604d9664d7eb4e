/**
 * What working on recorded runs costs, in this process: two traces of 20,000 spans compared, beside general differs on the
 * same spans as JSON; and 1,000 expectations judged on 10,000 to 1,000,000 spans. Medians of calls that take turns.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { baselineText, diffTraces, findingsOf } from '../src/diff/index.ts';
import { evaluate } from '../src/expect/index.ts';
import type { Expectations } from '../src/scenario/index.ts';
import { type Trace, toOtlpJson } from '../src/trace/index.ts';
import { median, printEnvironment, printRatio } from './figures.ts';
import { madeUpTrace, NAMES } from './recorded/traces.ts';

const SPANS = 20_000;
const ROUNDS = 9;
const goals = new Map([['trace diff', '<= 100 ms']]);

printEnvironment();
await compareTraces();
judgeTraces();

async function compareTraces(): Promise<void> {
  const before = madeUpTrace(SPANS);
  const after = madeUpTrace(SPANS, { run: 1, changed: 100 });
  const [old, now] = [plain(before), plain(after)];
  const works = new Map<string, () => unknown>([
    // Both index what they are given when it is first asked for, so each round begins with new traces.
    ['a loop that keys spans by name', () => keyed(old, now)],
    ['trace diff', () => findingsOf(diffTraces(before, after).pair)],
    ['baseline', () => baselineText(after)],
    ...(await peers(old, now)),
  ]);
  const floor = measure(works);
  for (const [what, ms] of floor) {
    printRatio(
      {
        what: `${what}, ${SPANS} spans`,
        value: ms,
        of: floor.values().next().value ?? ms,
        goal: goals.get(what),
      },
      'ms',
    );
  }
}

/** Spans as JSON has them, in order of arrival: what a differ that knows nothing of traces is given. */
function plain(trace: Trace): Record<string, unknown>[] {
  return JSON.parse(JSON.stringify(toOtlpJson(trace.spans))).resourceSpans[0].scopeSpans[0].spans;
}

function keyed(old: readonly Record<string, unknown>[], now: readonly Record<string, unknown>[]): number {
  const counts = new Map<unknown, number>();
  for (const { name } of old) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const { name } of now) counts.set(name, (counts.get(name) ?? 0) - 1);
  return [...counts.values()].filter((count) => count !== 0).length;
}

/** General differs from npm; none, with a word about it, where they cannot be had. */
async function peers(old: unknown, now: unknown): Promise<[string, () => unknown][]> {
  const folder = fileURLToPath(new URL('peers/', import.meta.url));
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) {
    console.log('microdiff and jsondiffpatch cannot be installed here: no figures of theirs');
    return [];
  }
  const found = createRequire(`${folder}package.json`);
  const { default: loaded } = await import(found.resolve('microdiff'));
  // As CommonJS its default export is a member of what is loaded.
  const microdiff = loaded.default ?? loaded;
  const { create } = await import(found.resolve('jsondiffpatch'));
  const differ = create({ objectHash: ({ name }: { name: string }) => name });
  return [
    ['microdiff on the same spans as JSON', () => microdiff(old, now)],
    ['jsondiffpatch on the same spans as JSON', () => differ.diff(old, now)],
  ];
}

function judgeTraces(): void {
  const expectations: Expectations = {
    span: Array.from({ length: 1_000 }, (_, index) => ({
      name: `step ${index % NAMES}`,
      attrs: { all: { 'http.request.method': 'POST', 'http.response.status_code': { gte: 200, lt: 300 } } },
      count: { gte: 1 },
    })),
  };
  const judge = (trace: Trace) =>
    evaluate({ expectations, base: ['expect'], trace, completeness: { complete: true } });
  let of: number | undefined;
  for (const spans of [10_000, 100_000, 1_000_000]) {
    const rounds = spans > 100_000 ? 3 : ROUNDS;
    const samples = Array.from({ length: rounds }, () => {
      const trace = madeUpTrace(spans);
      return timed(() => judge(trace));
    });
    const value = median(samples);
    of ??= value;
    const goal = spans === 100_000 ? '<= 300 ms' : undefined;
    printRatio({ what: `judge 1,000 expectations on ${spans} spans`, value, of, goal }, 'ms');
  }
}

function measure(works: ReadonlyMap<string, () => unknown>): Map<string, number> {
  const samples = new Map<string, number[]>([...works.keys()].map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, work] of works) samples.get(name)?.push(timed(work));
  }
  return new Map([...samples].map(([name, times]) => [name, median(times)]));
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
