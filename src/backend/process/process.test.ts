import { describe } from 'vitest';
import { backendConformance } from '../conformance.ts';
import { createProcessBackend, startProcessBackend } from './backend.ts';
import { tiers } from './tier.ts';

const server = `
  require('node:http')
    .createServer((request, response) => response.writeHead(request.url === '/' ? 200 : 503).end())
    .listen(Number(process.argv[1]), '127.0.0.1', () => console.log('listening on', process.argv[1]));
`;

describe('tier group, by Node itself', () => {
  backendConformance('process', {
    createBackend: () => createProcessBackend({ killGraceMs: 100 }),
    httpServer: (port) => [process.execPath, '-e', server, String(port)],
  });
});

for (const tier of tiers) {
  const backend = await startProcessBackend({ best: tier, killGraceMs: 100 });
  // A machine without privileges, or without Perl, has fewer tiers than others.
  describe.skipIf(backend.tier !== tier)(`tier ${tier} ${backend.reason}`, () => {
    backendConformance('process', {
      createBackend: () => backend,
      httpServer: (port) => [process.execPath, '-e', server, String(port)],
    });
  });
}
