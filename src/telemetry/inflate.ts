import type { Refusal } from './outcome.ts';

export type Compression = 'identity' | 'gzip' | 'deflate';

/** Undefined for a compression that is not read. The names are those of HTTP's Content-Encoding and of grpc-encoding. */
export function compressionOf(name: string | undefined): Compression | undefined {
  switch (name?.trim().toLowerCase()) {
    case undefined:
    case '':
    case 'identity':
      return 'identity';
    case 'gzip':
    case 'x-gzip':
      return 'gzip';
    case 'deflate':
      return 'deflate';
    default:
      return undefined;
  }
}

/**
 * Decompresses piece by piece and stops at the limit, so a body that unfolds a thousandfold costs the limit and no more.
 * It runs on this thread: only one body is unfolded at a time, which bounds the memory of all of them together.
 */
export function inflate(body: Buffer, compression: Compression, maxBytes: number): Buffer | Refusal {
  if (compression === 'identity') return body;
  // Loaded here: most senders on the loopback interface do not compress.
  const zlib = process.getBuiltinModule('node:zlib');
  const options = { maxOutputLength: maxBytes, chunkSize: 64 * 1024 };
  try {
    return compression === 'gzip' ? zlib.gunzipSync(body, options) : zlib.inflateSync(body, options);
  } catch (error) {
    // Node's errors of zlib carry a code; anything else is a bug and is not hidden here.
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(maxBytes);
    if (typeof code !== 'string') throw error;
    return { kind: 'malformed', message: `the ${compression} data cannot be decompressed: ${message}` };
  }
}

export function tooLarge(maxBytes: number): Refusal {
  return {
    kind: 'tooLarge',
    message: `the request is larger than ${maxBytes.toLocaleString('en-GB')} bytes`,
  };
}
