const SECOND_NS = 1_000_000_000n;
/** JavaScript counts 100 million days to each side of 1970. */
const MAX_MS = 8.64e15;

/** RFC 3339, with as many digits of the second as matter, in threes. Times out of JavaScript's range stop at its ends. */
export function rfc3339(unixNs: bigint, zone: 'Z' | '+00:00' = 'Z'): string {
  const seconds = unixNs / SECOND_NS - (unixNs % SECOND_NS < 0n ? 1n : 0n);
  const fraction = String(unixNs - seconds * SECOND_NS)
    .padStart(9, '0')
    .replace(/(?:000)+$/, '');
  const ms = Math.max(-MAX_MS, Math.min(MAX_MS, Number(seconds) * 1000));
  return new Date(ms).toISOString().slice(0, -5) + (fraction && `.${fraction}`) + zone;
}
