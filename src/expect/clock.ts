import { canonicalJson } from '../digest/index.ts';
import type { Resource, Span } from '../trace/index.ts';

/**
 * Which clock measured a span: spans of one resource share one, and different resources may run on different machines.
 * Resources are told apart by what they say, because one exporter sends its resource anew with every batch.
 */
export type ClockOf = (span: Span) => number;

export function createClocks(): ClockOf {
  const byResource = new Map<Resource, number>();
  const byContent = new Map<string, number>();
  return ({ resource }) => {
    const known = byResource.get(resource);
    if (known !== undefined) return known;
    const content = canonicalJson(resource.attributes);
    const clock = byContent.get(content) ?? byContent.size;
    byContent.set(content, clock);
    byResource.set(resource, clock);
    return clock;
  };
}
