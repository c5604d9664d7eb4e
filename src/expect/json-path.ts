import { type JsonPathPart, parseJsonPath } from '../scenario/index.ts';

/** What a path led to. `missing` names the part that was not there. */
export type Selection =
  | { readonly kind: 'found'; readonly value: unknown }
  | { readonly kind: 'missing'; readonly at: string }
  | { readonly kind: 'badPath'; readonly error: string; readonly offset: number };

/**
 * Walks a value made by JSON.parse along a path that `parseJsonPath` reads. An index below zero counts from the end, and
 * `.length` of an array is its length. Only own properties are seen, so `__proto__` and `constructor` are ordinary keys.
 */
export function selectValue(json: unknown, path: string): Selection {
  const parsed = parseJsonPath(path);
  if ('error' in parsed) return { kind: 'badPath', ...parsed };
  let value = json;
  let walked = '$';
  for (const part of parsed.parts) {
    walked += typeof part === 'number' ? `[${part}]` : `.${part}`;
    const next = stepInto(value, part);
    if (!next) return { kind: 'missing', at: walked };
    value = next.value;
  }
  return { kind: 'found', value };
}

function stepInto(value: unknown, part: JsonPathPart): { readonly value: unknown } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) {
    const key = String(part);
    // The cast only names what Object.hasOwn has just shown.
    return Object.hasOwn(value, key) ? { value: (value as Record<string, unknown>)[key] } : undefined;
  }
  if (part === 'length') return { value: value.length };
  if (typeof part !== 'number') return undefined;
  const index = part < 0 ? value.length + part : part;
  return index >= 0 && index < value.length ? { value: value[index] } : undefined;
}
