import { spawn } from 'node:child_process';
import { describe, expect, it, vi } from 'vitest';
import { BUSYBOX, testEngine } from '../src/backend/container/engine.fixture.ts';
import { type FakeEngine, politeUntil, startFake, startProxy } from './fake-engine.ts';
import { BIN, makeFolder } from './program.ts';

// An engine that other tests keep busy takes seconds for a container.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

// Engines that do what they must not. Each time the run has to end by itself, with a verdict, saying which socket and what to do.

const scenario = (image: string, run = 'true') => `
[meta]
name = "hostile"

[service.box]
image = "${image}"
telemetry = false

[[scenario]]
name = "in a box"
service = "box"
run = ${JSON.stringify(run)}
`;

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs the scenario against the engine at that address, and tells of all that is printed so far as it grows. */
function runAgainst(
  url: string,
  cwd: string,
  {
    args = [],
    onOutput = () => {},
  }: { readonly args?: readonly string[]; readonly onOutput?: (output: string) => void } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, 'run', '--no-record', '--engine-timeout', '1s', ...args], {
    cwd,
    env: { ...process.env, DOCKER_HOST: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
      onOutput(output);
    });
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

async function against(
  start: (folder: string) => Promise<FakeEngine>,
  act: (engine: FakeEngine, folder: string) => Promise<Ended>,
): Promise<Ended & { readonly socket: string }> {
  const folder = makeFolder({ 'hostile.span.toml': scenario('busybox') });
  const engine = await start(folder.path);
  try {
    return { ...(await act(engine, folder.path)), socket: engine.socket };
  } finally {
    engine.die();
    folder.remove();
  }
}

describe('an engine that', () => {
  it('is not there', async () => {
    const folder = makeFolder({ 'hostile.span.toml': scenario('busybox') });
    const { code, output } = await runAgainst(`unix://${folder.path}/none.sock`, folder.path);
    expect(code).toBe(3);
    expect(output).toContain(
      `the container engine at unix://${folder.path}/none.sock cannot be reached: there is no such socket`,
    );
    expect(output).toContain('start Docker or Podman');
    folder.remove();
  });

  it.each<[string, Parameters<typeof startFake>[1], RegExp, RegExp]>([
    [
      'hangs from the start',
      () => {},
      /did not answer within 1000 ms when asked to say what it is/,
      /--engine-timeout/,
    ],
    [
      'says 500 to everything',
      (_, response) => response.writeHead(500).end('{"message":"disk on fire"}'),
      /could not say what it is: disk on fire \(status 500\)/,
      /log of the engine/,
    ],
    [
      'is something else',
      (_, response) => response.end('<html>hello</html>'),
      /the answer is not JSON, so this is no container engine/,
      /log of the engine/,
    ],
    [
      'sends an answer without end',
      (_, response) => {
        const more = () => response.destroyed || response.write('x'.repeat(65_536), more);
        more();
      },
      /(larger than any of an engine|did not answer within)/,
      /engine/,
    ],
    [
      'hangs when it is to look for an image',
      politeUntil(() => {}),
      /did not answer within 1000 ms when asked to look for the image busybox/,
      /--engine-timeout/,
    ],
    [
      'stalls in a pull',
      politeUntil((request, response) => {
        if (request.method === 'GET') response.writeHead(404).end('{"message":"no such image"}');
        else response.writeHead(200).write('{"status":"Pulling fs layer","id":"abc"}\n');
      }),
      /did not answer within 1000 ms when asked to pull the image busybox/,
      /--engine-timeout/,
    ],
  ])('%s', async (_, answer, message, remedy) => {
    const { code, output, socket } = await against(
      (folder) => startFake(folder, answer),
      ({ url }, folder) => runAgainst(url, folder),
    );
    expect(output).toMatch(message);
    expect(output).toMatch(remedy);
    expect(output).toContain(`unix://${socket}`);
    expect(code).toBe(3);
  });

  it('has no such image, and no registry that has it', async () => {
    const answer = politeUntil((request, response) => {
      if (request.method === 'GET') response.writeHead(404).end('{"message":"no such image"}');
      else response.end('{"status":"Trying"}\n{"error":"manifest unknown"}\n');
    });
    const { code, output } = await against(
      (folder) => startFake(folder, answer),
      ({ url }, folder) => runAgainst(url, folder),
    );
    expect(output).toContain('the image busybox cannot be pulled: manifest unknown');
    expect(output).toContain('spanwright pull');
    expect(code).toBe(3);
  });
});

const engine = await testEngine();

// Without an engine there is none that could die; what is missing stands in the title.
describe.skipIf(engine.missing !== undefined)(`an engine that ${engine.missing ?? ''}`, () => {
  it('dies while a step runs', async () => {
    const { code, output, socket } = await against(
      (folder) => startProxy(folder, engine.url.slice('unix://'.length)),
      async ({ url, die }) => {
        const files = makeFolder({ 'dying.span.toml': scenario(BUSYBOX, 'sleep 60') });
        const begun = Promise.withResolvers<void>();
        const ended = runAgainst(url, files.path, {
          args: ['--reporter', 'ndjson'],
          onOutput: (text) => text.includes('"stepStarted"') && begun.resolve(),
        });
        await begun.promise;
        die();
        return await ended.finally(files.remove);
      },
    );
    expect(output).toContain(`unix://${socket}`);
    expect(output).toMatch(/start Docker or Podman|start it again/);
    expect(code).toBe(3);
  });
});
