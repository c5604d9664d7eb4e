import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox, ServiceSpec } from '../contract.ts';
import { startProcessBackend } from './backend.ts';

const never = new AbortController().signal;
const backend = await startProcessBackend();

const program = (text: string, ...args: string[]) => [process.execPath, '-e', text, ...args];
/** Answers over HTTP on its fixed port with its own name. */
const web = `
  require('node:http').createServer((_, response) => response.end(process.argv[1]))
    .listen(80, '127.0.0.1', () => console.log('up'));
`;
const ask = (url: string) => program(`fetch(${JSON.stringify(url)}).then((r) => r.text()).then(console.log)`);
const reach = (code: string) => program(`${code}.on('error', (error) => console.log(error.code))`);

// Where the kernel lets nobody make networks there is nothing to show; the reason is in the title.
describe.skipIf(backend.noNetwork !== undefined)(`a network of its own ${backend.noNetwork ?? ''}`, () => {
  let outside: Server;
  let port: number;
  let received = '';

  beforeAll(async () => {
    outside = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('data', (chunk) => {
        received += chunk;
      });
      socket.on('end', () => socket.end(`got ${received.length}`));
    });
    await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
    // A server that listens on TCP has an address with a port.
    ({ port } = outside.address() as { port: number });
  });
  afterAll(() => void outside.close());

  const open = (reachable: readonly number[] = []) =>
    backend.open({ runId: 'r', scenarioId: 's', projectDir: '/', keep: false, network: { reachable } });
  const inside = async (use: (sandbox: Sandbox) => Promise<void>, reachable?: readonly number[]) => {
    const sandbox = await open(reachable);
    try {
      await use(sandbox);
    } finally {
      await sandbox.close();
    }
  };
  const run = async (sandbox: Sandbox, argv: readonly string[]) => {
    const { stdout, stderr } = await sandbox.exec({ argv, env: {}, cwd: sandbox.dir }, never);
    return `${stdout.text}${stderr.text}`.trim();
  };
  const service = (sandbox: Sandbox, name: string): ServiceSpec => ({
    id: name,
    command: { argv: program(web, name), env: {}, cwd: sandbox.dir },
    ready: [
      { kind: 'tcp', host: '127.0.0.1', port: 80 },
      { kind: 'http', url: 'http://127.0.0.1/' },
    ],
    readyTimeoutMs: 20_000,
    readyIntervalMs: 10,
    stopSignal: 'SIGTERM',
    stopGraceMs: 5_000,
  });

  it('reaches the ports of the runner that were named, with whole streams', async () => {
    const send = `
      const socket = require('node:net').connect(${port}, '127.0.0.1');
      socket.on('data', (text) => console.log(String(text)));
      socket.end('x'.repeat(3_000_000));
    `;
    await inside(async (sandbox) => expect(await run(sandbox, program(send))).toBe('got 3000000'), [port]);
  });

  it('reaches no other port of the machine', async () => {
    const connect = reach(`require('node:net').connect(${port}, '127.0.0.1')`);
    await inside(async (sandbox) => expect(await run(sandbox, connect)).toBe('ECONNREFUSED'));
  });

  it('lets several sandboxes use one fixed port at the same time, a low one too', async () => {
    const sandboxes = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => ({ name, sandbox: await open() })),
    );
    try {
      for (const { name, sandbox } of sandboxes) {
        expect((await sandbox.start(service(sandbox, name), never)).kind).toBe('ready');
      }
      const answers = sandboxes.map(({ sandbox }) => run(sandbox, ask('http://127.0.0.1/')));
      expect(await Promise.all(answers)).toEqual(['a', 'b', 'c']);
    } finally {
      await Promise.all(sandboxes.map(({ sandbox }) => sandbox.close()));
    }
  });

  it('a probe says that nobody listens there', async () => {
    await inside(async (sandbox) => {
      const argv = ['sh', '-c', 'exec sleep 60'];
      const spec = {
        ...service(sandbox, 'none'),
        command: { argv, env: {}, cwd: sandbox.dir },
        readyTimeoutMs: 300,
      };
      const outcome = await sandbox.start(spec, never);
      expect(outcome).toMatchObject({ kind: 'notReady', waitingFor: expect.stringContaining('refused') });
    });
  });

  it('refuses what wants to leave, at once, and tells where it wanted to go', async () => {
    const sandbox = await open();
    const tcp = reach(`require('node:net').connect(443, '192.0.2.7')`);
    const tcp6 = reach(`require('node:net').connect(8443, '2001:db8::7')`);
    const udp = program(
      `require('node:dgram').createSocket('udp4').send('x', 9999, '192.0.2.8', process.exit)`,
    );
    const dns = program(`
      const dns = new (require('node:dns').Resolver)({ tries: 1, timeout: 1000 });
      dns.setServers(['192.0.2.53']);
      dns.resolve4('api.example.com', (error) => console.log(error.code));
    `);
    expect(await run(sandbox, tcp)).toBe('ECONNREFUSED');
    const has6 = (await run(sandbox, tcp6)) === 'ECONNREFUSED';
    await run(sandbox, udp);
    expect(await run(sandbox, dns)).toBe('ECONNREFUSED');
    await run(sandbox, reach(`require('node:net').connect(1, '127.0.0.1')`));
    const { egress } = await sandbox.close();
    expect(egress.map(({ protocol, address, port, name }) => [protocol, address, port, name])).toEqual(
      expect.arrayContaining([
        ['tcp', '192.0.2.7', 443, undefined],
        ['udp', '192.0.2.8', 9999, undefined],
        ['udp', '192.0.2.53', 53, 'api.example.com'],
      ]),
    );
    expect(egress).toHaveLength(has6 ? 4 : 3);
  });

  it('has nothing to tell of a scenario that stays inside', async () => {
    const sandbox = await open([port]);
    expect((await sandbox.start(service(sandbox, 'a'), never)).kind).toBe('ready');
    expect(await run(sandbox, ask('http://localhost/'))).toBe('a');
    expect((await sandbox.close()).egress).toEqual([]);
  });
});

it('cannot be had in the tier group, and is not left out silently', async () => {
  const plain = await startProcessBackend({ best: 'group' });
  expect(plain.noNetwork).toEqual(expect.any(String));
  const opened = plain.open({
    runId: 'r',
    scenarioId: 's',
    projectDir: '/',
    keep: false,
    network: { reachable: [] },
  });
  await expect(opened).rejects.toThrow('network of its own');
});
