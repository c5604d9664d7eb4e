/** Whether two parts of checked models hold the same; an absent key and one that is undefined are the same. */
export function sameModel(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) return sameItems(a, b);
  let count = 0;
  for (const key in a) {
    const value = memberOf(a, key);
    if (value === undefined) continue;
    if (!Object.hasOwn(b, key) || !sameModel(value, memberOf(b, key))) return false;
    count++;
  }
  for (const key in b) if (memberOf(b, key) !== undefined) count--;
  return count === 0;
}

function sameItems(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (!sameModel(a[index], b[index])) return false;
  return true;
}

function memberOf(table: object, key: string): unknown {
  // Any key may be asked for; what is not there is undefined.
  return (table as Readonly<Record<string, unknown>>)[key];
}
