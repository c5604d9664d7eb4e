import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FrameReader, frame, sized, textsOf } from './frames.ts';

it('frames come out as they went in, however the stream is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 300 })),
      fc.array(fc.integer({ min: 1, max: 50 })),
      (bodies, cuts) => {
        const stream = Buffer.concat(bodies.map((body) => frame([Buffer.from(body)])));
        const read: Buffer[] = [];
        const reader = new FrameReader((body) => read.push(Buffer.from(body)));
        let at = 0;
        for (const cut of cuts) {
          reader.push(stream.subarray(at, at + cut));
          at = Math.min(stream.length, at + cut);
        }
        reader.push(stream.subarray(at));
        expect(read).toEqual(bodies.map((body) => Buffer.from(body)));
      },
    ),
  );
});

it('texts of a frame come out as they went in', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
      expect(textsOf(Buffer.concat(texts.map(sized)))).toEqual(texts);
    }),
  );
});
