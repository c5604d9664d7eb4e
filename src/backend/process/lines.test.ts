import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from './lines.ts';

function linesOf(chunks: readonly Buffer[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.push(chunk);
  return lines;
}

describe('LineSplitter', () => {
  it('gives back the lines that were joined, however they arrive', () => {
    const line = fc.string({ unit: fc.constantFrom(...'aé€😀 \t') });
    fc.assert(
      fc.property(
        fc.array(line),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 9 }),
        (lines, eol, size) => {
          const bytes = Buffer.from(lines.map((each) => each + eol).join(''));
          const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
            bytes.subarray(index * size, (index + 1) * size),
          );
          expect(linesOf(chunks)).toEqual(lines);
        },
      ),
    );
  });

  it('does not report a line that may go on', () => {
    expect(linesOf([Buffer.from('whole\npart')])).toEqual(['whole']);
  });

  it('cuts a line without end and goes on with the next', () => {
    const lines = linesOf([
      ...Array.from({ length: 50 }, () => Buffer.alloc(10_000, 'x')),
      Buffer.from('\nnext\n'),
    ]);
    expect(lines.map((line) => line.length)).toEqual([65_536, 4]);
  });
});
