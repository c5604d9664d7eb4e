import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Lines } from './lines.ts';

const texts = fc.string({ unit: fc.constantFrom('a', '\n', '\r\n', '😀', '\t') });

test('a place is what counting by hand gives, in whatever order offsets are asked for', () => {
  fc.assert(
    fc.property(texts, fc.array(fc.tuple(fc.nat(), fc.nat(12)), { minLength: 1 }), (text, spans) => {
      const lines = new Lines('a', text);
      for (const [offset, length] of spans) {
        const start = offset % (text.length + 1);
        const before = text.slice(0, start).split('\n');
        const column = (before.at(-1)?.length ?? 0) + 1;
        const rest = (text.split('\n')[before.length - 1] ?? '').slice(column - 1).replace(/\r$/, '');
        const full = start + length <= start + rest.length ? length : rest.length;
        const place = lines.place(start, start + length);
        // Within a line the length is as given, even over the CR at its end; beyond the line it stops before the CR.
        const spansLines = text.slice(start, start + length).includes('\n') || start + length > text.length;
        expect(place).toEqual({
          file: 'a',
          line: before.length,
          column,
          length: Math.max(1, spansLines ? full : length),
        });
        expect(lines.lineOf(start)).toBe(before.length);
      }
    }),
  );
});
