import { createServer } from 'node:http';

// A service without any instrumentation.
createServer((_request, response) => response.end('3 parcels')).listen(process.env.PORT, '127.0.0.1');
