import { backendConformance } from '../conformance.ts';
import { createProcessBackend } from './backend.ts';

const server = `
  require('node:http')
    .createServer((request, response) => response.writeHead(request.url === '/' ? 200 : 503).end())
    .listen(Number(process.argv[1]), '127.0.0.1', () => console.log('listening on', process.argv[1]));
`;

backendConformance('process', {
  createBackend: () => createProcessBackend({ killGraceMs: 100 }),
  httpServer: (port) => [process.execPath, '-e', server, String(port)],
});
