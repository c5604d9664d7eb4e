/**
 * What a template computes with: plain data and nothing else, so that no expression can reach a function, a prototype
 * or a global. Integers are bigints and floats are numbers, as Tera keeps the two apart (`1` and `1.0` differ in a list
 * and in JSON). Maps hold own keys only; a key such as `__proto__` is data.
 */
export type Value = null | boolean | bigint | number | string | readonly Value[] | ValueMap;
export type ValueMap = ReadonlyMap<string, Value>;

export type ValueKind = 'null' | 'boolean' | 'integer' | 'float' | 'string' | 'array' | 'map';

export function kindOf(value: Value): ValueKind {
  switch (typeof value) {
    case 'boolean':
      return 'boolean';
    case 'bigint':
      return 'integer';
    case 'number':
      return 'float';
    case 'string':
      return 'string';
    default:
      return value === null ? 'null' : isList(value) ? 'array' : 'map';
  }
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isMap(value: Value | undefined): value is ValueMap {
  return value instanceof Map;
}

export function isNumber(value: Value | undefined): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number';
}

/**
 * Data from outside as a value: JSON-like objects and lists, Maps, strings, booleans, null. A number without a fraction
 * becomes an integer; `undefined`, functions and symbols become null. Objects give their own enumerable keys only.
 * Dates become RFC 3339 text.
 */
export function toValue(input: unknown): Value {
  switch (typeof input) {
    case 'boolean':
    case 'bigint':
    case 'string':
      return input;
    case 'number':
      return Number.isSafeInteger(input) ? BigInt(input) : input;
    case 'object':
      return input === null ? null : fromObject(input);
    default:
      return null;
  }
}

function fromObject(input: object): Value {
  if (Array.isArray(input)) return input.map(toValue);
  if (input instanceof Date) return Number.isNaN(input.getTime()) ? null : input.toISOString();
  const entries = input instanceof Map ? [...input] : Object.entries(input);
  return new Map(entries.map(([key, member]) => [String(key), toValue(member)]));
}

/** Keys in the order in which Tera visits them: by code point, as Rust sorts strings. */
export function sortedEntries(map: ValueMap): (readonly [string, Value])[] {
  return [...map].sort(([a], [b]) => compareStrings(a, b));
}

/** By code point. UTF-16 order differs from it only between surrogates and U+E000 to U+FFFF. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left === right) continue;
    return left >= 0xd800 && right >= 0xd800 ? afterSurrogates(left) - afterSurrogates(right) : left - right;
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above U+FFFF, so they sort after the rest. */
function afterSurrogates(unit: number): number {
  return unit >= 0xe000 ? unit - 0x2000 : unit + 0x2000;
}

/** Same kind and same content; an integer never equals a float. */
export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (isList(a)) {
    return isList(b) && a.length === b.length && a.every((item, at) => sameValue(item, b[at] ?? null));
  }
  if (!isMap(a) || !isMap(b) || a.size !== b.size) return false;
  for (const [key, member] of a) {
    const other = b.get(key);
    if (other === undefined || !sameValue(member, other)) return false;
  }
  return true;
}
