import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import { Lines } from './lines.ts';

const BYTE_ORDER_MARK = '\ufeff';
const REPLACEMENT = '\ufffd';
const REPLACEMENT_BYTES = [0xef, 0xbf, 0xbd];

const strict = new TextDecoder('utf-8', { fatal: true });

export type Decoded = { readonly text: string } | { readonly problem: Diagnostic };

/**
 * The text of a file without its byte order mark, which counts as no column. Refuses files that are larger than
 * `maxBytes` or are not UTF-8; the latter at the first byte that does not fit.
 */
export function decode(file: string, source: string | Uint8Array, maxBytes: number): Decoded {
  const bytes = typeof source === 'string' ? Buffer.byteLength(source) : source.byteLength;
  if (bytes > maxBytes) return { problem: tooLarge(file, bytes, maxBytes) };
  if (typeof source === 'string') return { text: withoutMark(source) };
  try {
    return { text: strict.decode(source) };
  } catch {
    return { problem: notUtf8(file, source) };
  }
}

function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function tooLarge(file: string, bytes: number, maxBytes: number): Diagnostic {
  return diagnostic({
    code: 'SW2024',
    message: `the file has ${bytes} bytes, more than the limit of ${maxBytes}`,
    place: { file, line: 1, column: 1, length: 1 },
    hint: 'split the file, or move large data into a file of its own',
  });
}

function notUtf8(file: string, bytes: Uint8Array): Diagnostic {
  const { text, offset } = validPrefix(bytes);
  const byte = bytes[offset] ?? 0;
  const wide = offset === 0 && (byte === 0xff || byte === 0xfe);
  return diagnostic({
    code: 'SW2022',
    message: `the byte 0x${byte.toString(16).padStart(2, '0')} at offset ${offset} is not UTF-8`,
    place: new Lines(file, text).place(text.length, text.length + 1),
    expected: 'a file in UTF-8, the only encoding TOML has',
    hint: wide ? 'the file looks like UTF-16; save it as UTF-8' : 'save the file as UTF-8 in the editor',
  });
}

/** The text before the first byte that is not UTF-8, and the offset of that byte. */
function validPrefix(bytes: Uint8Array): { text: string; offset: number } {
  // Decoding puts U+FFFD for each bad sequence; one whose bytes are not those of U+FFFD itself is the first bad one.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let offset = 0;
  let end = 0;
  for (;;) {
    const next = text.indexOf(REPLACEMENT, end);
    offset += Buffer.byteLength(text.slice(end, next));
    if (next === -1 || REPLACEMENT_BYTES.some((byte, index) => bytes[offset + index] !== byte)) {
      return { text: withoutMark(text.slice(0, next)), offset };
    }
    offset += REPLACEMENT_BYTES.length;
    end = next + 1;
  }
}
