import type { Expectations, SpanExpectation } from '../scenario/index.ts';

/** Many small expectations as one set: what is said of spans of one name and parent stands in one table. */
export function merged(parts: readonly Expectations[]): Expectations {
  const spans = new Map<string, SpanExpectation>();
  const { span: _, ...rest } = parts.reduce<Expectations>((all, part) => join(all, part), {});
  for (const span of parts.flatMap((part) => part.span ?? [])) {
    const key = JSON.stringify([span.name, span.parent, span.kind]);
    spans.set(key, join(spans.get(key) ?? {}, span));
  }
  return spans.size === 0 ? rest : { ...rest, span: [...spans.values()] };
}

/** Tables are joined key by key, lists item by item, and of two values the later one stays. */
function join<T extends object>(a: Partial<T>, b: T): T {
  const joined: Record<string, unknown> = Object.assign(Object.create(null), a);
  for (const [key, value] of Object.entries(b))
    joined[key] = key in joined ? joinValues(joined[key], value) : value;
  // It has the keys of both, and each value is one of theirs or joined from them.
  return joined as T;
}

function joinValues(a: unknown, b: unknown): unknown {
  if (Array.isArray(a) && Array.isArray(b)) {
    const items = new Map([...a, ...b].map((item: unknown) => [JSON.stringify(item), item]));
    return [...items.values()];
  }
  return isTable(a) && isTable(b) ? join(a, b) : b;
}

export function isTable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
