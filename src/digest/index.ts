/**
 * Content hashes. A digest is SHA-256 over canonical JSON (RFC 8785 in spirit: keys sorted by code unit, no
 * whitespace), so equal values have equal digests whatever order they were built in. Pure; no I/O.
 */
export { type CanonicalValue, canonicalJson } from './canonical.ts';
export { type Digest, digestOf, sha256 } from './digest.ts';
