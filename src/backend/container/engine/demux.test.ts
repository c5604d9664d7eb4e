import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Demultiplexer } from './demux.ts';

const frame = (stream: number, bytes: Uint8Array) => {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
};

it('gives each stream its bytes, wherever the connection cuts them', () => {
  const frames = fc.array(fc.tuple(fc.constantFrom(1, 2), fc.uint8Array({ maxLength: 40 })));
  fc.assert(
    fc.property(frames, fc.array(fc.nat(20)), (sent, cuts) => {
      const got = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
      const demultiplexer = new Demultiplexer((stream, chunk) => got[stream].push(Buffer.from(chunk)));
      let rest = Buffer.concat(sent.map(([stream, bytes]) => frame(stream, bytes)));
      for (const cut of cuts) {
        demultiplexer.push(rest.subarray(0, cut));
        rest = rest.subarray(cut);
      }
      demultiplexer.push(rest);
      const wanted = (stream: number) =>
        Buffer.concat(sent.flatMap(([of, bytes]) => (of === stream ? [bytes] : [])));
      expect(Buffer.concat(got.stdout)).toEqual(wanted(1));
      expect(Buffer.concat(got.stderr)).toEqual(wanted(2));
    }),
  );
});

it('passes on what has come of a frame that announces four gigabytes', () => {
  const header = Buffer.from([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
  const chunks: string[] = [];
  const demultiplexer = new Demultiplexer((_, chunk) => chunks.push(chunk.toString()));
  demultiplexer.push(Buffer.concat([header, Buffer.from('be')]));
  demultiplexer.push(Buffer.from('gun'));
  expect(chunks).toEqual(['be', 'gun']);
});
