const encoder = new TextEncoder();

/** Percent-encodes what Python's `quote` encodes; `/` stays. */
export function urlEncoded(text: string): string {
  return encoded(text, /[A-Za-z0-9\-._~/]/);
}

/** Percent-encodes all but ASCII letters and digits. */
export function urlEncodedStrictly(text: string): string {
  return encoded(text, /[A-Za-z0-9]/);
}

function encoded(text: string, plain: RegExp): string {
  let result = '';
  for (const byte of encoder.encode(text)) {
    const char = String.fromCharCode(byte);
    const code = byte.toString(16).toUpperCase().padStart(2, '0');
    result += byte < 0x80 && plain.test(char) ? char : `%${code}`;
  }
  return result;
}
