import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutputCapture } from './capture.ts';

function captured(bytes: Buffer, cuts: readonly number[], keepBytes: number) {
  const capture = new OutputCapture(keepBytes);
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (const [index, edge] of edges.entries()) capture.push(bytes.subarray(edges[index - 1] ?? 0, edge));
  return capture.output();
}

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
const text = fc.string({ unit: 'grapheme', maxLength: 100 });
const cuts = fc.array(fc.nat(), { maxLength: 8 });

describe('OutputCapture', () => {
  it('is whole up to twice the bound, whatever the chunks', () => {
    fc.assert(
      fc.property(text.filter(hasNoControls), cuts, (written, at) => {
        const data = Buffer.from(written);
        expect(captured(data, at, Math.ceil(data.length / 2))).toEqual({
          text: written,
          bytes: data.length,
          omittedBytes: 0,
        });
      }),
    );
  });

  it('does not depend on how the stream was cut into chunks', () => {
    fc.assert(
      fc.property(bytes, cuts, fc.nat(120), (data, at, keep) => {
        expect(captured(data, at, keep)).toEqual(captured(data, [], keep));
      }),
    );
  });

  it('accounts for every byte, and never splits a character', () => {
    fc.assert(
      fc.property(text.filter(hasNoControls), cuts, fc.nat(20), (written, at, keep) => {
        const output = captured(Buffer.from(written), at, keep);
        fc.pre(output.omittedBytes > 0);
        const [head = '', tail = ''] = output.text.split(
          `\n[... ${output.omittedBytes} bytes omitted ...]\n`,
        );
        expect(written.startsWith(head)).toBe(true);
        expect(written.endsWith(tail)).toBe(true);
        expect(Buffer.byteLength(head) + Buffer.byteLength(tail) + output.omittedBytes).toBe(output.bytes);
        expect(output.text).not.toContain('\ufffd');
      }),
    );
  });

  it('keeps invalid bytes at a cut apart from characters that the cut split', () => {
    const data = Buffer.concat([Buffer.from('ab\xff', 'latin1'), Buffer.alloc(10, 'x'), Buffer.from('€')]);
    expect(captured(data, [], 3).text).toBe('ab\ufffd\n[... 10 bytes omitted ...]\n€');
    expect(captured(data, [], 2).text).toBe('ab\n[... 14 bytes omitted ...]\n');
  });

  it('may be looked at while more comes', () => {
    const capture = new OutputCapture(4);
    capture.push(Buffer.from('abc'));
    expect(capture.output().text).toBe('abc');
    capture.push(Buffer.from('defghijk'));
    expect(capture.output().text).toBe('abcd\n[... 3 bytes omitted ...]\nhijk');
  });
});

function hasNoControls(written: string): boolean {
  // Sequences are removed from the text, which is plain.test.ts's matter; a lone surrogate is not UTF-8.
  return !/[\p{Cc}\p{Cs}\ufffd]/u.test(written);
}
