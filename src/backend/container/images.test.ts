import { createServer, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EngineClient } from './engine/client.ts';
import { Engine } from './engine/engine.ts';
import { Images } from './images.ts';

// An engine that has an image once it was pulled; pulls end when the test says so.

let server: Server;
let client: EngineClient;
let images: Images;
const pulls: ServerResponse[] = [];
/** Pulls that the other side has broken off. */
let broken = 0;
let present = false;

beforeEach(async () => {
  [broken, present] = [0, false];
  pulls.length = 0;
  server = createServer((request, response) => {
    if (request.method === 'POST') {
      response.write('{"status":"Pulling"}\n');
      response.on('close', () => {
        if (!response.writableEnded) broken++;
      });
      pulls.push(response);
    } else if (present) response.end('{"Id":"sha256:1"}');
    else response.writeHead(404).end('{"message":"no such image"}');
  });
  const path = join(tmpdir(), `spw-images-${process.pid}.sock`);
  await new Promise<void>((done) => server.listen(path, done));
  client = new EngineClient({ url: `unix://${path}`, from: 'the test' });
  images = new Images(new Engine(client));
});
afterEach(() => {
  client.close();
  server.closeAllConnections();
  server.close();
});

const get = (signal: AbortSignal) => images.get('box', { policy: 'if-not-present', idleMs: 60_000, signal });
const pulled = (count: number) => expect.poll(() => pulls.length, { timeout: 10_000 }).toBe(count);

test('a pull that several wait for goes on when one of them is cancelled', async () => {
  const [cancelled, stays] = [new AbortController(), new AbortController()];
  const first = get(cancelled.signal);
  const second = get(stays.signal);
  await pulled(1);
  cancelled.abort(new Error('no more'));
  await expect(first).rejects.toThrow('no more');
  present = true;
  pulls[0]?.end();
  expect(await second).toMatchObject({ id: 'sha256:1' });
  expect(broken).toBe(0);
  expect(pulls).toHaveLength(1);
});

test('it ends with the last that waits for it, and is begun anew for the next', async () => {
  const both = [new AbortController(), new AbortController()];
  const waits = both.map(({ signal }) => get(signal));
  await pulled(1);
  const ends = Promise.allSettled(waits);
  for (const each of both) each.abort(new Error('no more'));
  expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const next = get(new AbortController().signal);
  await pulled(2);
  await expect.poll(() => broken).toBe(1);
  present = true;
  pulls[1]?.end();
  expect(await next).toMatchObject({ id: 'sha256:1' });
});

test('one that is cancelled already asks for nothing', async () => {
  await expect(get(AbortSignal.abort(new Error('no more')))).rejects.toThrow('no more');
  expect(pulls).toHaveLength(0);
});
