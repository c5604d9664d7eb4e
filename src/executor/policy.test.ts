import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../event/index.ts';
import { retryDelay } from './policy.ts';
import { load, run, verdicts } from './run.fixture.ts';

/** Counts its calls in a file of the run, and gives the number as `$n`. */
const counting = `f=/tmp/spanwright-count-$SPANWRIGHT_RUN_ID; n=$(cat $f 2>/dev/null || echo 0); n=$((n+1)); echo $n > $f;`;

describe('what ends a run early', () => {
  it('cancels what runs once enough scenarios have not passed, and skips the rest', async () => {
    const { record, events } = await run(
      [
        load(`
[service.idle]
command = ["sleep", "60"]
telemetry = false
[[scenario]]
name = "long"
run = "sleep 60"
[[scenario]]
name = "bad"
services = []
shell = true
run = "sleep 0.2; exit 1"
[[scenario]]
name = "rest"
run = "true"
`),
      ],
      { jobs: 2, policy: { maxFailures: 1 } },
    );
    expect(verdicts(record)).toEqual({ long: 'undecided', bad: 'failed', rest: 'skipped' });
    expect(record.stopped).toEqual({
      reason: 'failures',
      message: 'the run stopped after the first failure',
    });
    expect(record.scenarios[0]?.diagnostics.map(({ message }) => message)).toContain(
      'scenario `long` was stopped while it ran: the run stopped after the first failure',
    );
    // The service it had started is gone before it is told of.
    expect(record.scenarios[0]?.services[0]?.end).toEqual({ kind: 'signalled', signal: 'SIGTERM' });
    expect(record.scenarios[2]?.skipped).toBe('the run stopped after the first failure');
    expect(events.at(-1)?.type).toBe('runFinished');
  });

  it('goes on until the last failure that is allowed', async () => {
    const text = [...'abcd'].map((name) => `[[scenario]]\nname = "${name}"\nrun = "false"\n`).join('');
    const { record } = await run([load(text)], { jobs: 1, policy: { maxFailures: 2 } });
    expect(verdicts(record)).toEqual({ a: 'failed', b: 'failed', c: 'skipped', d: 'skipped' });
    expect(record.stopped?.message).toBe('the run stopped after 2 failures');
  });

  it('stops when the time of the run is over: nothing that was not judged is anything but undecided', async () => {
    const text =
      '[[scenario]]\nname = "running"\nrun = "sleep 60"\n[[scenario]]\nname = "waiting"\nrun = "true"\n';
    const { record } = await run([load(text)], { jobs: 1, policy: { runTimeoutMs: 300 } });
    expect(verdicts(record)).toEqual({ running: 'undecided', waiting: 'undecided' });
    expect(record.scenarios.map((each) => each.diagnostics.map(({ code }) => code))).toEqual([
      ['SW6207'],
      ['SW6201'],
    ]);
    expect(record.stopped?.message).toBe('the time of the run (300ms) was over');
  });
});

describe('retries', () => {
  it('tell what a flaky scenario did otherwise when it passed', async () => {
    const { record, events } = await run([
      load(`
[[scenario]]
name = "flaky"
retries = 3
shell = true
run = '''${counting} if [ $n = 1 ]; then node emit.mjs checkout; else node emit.mjs checkout charge; fi'''
[[scenario.expect.span]]
name = "charge"
`),
    ]);
    expect(record.scenarios[0]).toMatchObject({
      verdict: 'passed',
      flaky: true,
      attempts: 2,
      flake: {
        verdict: 'failed',
        trace: { before: 1, after: 2, differences: [{ kind: 'extra' }], omitted: 0 },
      },
    });
    expect(record.scenarios[0]?.flake?.cause).toContain('expect.span[charge].existence');
    expect(record.scenarios[0]?.flake?.trace?.differences[0]?.path.at(-1)).toBe('charge');
    const [first] = events.filter((event) => event.type === 'scenarioFinished');
    expect(first).toMatchObject({ willRetry: true, retryInMs: 0 });
  });

  it('wait longer each time', () => {
    const policy = { retryDelayMs: 250 };
    expect([1, 2, 3, 4, 20].map((failed) => retryDelay(policy, failed))).toEqual([
      250, 500, 1000, 2000, 30_000,
    ]);
  });

  it('are called off with the run', async () => {
    const abort = new AbortController();
    const { record } = await run([load('[[scenario]]\nname = "bad"\nretries = 5\nrun = "false"\n')], {
      signal: abort.signal,
      policy: { retryDelayMs: 30_000 },
      onEvent: (event) => event.type === 'scenarioFinished' && event.willRetry && abort.abort('SIGINT'),
    });
    expect(verdicts(record)).toEqual({ bad: 'failed' });
    expect(record.scenarios[0]?.attempts).toBe(1);
  });
});

describe('repeating', () => {
  const names = (events: readonly RunEvent[]) =>
    events.flatMap((event) =>
      event.type === 'repetitionFinished' ? [`${event.repetition} of ${event.of}`] : [],
    );

  it('shows that a scenario always leaves the same trace', async () => {
    const { record, events } = await run(
      [
        load(
          '[[scenario]]\nname = "steady"\nrun = "node emit.mjs a b"\n[[scenario.expect.span]]\nname = "b"\n',
        ),
      ],
      { policy: { repeat: 3 } },
    );
    expect(record.scenarios[0]).toMatchObject({
      verdict: 'passed',
      flaky: false,
      repeat: { wanted: 3, done: 3 },
    });
    expect(names(events)).toEqual(['1 of 3', '2 of 3']);
  });

  it('fails one that does not, and names the first span that differs', async () => {
    const { record } = await run(
      [
        load(`
[[scenario]]
name = "wavering"
shell = true
run = '''${counting} if [ $n -lt 3 ]; then node emit.mjs a b; else node emit.mjs a c; fi'''
[[scenario.expect.span]]
name = "a"
`),
      ],
      { policy: { repeat: 5 } },
    );
    const [scenario] = record.scenarios;
    expect(scenario).toMatchObject({ verdict: 'failed', repeat: { wanted: 5, done: 3 } });
    expect(scenario?.findings[0]).toMatchObject({ rule: 'repeat', outcome: 'failed' });
    expect(scenario?.findings[0]?.message).toMatch(
      /^repetition 3 left another trace than the first one: span `.*b` is missing$/,
    );
  });

  it('ends with a repetition that does not pass', async () => {
    const { record } = await run(
      [load(`[[scenario]]\nname = "second fails"\nshell = true\nrun = '''${counting} test $n = 1'''\n`)],
      { policy: { repeat: 4 } },
    );
    expect(record.scenarios[0]).toMatchObject({
      verdict: 'failed',
      attempts: 2,
      repeat: { wanted: 4, done: 2 },
    });
  });

  it('is undecided when it could not be done to its end', async () => {
    const abort = new AbortController();
    const { record } = await run([load('[[scenario]]\nname = "once"\nrun = "true"\n')], {
      signal: abort.signal,
      policy: { repeat: 4 },
      onEvent: (event) => event.type === 'repetitionFinished' && abort.abort('SIGTERM'),
    });
    expect(verdicts(record)).toEqual({ once: 'undecided' });
  });
});

it('marks what takes long as slow, and says so while it runs', async () => {
  const { record, events } = await run(
    [load('[[scenario]]\nname = "slow"\nrun = "sleep 0.7"\n[[scenario]]\nname = "quick"\nrun = "true"\n')],
    { policy: { slowAfterMs: 300 } },
  );
  expect(record.scenarios.map(({ slow }) => slow)).toEqual([true, undefined]);
  const told = events.flatMap((event) => (event.type === 'scenarioSlow' ? [event.runningMs] : []));
  expect(told.slice(0, 2)).toEqual([300, 600]);
});
