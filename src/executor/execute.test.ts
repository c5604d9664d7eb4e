import { describe, expect, it } from 'vitest';
import { load, run, verdicts } from './run.fixture.ts';

describe('executePlan', () => {
  it('passes a scenario whose step sends the spans that are claimed, under the step of its own', async () => {
    const { record } = await run([
      load(`
[[scenario]]
name = "buys"
steps = [{ name = "buy", command = ["node", "emit.mjs", "checkout", "charge"] }]
[scenario.expect.counts]
spans_total = { eq = 2 }
[[scenario.expect.span]]
name = "checkout"
parent = "spanwright.step"
[scenario.expect.graph]
must_include = [["checkout", "charge"]]
`),
    ]);
    expect(verdicts(record)).toEqual({ buys: 'passed' });
    expect(record.scenarios[0]).toMatchObject({ settle: { reason: 'evidence' }, telemetry: { spans: 2 } });
  });

  it('fails when nothing is sent, and when it is judged again (see the fixture)', async () => {
    const text = `
[[scenario]]
name = "buys"
run = "true"
[[scenario.expect.span]]
name = "checkout"
`;
    const { record } = await run([load(text)]);
    expect(verdicts(record)).toEqual({ buys: 'failed' });
    expect(record.scenarios[0]?.diagnostics.map(({ code }) => code)).toEqual(['SW7002']);
  });

  it('fails with the nearest span, at the place of the expectation', async () => {
    const text = `
[[scenario]]
name = "buys"
run = "node emit.mjs checkout"
[[scenario.expect.span]]
name = "checkuot"
`;
    const { record } = await run([load(text)]);
    const [finding] = record.scenarios[0]?.findings ?? [];
    expect(finding).toMatchObject({
      outcome: 'failed',
      rule: 'expect.span[checkuot].existence',
      nearest: { span: { name: 'checkout' } },
      place: { file: 'shop.span.toml', line: 8 },
    });
  });

  it('gives services their ports and steps the placeholders and captures they ask for', async () => {
    const { record } = await run([
      load(`
[service.api]
command = ["node", "serve.mjs"]
env = { PORT = "\${service.api.port.http}" }
ports = { http = "auto" }
ready = { http = "/" }
telemetry = false
[[scenario]]
name = "asks"
[[scenario.steps]]
run = "node get.mjs http://127.0.0.1:\${service.api.port.http}/"
expect.stdout.equals = "ok"
capture = { answer = { stdout = "(o)k" } }
[[scenario.steps]]
run = "echo captured \${capture.answer} \${env.NOBODY_SETS_THIS:-default}"
expect.stdout.equals = "captured o default"
`),
    ]);
    expect(record.scenarios[0]?.diagnostics).toEqual([]);
    expect(verdicts(record)).toEqual({ asks: 'passed' });
  });

  it('waits for the span a service is ready by, and tells programs every port', async () => {
    const { record } = await run([
      load(`
[service.worker-1]
command = ["sh", "-c", "node emit.mjs booted && exec sleep 60"]
ports = { admin = "auto" }
ready = { span = "boo*" }
[[scenario]]
name = "knows"
[[scenario.steps]]
shell = true
run = "test \\"$SPANWRIGHT_PORT_WORKER_1_ADMIN\\" = \${service.worker-1.port.admin} && echo same"
expect.stdout.equals = "same"
[[scenario.expect.span]]
name = "booted"
parent = "spanwright.service.start"
`),
    ]);
    expect(record.scenarios[0]?.diagnostics).toEqual([]);
    expect(verdicts(record)).toEqual({ knows: 'passed' });
  });

  it('does not run the steps after a failed one, and says so', async () => {
    const { record } = await run([
      load(`
[[scenario]]
name = "stumbles"
[[scenario.steps]]
name = "first"
run = "false"
[[scenario.steps]]
name = "second"
run = "true"
`),
    ]);
    const outcomes = record.scenarios[0]?.findings.map(({ rule, outcome }) => [rule, outcome]);
    expect(outcomes).toEqual([
      ['step[first].exit_code', 'failed'],
      ['step[second]', 'undecided'],
    ]);
    expect(verdicts(record)).toEqual({ stumbles: 'failed' });
  });

  it('fails a scenario whose service ends while it is needed', async () => {
    const { record } = await run([
      load(`
[service.api]
command = ["node", "serve.mjs"]
env = { PORT = "\${service.api.port.http}" }
ports = { http = "auto" }
ready = { http = "/" }
telemetry = false
[[scenario]]
name = "crashes"
[[scenario.steps]]
run = "node get.mjs http://127.0.0.1:\${service.api.port.http}/crash"
[[scenario.steps]]
shell = true
run = "while node get.mjs http://127.0.0.1:\${service.api.port.http}/; do :; done 2>/dev/null"
`),
    ]);
    expect(record.scenarios[0]?.findings.find((each) => each.rule === 'service[api].exit')).toMatchObject({
      outcome: 'failed',
      message: 'service `api` exited with code 3 while it was needed',
    });
    expect(verdicts(record)).toEqual({ crashes: 'failed' });
  });

  it('reports what could not be started as error, never as failed', async () => {
    const { record } = await run([
      load(
        '[service.api]\ncommand = ["no-such-program"]\n[[scenario]]\nname = "service"\nrun = "true"\n[[scenario.expect.span]]\nname = "x"\n',
      ),
      load('[[scenario]]\nname = "step"\nrun = "no-such-program"\n', 'step.span.toml'),
      load(
        '[service.db]\nplugin = "generic_container"\nimage = "x"\n[[scenario]]\nname = "container"\nrun = "true"\n',
        'container.span.toml',
      ),
      load(
        '[[scenario]]\nname = "placeholder"\nrun = "echo ${env.NOBODY_SETS_THIS}"\n',
        'placeholder.span.toml',
      ),
    ]);
    expect(verdicts(record)).toEqual({
      service: 'error',
      step: 'error',
      container: 'error',
      placeholder: 'error',
    });
    expect(record.scenarios.map((each) => each.diagnostics.map(({ code }) => code))).toEqual([
      ['SW6001'],
      ['SW6001'],
      ['SW6301'],
      ['SW6202'],
    ]);
    expect(record.scenarios[0]?.findings.map(({ outcome }) => outcome)).not.toContain('failed');
  });

  it('leaves the verdict undecided when a service that should export never does', async () => {
    const { record } = await run([
      load(`
[service.mute]
command = ["sleep", "60"]
[[scenario]]
name = "half silent"
run = "node emit.mjs checkout"
[[scenario.expect.span]]
name = "checkout"
`),
    ]);
    expect(verdicts(record)).toEqual({ 'half silent': 'undecided' });
    expect(record.scenarios[0]?.telemetry?.silent).toEqual(['mute']);
  });

  it('skips what depends on a scenario that did not pass, and what says so itself', async () => {
    const { record } = await run([
      load(`
[[scenario]]
name = "prepare"
run = "false"
[[scenario]]
name = "use"
depends_on = ["prepare"]
run = "true"
[[scenario]]
name = "later"
skip = "not today"
run = "true"
`),
    ]);
    expect(verdicts(record)).toEqual({ prepare: 'failed', use: 'skipped', later: 'skipped' });
    expect(record.scenarios[1]?.skipped).toBe('it depends on `prepare`, which did not pass');
  });

  it('marks a pass after a failure as flaky', async () => {
    const { record } = await run([
      load(`
[[scenario]]
name = "second time lucky"
retries = 2
shell = true
run = "test -e /tmp/spanwright-$SPANWRIGHT_RUN_ID.mark || { touch /tmp/spanwright-$SPANWRIGHT_RUN_ID.mark; exit 1; }; rm /tmp/spanwright-$SPANWRIGHT_RUN_ID.mark"
`),
    ]);
    expect(record.scenarios[0]).toMatchObject({ verdict: 'passed', flaky: true, attempts: 2 });
  });

  it('stops a scenario when its time runs out: failed, with what it was doing undecided', async () => {
    const { record } = await run([
      load('[[scenario]]\nname = "slow"\ntimeout = "300ms"\nrun = "sleep 60"\n'),
    ]);
    expect(record.scenarios[0]?.findings.map(({ rule, outcome }) => [rule, outcome])).toContainEqual([
      'scenario.timeout',
      'failed',
    ]);
    expect(verdicts(record)).toEqual({ slow: 'failed' });
  });

  it('stops everything politely when aborted, and still accounts for every scenario', async () => {
    const abort = new AbortController();
    const { record, events } = await run(
      [
        load(
          '[[scenario]]\nname = "running"\nrun = "sleep 60"\n[[scenario]]\nname = "waiting"\nrun = "true"\n',
        ),
      ],
      {
        jobs: 1,
        signal: abort.signal,
        onEvent: (event) => event.type === 'stepStarted' && abort.abort('SIGINT'),
      },
    );
    expect(events.at(-1)?.type).toBe('runFinished');
    expect(verdicts(record)).toEqual({ running: 'undecided', waiting: 'undecided' });
  });

  it('stops after the first failure when asked to, and says why the rest was skipped', async () => {
    const { record } = await run(
      [load('[[scenario]]\nname = "bad"\nrun = "false"\n[[scenario]]\nname = "good"\nrun = "true"\n')],
      { jobs: 1, policy: { maxFailures: 1 } },
    );
    expect(verdicts(record)).toEqual({ bad: 'failed', good: 'skipped' });
  });

  it('starts higher priorities first and never more than `jobs` at once', async () => {
    const order: string[] = [];
    let running = 0;
    let most = 0;
    const names = [...'abcdef'];
    const text = names
      .map((name, index) => `[[scenario]]\nname = "${name}"\npriority = ${index}\nrun = "true"\n`)
      .join('');
    await run([load(text)], {
      jobs: 2,
      onEvent: (event) => {
        if (event.type === 'scenarioStarted') {
          order.push(event.id.split('::')[1] ?? '');
          most = Math.max(most, ++running);
        }
        if (event.type === 'scenarioFinished') running--;
      },
    });
    expect(order.join('')).toBe('fedcba');
    expect(most).toBe(2);
  });

  it("keeps eight scenarios' spans apart while they run at once", async () => {
    const names = Array.from({ length: 8 }, (_, index) => `s${index}`);
    const text = names
      .map(
        (name) => `
[[scenario]]
name = "${name}"
run = "node emit.mjs ${Array.from({ length: 50 }, (_, index) => `${name}-${index}`).join(' ')}"
[scenario.expect.counts]
spans_total = { eq = 50 }
by_name = { "${name}-0" = { eq = 1 }, "${name}-49" = { eq = 1 } }
`,
      )
      .join('');
    const { record } = await run([load(text)], { jobs: 8 });
    expect(verdicts(record)).toEqual(Object.fromEntries(names.map((name) => [name, 'passed'])));
  });

  it('judges what a file claims about all its scenarios on what they sent together', async () => {
    const { record } = await run([
      load(`
[expect.counts]
spans_total = { eq = 2 }
[[scenario]]
name = "one"
run = "node emit.mjs first"
[[scenario]]
name = "two"
run = "node emit.mjs second"
`),
    ]);
    expect(verdicts(record)).toEqual({
      one: 'passed',
      two: 'passed',
      'shop (all scenarios together)': 'passed',
    });
  });
});
