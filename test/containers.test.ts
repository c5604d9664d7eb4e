import { spawn, spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { BUSYBOX, NODE, testEngine } from '../src/backend/container/engine.fixture.ts';
import type { RunRecord } from '../src/event/index.ts';
import { BIN, makeFolder } from './program.ts';

// An engine that other tests keep busy takes seconds for a container.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

// Scenarios whose services are containers, run by the built program with a real engine; scripts/test-engine.sh starts one.

const fixtures = resolve(import.meta.dirname, 'fixtures/containers');

interface Ran {
  readonly code: number | null;
  readonly record: RunRecord;
  readonly stderr: string;
}

/** On a machine that reaches the engine's socket, and is in none of its networks. */
async function fromOutside(files: Readonly<Record<string, string>>): Promise<Ran> {
  const { name, remove } = makeOutside();
  try {
    return await run(files, [], undefined, ['ip', 'netns', 'exec', name]);
  } finally {
    remove();
  }
}

async function run(
  files: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  prepare = (_path: string) => {},
  before: readonly string[] = [],
): Promise<Ran> {
  const folder = makeFolder(files);
  prepare(folder.path);
  const [program = '', ...words] = [...before, process.execPath, BIN, 'run', '--no-record'];
  const child = spawn(program, [...words, '--reporter', 'json', ...args], {
    cwd: folder.path,
    env: { ...process.env, DOCKER_HOST: engine.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((done) => child.on('close', done));
  folder.remove();
  if (stdout === '') throw new Error(`there is no report: ${stderr}`);
  // Just printed by the program that the type is of.
  return { code, record: JSON.parse(stdout) as RunRecord, stderr };
}

const file = (text: string) => ({ 'box.span.toml': `[meta]\nname = "box"\n${text}` });

/** A service that steps are executed in, and a step per line. */
const box = (lines: readonly string[], more = '') => `
[service.box]
image = "${BUSYBOX}"
telemetry = false
${more}
[[scenario]]
name = "in a box"
service = "box"
${lines.map((line) => `[[scenario.steps]]\nrun = ${JSON.stringify(line)}\nshell = true\n`).join('')}`;

function messagesOf({ record }: Ran): string {
  return record.scenarios
    .flatMap((each) => each.diagnostics.map(({ code, message }) => `${code} ${message}`))
    .join('\n');
}

const engine = await testEngine();

/** Why there can be no neighbouring machine; undefined when there can. */
const noOutside =
  process.getuid?.() === 0 && spawnSync('ip', ['-V']).status === 0 ? undefined : '(needs root and iproute2)';

/** Another machine at 198.18.7.2, as far as containers can tell: it refuses every connection. */
function makeOutside(): { readonly name: string; readonly remove: () => void } {
  const name = `spw-${process.pid}`;
  const ip = (line: string) => spawnSync('ip', line.split(' '));
  ip(`netns add ${name}`);
  ip(`link add spw-out type veth peer name spw-in netns ${name}`);
  ip('addr add 198.18.7.1/30 dev spw-out');
  ip('link set spw-out up');
  ip(`-n ${name} addr add 198.18.7.2/30 dev spw-in`);
  ip(`-n ${name} link set spw-in up`);
  ip(`-n ${name} route add default via 198.18.7.1`);
  ip(`-n ${name} link set lo up`);
  return { name, remove: () => ip(`netns del ${name}`) };
}

describe.skipIf(engine.missing !== undefined)(`containers ${engine.missing ?? ''}`, () => {
  it('prove what they do by the spans that they send', async () => {
    const ran = await run(
      file(`
[service.orders]
image = "${NODE}"
command = ["node", "/app/orders.mjs"]
ports = { http = 8080 }
volumes = [{ host_path = "${fixtures}", container_path = "/app", read_only = true }]
ready = { http = "/ready" }

[service.customer]
image = "${BUSYBOX}"
telemetry = false

[[scenario]]
name = "orders are served"

[[scenario.steps]]
name = "from this machine"
run = ["node", "-e", "fetch(process.argv[1]).then((a) => a.text()).then(console.log)", "http://\${service.orders.host}:\${service.orders.port.http}/orders"]
expect = { stdout = { contains = "order 1" } }

[[scenario.steps]]
name = "from a neighbour, by name"
service = "customer"
run = "wget -qO- http://orders:8080/orders"
expect = { stdout = { contains = "order 2" } }

[[scenario.expect.span]]
name = "GET /orders"
count = { eq = 2 }

[[scenario.expect.span]]
name = "spanwright.container.exec"
attrs.all = { "spanwright.service" = "customer" }
`),
      ['--volume-root', fixtures],
    );
    expect(messagesOf(ran)).toBe('');
    expect(ran.record.scenarios[0]).toMatchObject({ verdict: 'passed', telemetry: { spans: 2 } });
    expect(ran.record.scenarios[0]?.services[0]).toMatchObject({
      id: 'orders',
      spans: 2,
      image: { name: NODE },
    });
    expect(ran.record.scenarios[0]?.services[0]?.image?.digest).toMatch(/sha256:[0-9a-f]{64}$/);
    expect(ran.code).toBe(0);
  });

  it.skipIf(noOutside !== undefined)(
    `leave it undecided where none reaches the receiver ${noOutside ?? ''}`,
    async () => {
      const ran = await fromOutside(
        file(`
[service.sender]
image = "${NODE}"
[[scenario]]
name = "sends"
[[scenario.steps]]
service = "sender"
run = ["node", "-e", "fetch(process.env.OTEL_EXPORTER_OTLP_ENDPOINT).catch(() => console.log('out of reach'))"]
expect = { stdout = { contains = "out of reach" } }
[[scenario.expect.span]]
name = "GET /orders"
`),
      );
      expect(messagesOf(ran)).toContain('SW7002');
      expect(ran.record.scenarios[0]?.findings.map(({ rule, outcome }) => [rule, outcome])).toContainEqual([
        'expect.span[GET /orders].existence',
        'undecided',
      ]);
      expect(ran.record.scenarios[0]?.verdict).toBe('undecided');
      expect(ran.code).toBe(3);
    },
  );

  it('prove nothing by what they print', async () => {
    const ran = await run(
      file(`${box(['echo "span GET /orders ok"'])}
[[scenario.expect.span]]
name = "GET /orders"
`),
    );
    expect(ran.record.scenarios[0]?.verdict).not.toBe('passed');
    expect(ran.code).not.toBe(0);
  });

  it('are fresh for each scenario', async () => {
    const scenario = (name: string) => `
[[scenario]]
name = "${name}"
service = "box"
run = "mkdir /mine"
`;
    const ran = await run(
      file(`[service.box]\nimage = "${BUSYBOX}"\ntelemetry = false\n${scenario('one')}${scenario('two')}`),
    );
    expect(ran.record.scenarios.map(({ verdict }) => verdict)).toEqual(['passed', 'passed']);
  });

  it('are had by one scenario after the other where that is asked for, and it is said', async () => {
    const ran = await run({
      ...file(`
[service.box]
image = "${BUSYBOX}"
command = ["sh", "-c", "while :; do echo hello | nc -l -p 7000; done"]
ports = { echo = 7000 }
ready = { tcp = "echo" }
telemetry = false
reuse = true
[[scenario]]
name = "first"
service = "box"
run = "mkdir /mine"
[[scenario]]
name = "second"
service = "box"
depends_on = ["first"]
run = "rmdir /mine"
[scenario.expect]
span = [{ name = "spanwright.scenario", events.all = ["container.reuse"] }]
[[scenario]]
name = "by name and port"
depends_on = ["second"]
[[scenario.steps]]
name = "from this machine"
run = ["node", "-e", "require('node:net').connect(process.argv[1]).on('connect', () => process.exit(0))", "\${service.box.port.echo}"]
[[scenario.steps]]
name = "inside"
service = "box"
run = "nc box 7000 < /dev/null | grep hello"
shell = true
`),
    });
    const [first, second, third] = ran.record.scenarios;
    expect(ran.record.scenarios.map(({ verdict }) => verdict)).toEqual(['passed', 'passed', 'passed']);
    expect(first?.services[0]).not.toHaveProperty('reused');
    expect(second?.services[0]).toMatchObject({ id: 'box', reused: true });
    expect(third?.services[0]).toMatchObject({ id: 'box', reused: true });
    expect(second?.services[0]?.end).toBeUndefined();
  });

  it('run steps beside a service that has done its work, with clnrm files too', async () => {
    const ran = await run({
      'once.clnrm.toml': `[meta]
name = "once"
version = "1.0.0"
[service.once]
plugin = "generic_container"
image = "${BUSYBOX}"
args = ["sh", "-c", "echo done"]
[[scenario]]
name = "beside"
service = "once"
run = "cat /proc/1/comm"
[[scenario]]
name = "in the first container, as clnrm has it"
[[scenario.steps]]
name = "inside"
command = ["test", "-e", "/.dockerenv"]
`,
    });
    expect(ran.record.scenarios.map(({ verdict }) => verdict)).toEqual(['passed', 'passed']);
    expect(ran.record.scenarios[0]?.services[0]?.stdout.text).toBe('done\n');
  });

  it.each([
    ['spans of its steps', 'missing_child_spans = ["one"]', 'failed'],
    ['a number of spans', 'expected_minimum_spans = 4', 'failed'],
    ['something that nobody can judge', 'expected_edge_count = 3', 'undecided'],
  ])('are not green on a fake that claims %s where clnrm never looked', async (_, claim, verdict) => {
    const ran = await run({
      'fake.clnrm.toml': `[test.metadata]
name = "fake"
[services.box]
type = "generic_container"
image = "${BUSYBOX}"
[[steps]]
name = "one"
command = ["echo", "Step 1"]
service = "box"
expected_output_regex = "Step 1"
[assertions]
container_should_have_executed_commands = 1
[otel_expectations]
should_fail = true
${claim}
`,
    });
    expect(ran.record.scenarios[0]?.verdict).toBe(verdict);
    expect(ran.code).not.toBe(0);
  });

  it("are what the project's own plugins say, preset and code", async () => {
    const ran = await run({
      'spanwright.toml': `[plugins.shell]
image = "${BUSYBOX}"
env = { GREETING = "preset" }
telemetry = false
[plugins.coded]
package = "./coded.mjs"
parameters = { greeting = "code" }
`,
      'coded.mjs': `export default {
  about: 'a shell',
  preset: ({ greeting }) => ({ image: '${BUSYBOX}', env: { GREETING: greeting }, telemetry: false }),
};
`,
      ...file(`
[service.one]
plugin = "shell"
[service.two]
plugin = "coded"
env = { MORE = "service" }
[[scenario]]
name = "greet"
[[scenario.steps]]
service = "one"
run = "echo $GREETING"
shell = true
expect = { stdout = { equals = "preset\\n" } }
[[scenario.steps]]
service = "two"
run = "echo $GREETING $MORE"
shell = true
expect = { stdout = { equals = "code service\\n" } }
`),
    });
    expect(messagesOf(ran)).toBe('');
    expect(ran.record.scenarios[0]).toMatchObject({ verdict: 'passed' });
  });

  it('have no privileges that nobody gave them', async () => {
    const ran = await run(
      file(
        box([
          'grep -q "^NoNewPrivs:.*1" /proc/self/status',
          'grep -q "^CapEff:.0000000000000000$" /proc/self/status',
          '! mknod /tmp/sda b 8 0',
        ]),
      ),
    );
    expect(ran.record.scenarios[0]).toMatchObject({ verdict: 'passed' });
    const kept = await run(
      file(box(['grep -q "^CapEff:.0000000000000001$" /proc/self/status'], 'capabilities = ["CHOWN"]\n')),
    );
    expect(kept.record.scenarios[0]).toMatchObject({ verdict: 'passed' });
  });

  it('are killed at their memory limit, and the verdict names it', async () => {
    const hungry = 'awk \'BEGIN { x = "x"; while (1) x = x x }\'';
    const step = await run(file(`${box([hungry])}\n[scenario.limits]\nmemory_mb = 32\n`));
    expect(step.record.scenarios[0]?.verdict).toBe('failed');
    expect(JSON.stringify(step.record.scenarios[0]?.findings)).toContain('the memory limit of 32 MB');
    const policy = await run(file(`${box([hungry])}\n[scenario.policy]\nmax_memory_mb = 32\n`));
    expect(JSON.stringify(policy.record.scenarios[0]?.findings)).toContain('the memory limit of 32 MB');
    const service = await run(
      file(`
[service.hungry]
image = "${BUSYBOX}"
command = ["awk", "BEGIN { x = \\"x\\"; while (1) x = x x }"]
ready = { log = "never" }

[[scenario]]
name = "eats"
run = "true"
[scenario.limits]
memory_mb = 32
`),
    );
    expect(messagesOf(service)).toContain(
      'was ended by SIGKILL: it reached the memory limit of 32 MB before it was ready',
    );
    expect(service.code).toBe(3);
  });

  it('are held to their number of processes', async () => {
    const fork = '(i=0; while [ $i -lt 60 ]; do sleep 1 & i=$((i+1)); done)';
    const ran = await run(
      file(`${box([`${fork} 2>&1 | grep -q "can.t fork"`])}\n[scenario.limits]\npids = 20\n`),
    );
    expect(ran.record.scenarios[0]).toMatchObject({ verdict: 'passed' });
  });

  it.skipIf(noOutside !== undefined)(
    `have no way out of an isolated network, but to the receiver and to each other ${noOutside ?? ''}`,
    async () => {
      const reach = (isolate: string, outcome: string) => `
[service.orders]
image = "${NODE}"
command = ["node", "/app/orders.mjs"]
ports = { http = 8080 }
volumes = [{ host_path = "${fixtures}", container_path = "/app", read_only = true }]
ready = { http = "/ready" }

[service.box]
image = "${BUSYBOX}"
telemetry = false

[[scenario]]
name = "inside"
service = "box"
${isolate}
[[scenario.steps]]
name = "the neighbour"
run = "wget -qO- http://orders:8080/orders"
[[scenario.steps]]
name = "outside"
run = "nc -w 2 198.18.7.2 9"
expect = { exit_code = 1, stderr = { contains = "${outcome}" } }
[[scenario.expect.span]]
name = "GET /orders"
`;
      const outside = makeOutside();
      try {
        const open = await run(file(reach('', 'refused')), ['--volume-root', fixtures]);
        expect(open.record.scenarios[0]?.findings.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
        const closed = await run(file(reach('isolate = "network"', 'timed out')), [
          '--volume-root',
          fixtures,
        ]);
        expect(closed.record.scenarios[0]?.findings.filter(({ outcome }) => outcome !== 'passed')).toEqual(
          [],
        );
        expect([open.code, closed.code]).toEqual([0, 0]);
      } finally {
        outside.remove();
      }
    },
  );

  it('are out of reach for steps on this machine in an isolated network, which is said', async () => {
    const ran = await run(
      file(`
[service.orders]
image = "${NODE}"
command = ["node", "/app/orders.mjs"]
ports = { http = 8080 }
volumes = [{ host_path = "${fixtures}", container_path = "/app", read_only = true }]
ready = { http = "/ready" }
telemetry = false

[[scenario]]
name = "reaches in"
isolate = "network"
run = ["node", "-e", "fetch(process.argv[1])", "http://\${service.orders.host}:\${service.orders.port.http}/orders"]
`),
      ['--volume-root', fixtures],
    );
    expect(messagesOf(ran)).toContain(
      'SW6306 step `node -e fetch(process.argv[1]) http://${service.orders.host}:${service.orders.port.http}/orders` runs on this machine in an isolated network, from which the container of `orders` cannot be reached',
    );
    expect(ran.record.scenarios[0]?.verdict).toBe('failed');
  });

  it('mount what lies in the project, for reading where that is said, and nothing else', async () => {
    const volume = (host: string, more = '') =>
      `volumes = [{ host_path = "${host}", container_path = "/data"${more} }]\n`;
    const project = '${project.dir}';
    const files = (text: string) => ({ 'spanwright.toml': '', 'data/file': 'precious', ...file(text) });
    const write = await run(
      files(box(['test "$(cat /data/file)" = precious', 'echo more > /data/new'], volume(`${project}/data`))),
    );
    expect(messagesOf(write)).toBe('');
    expect(write.record.scenarios[0]).toMatchObject({ verdict: 'passed' });
    const read = await run(
      files(box(['! echo more > /data/new'], volume(`${project}/data`, ', read_only = true'))),
    );
    expect(read.record.scenarios[0]).toMatchObject({ verdict: 'passed' });
    const link = await run(files(box(['true'], volume(`${project}/link`))), [], (path) =>
      symlinkSync('/etc', join(path, 'link')),
    );
    expect(messagesOf(link)).toMatch(/^SW6303 .*which is \/etc, lies outside of what may be mounted/);
    expect(link.code).toBe(3);
  });
});
