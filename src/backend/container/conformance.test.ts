import { afterAll, describe, vi } from 'vitest';
import { backendConformance } from '../conformance.ts';
import type { ContainerSpec } from '../contract.ts';
import { startProcessBackend } from '../process/backend.ts';
import { type ContainerBackend, startContainerBackend } from './backend.ts';
import { BUSYBOX, NODE, testEngine } from './engine.fixture.ts';

// An engine that other tests keep busy takes seconds for a container.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const server = `
  require('node:http')
    .createServer((request, response) => response.writeHead(request.url === '/' ? 200 : 503).end())
    .listen(Number(process.argv[1]), () => console.log('listening on', process.argv[1]));
`;

const httpContainer = (port: number): ContainerSpec => ({
  image: NODE,
  pull: 'never',
  ports: [{ inside: port, outside: port }],
  volumes: [],
  capabilities: [],
});

for (const name of ['docker', 'podman'] as const) {
  const engine = await testEngine(name);
  // Without an engine there is nothing to conform; what is missing stands in the title.
  describe.skipIf(engine.missing !== undefined)(`${name} ${engine.missing ?? ''}`, () => {
    let backend: ContainerBackend | undefined;
    const createBackend = async () => {
      backend ??= await startContainerBackend({
        local: await startProcessBackend({ best: 'group' }),
        address: { url: engine.url, from: 'the environment' },
        killGraceMs: 100,
        image: BUSYBOX,
      });
      return backend;
    };
    afterAll(async () => {
      await backend?.end();
    });
    backendConformance('container', {
      createBackend,
      httpServer: (port) => ['node', '-e', server, String(port)],
      httpContainer,
      tellsSignals: false,
      // Podman's monitor stops reading when the command has ended.
      keepsLateOutput: name === 'docker',
      patienceMs: 3_000,
    });
  });
}
