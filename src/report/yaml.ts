/** What a YAML document of ours can hold; undefined members and items are left out. */
export type YamlValue =
  | string
  | number
  | boolean
  | undefined
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue };

/** Lines of a YAML 1.2 block. Every text is double-quoted, so it can be nothing but text; keys must be plain words. */
export function yamlLines(value: { readonly [key: string]: YamlValue }): string[] {
  return Object.entries(value).flatMap(([key, member]) =>
    member === undefined ? [] : entry(`${key}:`, member),
  );
}

function entry(head: string, value: Exclude<YamlValue, undefined>): string[] {
  if (typeof value === 'string') return [`${head} ${quoted(value)}`];
  if (typeof value !== 'object') return [`${head} ${value}`];
  const lines = isList(value)
    ? value.flatMap((item) => (item === undefined ? [] : entry('-', item)))
    : yamlLines(value);
  if (lines.length === 0) return [`${head} ${isList(value) ? '[]' : '{}'}`];
  return [head, ...lines.map((line) => `  ${line}`)];
}

function isList(value: object): value is readonly YamlValue[] {
  return Array.isArray(value);
}

/** JSON text is YAML text once the few characters YAML does not print are escaped too (YAML 1.2.2, production [1]). */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
