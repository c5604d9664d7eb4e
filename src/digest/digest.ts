import { hash } from 'node:crypto';
import { type CanonicalValue, canonicalJson } from './canonical.ts';

/** Lower-case hexadecimal SHA-256. Branded, so that an arbitrary string is never taken for one. */
export type Digest = string & { readonly __brand: 'Digest' };

export function sha256(content: string | Uint8Array): Digest {
  // The brand is given here and nowhere else.
  return hash('sha256', content, 'hex') as Digest;
}

/** Digest of a value by content: key order and Map or object form make no difference. */
export function digestOf(value: CanonicalValue): Digest {
  return sha256(canonicalJson(value));
}
