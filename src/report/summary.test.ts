import { describe, expect, it } from 'vitest';
import { plain, run, runs, scenario, scenarios } from './sample.ts';
import { printRunSummary, summaryOf } from './summary.ts';

describe('printRunSummary', () => {
  it('counts what there is, worst first', () => {
    const all = run(
      [scenarios.skipped, scenarios.flaky, scenarios.undecided, scenarios.error, scenarios.red],
      {
        durationMs: 61_400,
        interrupted: 'SIGTERM',
      },
    );
    expect(printRunSummary({ ...all, interrupted: undefined }, plain)).toMatch(
      /^1 failed, 1 error, 1 undecided, 1 passed, 1 skipped, 1 flaky \(5 scenarios\) in 1m 01s, spans=17, digest=/,
    );
    expect(printRunSummary(all, plain)).toMatch(/^interrupted by SIGTERM: 1 failed/);
  });

  it('gives the whole digest when verbose', () => {
    const digest = scenarios.green.traceDigest;
    expect(printRunSummary(runs.green, { ...plain, verbose: true })).toContain(`digest=${digest}\n`);
  });

  it.each([
    [0, '0.00s'],
    [5, '0.01s'],
    [59_990, '59.99s'],
    [59_996, '1m 00s'],
    [3_605_000, '60m 05s'],
  ])('%i ms are %s', (durationMs, shown) => {
    expect(printRunSummary(run([scenarios.skipped], { durationMs }), plain)).toContain(`in ${shown},`);
  });
});

describe('the digest of a run', () => {
  const [a, b] = [scenario('a'), scenario('b', { traceDigest: 'ff' })];

  it('is that of the trace when there is one scenario', () => {
    expect(summaryOf(run([a])).digest).toBe(a.traceDigest);
  });

  it('depends on the traces and on nothing else', () => {
    const { digest } = summaryOf(run([a, b]));
    expect(
      summaryOf(
        run([
          { ...b, durationMs: 1 },
          { ...a, verdict: 'failed' },
        ]),
      ).digest,
    ).toBe(digest);
    expect(summaryOf(run([a, { ...b, traceDigest: 'fe' }])).digest).not.toBe(digest);
    expect(summaryOf(run([a, { ...b, traceDigest: undefined }])).digest).not.toBe(digest);
  });

  it('is missing when no span arrived', () => {
    expect(summaryOf(runs.skipped).digest).toBeUndefined();
    expect(summaryOf(runs.empty).digest).toBeUndefined();
  });
});
