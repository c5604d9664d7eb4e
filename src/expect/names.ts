import { compileName, isOwnName } from '../scenario/index.ts';
import type { Span } from '../trace/index.ts';

/** Whether a span's name is meant by a name or glob of an expectation. For many spans, compile the name once. */
export function isNamed(actual: string, name: string): boolean {
  return isOwnName(actual) === isOwnName(name) && compileName(name)(actual);
}

/** Distinct names of spans, in order of text rather than of arrival. */
export function distinctNames(spans: readonly Span[]): string[] {
  const names = new Set<string>();
  for (const span of spans) names.add(span.name);
  return [...names].sort();
}
