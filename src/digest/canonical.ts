/** What canonical JSON can hold. Maps count as objects; bigints are written as integers; undefined members are left out. */
export type CanonicalValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Uint8Array
  | readonly CanonicalValue[]
  | ReadonlyMap<string, CanonicalValue>
  | { readonly [key: string]: CanonicalValue };

/**
 * Canonical JSON text of a value: object keys sorted by UTF-16 code unit, no whitespace, bytes as base64 strings.
 * Non-finite numbers, which JSON lacks, are written as the strings "NaN", "Infinity" and "-Infinity".
 */
export function canonicalJson(value: CanonicalValue): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number')
    return Number.isFinite(value) ? JSON.stringify(value) : JSON.stringify(String(value));
  if (typeof value !== 'object') return JSON.stringify(value);
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'));
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const isMap = value instanceof Map;
  const keys: string[] = isMap ? [...value.keys()] : Object.keys(value);
  let written = '';
  // Without a comparison of its own, sort goes by code unit.
  for (const key of keys.sort()) {
    // Arrays and bytes are told above; Array.isArray does not narrow a readonly one.
    const member = isMap ? value.get(key) : (value as { readonly [key: string]: CanonicalValue })[key];
    if (member === undefined) continue;
    written += `${written === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${written}}`;
}
