import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { join, resolve } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NODE, testEngine } from '../src/backend/container/engine.fixture.ts';
import { LABELS, ownerOf } from '../src/backend/container/labels.ts';
import { Engine, EngineClient } from '../src/backend/index.ts';
import { BIN, makeFolder } from './program.ts';

// An engine behind TLS, which wants to know who asks: the real one, with certificates made here.

const engine = await testEngine();
const fixtures = resolve(import.meta.dirname, 'fixtures/containers');
const openssl = spawnSync('openssl', ['version']).status === 0;
if (!openssl && process.env.CI) throw new Error('openssl is missing, which .ci/run installs');
const missing = engine.missing ?? (openssl ? undefined : 'there is no openssl');

const service = `
[meta]
name = "orders"

[service.orders]
image = "${NODE}"
command = ["node", "/app/orders.mjs"]
ports = { http = 8080 }
volumes = [{ host_path = "${fixtures}", container_path = "/app", read_only = true }]
ready = { http = "/ready" }
`;
const files = {
  'orders.span.toml': `${service}
[[scenario]]
name = "are served"

[[scenario.steps]]
service = "orders"
run = ["node", "-e", "fetch('http://127.0.0.1:8080/orders').then(() => {})"]

[[scenario.expect.span]]
name = "GET /orders"
`,
  'long.span.toml': `${service}
[[scenario]]
name = "sleeps"

[[scenario.steps]]
service = "orders"
run = ["node", "-e", "setTimeout(() => {}, 60000)"]
`,
  'openssl.cnf': '[any]\nsubjectAltName = IP:127.0.0.1\n[other]\nsubjectAltName = DNS:elsewhere.example\n',
};
let folder: ReturnType<typeof makeFolder>;

function certify(line: string): void {
  const { status, stderr } = spawnSync('openssl', line.split(' '), { cwd: folder.path, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** An authority, and what it vouches for: the engine, a client of it, and an engine of another name. */
function makeCertificates(): void {
  const made = (name: string) => `-newkey rsa:2048 -nodes -keyout ${name}-key.pem`;
  for (const authority of ['ca', 'stranger']) {
    certify(`req -x509 ${made(authority)} -out ${authority}.pem -subj /CN=${authority} -days 2`);
  }
  for (const [name, kind] of [
    ['engine', 'any'],
    ['client', 'any'],
    ['elsewhere', 'other'],
  ] as const) {
    certify(`req ${made(name)} -out ${name}.csr -subj /CN=${name}`);
    const signed = `-CA ca.pem -CAkey ca-key.pem -CAcreateserial -out ${name}.pem -days 2`;
    certify(`x509 -req -in ${name}.csr ${signed} -extfile openssl.cnf -extensions ${kind}`);
  }
  const whole = { 'ca.pem': 'ca.pem', 'cert.pem': 'client.pem', 'key.pem': 'client-key.pem' };
  layOut('good', whole);
  layOut('strange', { ...whole, 'ca.pem': 'stranger.pem' });
  layOut('anonymous', { 'ca.pem': 'ca.pem' });
  mkdirSync(join(folder.path, 'empty'));
}

/** As Docker lays them out. */
function layOut(name: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(join(folder.path, name));
  for (const [to, from] of Object.entries(files)) {
    copyFileSync(join(folder.path, from), join(folder.path, name, to));
  }
}

/** The engine behind a certificate. */
async function serve(certificate: string): Promise<Server> {
  const read = (name: string) => readFileSync(join(folder.path, name));
  const server = createServer(
    {
      ca: read('ca.pem'),
      cert: read(`${certificate}.pem`),
      key: read(`${certificate}-key.pem`),
      requestCert: true,
      rejectUnauthorized: true,
    },
    (inner) => {
      const outer = connect(engine.url.slice('unix://'.length));
      inner.pipe(outer).pipe(inner);
      inner.on('error', () => outer.destroy()).on('close', () => outer.destroy());
      outer.on('error', () => inner.destroy());
    },
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

function startRun(server: Server, file: string, env: NodeJS.ProcessEnv) {
  const { port } = server.address() as AddressInfo; // It listens at a port.
  const args = [BIN, 'run', '--no-record', '--volume-root', fixtures, '--reporter', 'ndjson', file];
  return spawn(process.execPath, args, {
    cwd: folder.path,
    env: { ...process.env, DOCKER_HOST: `tcp://127.0.0.1:${port}`, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** With the certificates that lie in that folder of ours. */
const trusting = (name: string) => ({ DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: join(folder.path, name) });

async function run(
  server: Server,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly code: number; readonly output: string }> {
  const child = startRun(server, 'orders.span.toml', env);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  const [code] = await once(child, 'close');
  return { code, output };
}

// Without an engine there is nothing to be trusted; what is missing stands in the title.
describe.skipIf(missing !== undefined)(`an engine behind TLS ${missing ?? ''}`, { timeout: 120_000 }, () => {
  let good: Server;
  let elsewhere: Server;

  beforeAll(async () => {
    folder = makeFolder(files);
    makeCertificates();
    good = await serve('engine');
    elsewhere = await serve('elsewhere');
  });
  afterAll(() => {
    good.close();
    elsewhere.close();
    folder.remove();
  });

  it('is asked, and spans come from its containers', async () => {
    expect(await run(good, trusting('good'))).toMatchObject({ code: 0 });
  });

  it('is asked without being checked where only that is wanted', async () => {
    const env = { DOCKER_TLS: '1', DOCKER_CERT_PATH: join(folder.path, 'strange') };
    expect(await run(elsewhere, env)).toMatchObject({ code: 0 });
  });

  it.each([
    ['is unknown', 'strange', () => good, /cannot be asked by TLS: .*certificate/],
    ['has the name of another', 'good', () => elsewhere, /cannot be asked by TLS: .*127\.0\.0\.1/],
    ['wants to know who asks', 'anonymous', () => good, /cannot be asked by TLS: .*certificate required/],
    ['cannot be checked', 'empty', () => good, /cannot be asked by TLS: .*ca\.pem cannot be read: ENOENT/],
  ])('is not asked when it %s', async (_, certificates, server, message) => {
    const { code, output } = await run(server(), trusting(certificates));
    expect(output).toMatch(message);
    expect(output).toContain('DOCKER_CERT_PATH');
    expect(code).toBe(3);
  });

  it('keeps nothing of a runner that was killed', async () => {
    const client = new EngineClient({ url: engine.url, from: 'the test' });
    const asked = new Engine(client);
    const child = startRun(good, 'long.span.toml', trusting('good'));
    const label = `${LABELS.owner}=${ownerOf(child.pid ?? 0)}`;
    const ours = async () => [...(await asked.containers(label)), ...(await asked.networks(label))];
    await expect.poll(ours, { timeout: 30_000 }).toHaveLength(2);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expect.poll(ours, { timeout: 12_000, interval: 250 }).toEqual([]);
    client.close();
  });
});
