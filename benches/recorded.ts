/**
 * What working on recorded runs costs, in this process: two traces of 20,000 spans compared and searched for findings, their
 * indexes included, beside general differs on the same spans as JSON; and 1,000 expectations judged on 10,000 to 1,000,000
 * spans. Medians of calls that take turns, after a few that are not counted.
 */
import { baselineText, diffTraces, findingsOf } from '../src/diff/index.ts';
import { evaluate } from '../src/expect/index.ts';
import { createTrace, type Trace, toOtlpJson } from '../src/trace/index.ts';
import { median, printEnvironment, printRatio } from './figures.ts';
import { generalDiffers } from './recorded/differs.ts';
import { suites } from './recorded/suites.ts';
import { madeUpTrace } from './recorded/traces.ts';

const SPANS = 20_000;
const ROUNDS = 9;
/** Before them, for the compiler of the runtime: of each work alike. */
const WARM_UP = 3;
const goals = new Map([['trace diff', '<= 100 ms']]);

async function compareTraces(): Promise<void> {
  const before = madeUpTrace(SPANS);
  const after = madeUpTrace(SPANS, { run: 1, changed: 100 });
  const [old, now] = [plain(before), plain(after)];
  // A trace indexes its spans when it is first asked for something, so each round begins with new ones.
  const fresh = ({ spans, own }: Trace) => createTrace({ spans, own });
  const works = new Map<string, Work>([
    ['a loop that keys spans by name', () => () => keyed(old, now)],
    ['trace diff', () => comparison(fresh(before), fresh(after))],
    ['baseline', () => recording(fresh(after))],
  ]);
  for (const { name, diff } of await generalDiffers()) {
    works.set(`${name} on the same spans as JSON`, () => () => diff(old, now));
  }
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

/** Makes ready, untimed, what is then timed. */
type Work = () => () => unknown;

function comparison(before: Trace, after: Trace): () => unknown {
  return () => findingsOf(diffTraces(before, after).pair);
}

function recording(trace: Trace): () => unknown {
  return () => baselineText(trace);
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

function judgeTraces(): void {
  for (const { what, goal, expectations } of suites) {
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
      printRatio(
        { what: `judge ${what} on ${spans} spans`, value, of, goal: spans === 100_000 ? goal : undefined },
        'ms',
      );
    }
  }
}

function measure(works: ReadonlyMap<string, Work>): Map<string, number> {
  const samples = new Map<string, number[]>([...works.keys()].map((name) => [name, []]));
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    for (const [name, prepare] of works) {
      const ms = timed(prepare());
      if (round >= 0) samples.get(name)?.push(ms);
    }
  }
  return new Map([...samples].map(([name, times]) => [name, median(times)]));
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

printEnvironment();
await compareTraces();
judgeTraces();
