import type { Span } from '../trace/index.ts';
import type { MutantJudge } from './judge.ts';
import { serviceOf } from './operators/service.ts';
import type { Coverage } from './proof.ts';
import { READ, type Reads } from './reads.ts';
import type { Scene } from './scene.ts';

/** What claims looked at when they were judged by what was recorded. */
export function coverageOf(scene: Scene, judges: readonly MutantJudge[]): Coverage {
  const looked = judges.map((judge) => lookedAt(judge));
  const unseen = new Map<string, number>();
  const keys = new Map<string, Map<string, boolean>>();
  const resourceKeys = new Map<string, Map<string, boolean>>();
  for (const span of scene.trace.spans) {
    if (!looked.some((each) => each.names(span))) unseen.set(span.name, (unseen.get(span.name) ?? 0) + 1);
    const known = keys.get(span.name) ?? new Map<string, boolean>();
    keys.set(span.name, known);
    for (const key of span.attributes.keys()) {
      if (!scene.isVolatile(span, key))
        known.set(key, (known.get(key) ?? false) || looked.some((each) => each.attribute(span, key)));
    }
    const service = serviceOf(span.resource);
    const ofService = resourceKeys.get(service) ?? new Map<string, boolean>();
    resourceKeys.set(service, ofService);
    for (const key of span.resource.attributes.keys()) {
      if (!scene.isVolatileResource(span.resource, key))
        ofService.set(key, (ofService.get(key) ?? false) || looked.some((each) => each.resource(span, key)));
    }
  }
  const all = [...keys.values()].flatMap((each) => [...each.values()]);
  return {
    spans: [...unseen].map(([name, count]) => ({ name, count })),
    attributes: listed(keys).map(({ name, keys: missed }) => ({ span: name, keys: missed })),
    resource: listed(resourceKeys).map(({ name, keys: missed }) => ({ service: name, keys: missed })),
    attributeCount: all.length,
    attributesSeen: all.filter((isSeen) => isSeen).length,
  };
}

interface Looked {
  /** Whether a claim looks the span up by its name, or comes to it as a parent. */
  names(span: Span): boolean;
  attribute(span: Span, key: string): boolean;
  resource(span: Span, key: string): boolean;
}

function lookedAt({ given, reads }: MutantJudge): Looked {
  const positions = new Map(given.trace.spans.map((span, at) => [span, at]));
  const some = (span: Span, looks: (noted: Reads, at: number) => boolean) => {
    const at = positions.get(span);
    return at !== undefined && reads.some((noted) => looks(noted, at));
  };
  const has = ({ members }: Reads, at: number, bit: number) => ((members.get(at) ?? 0) & bit) !== 0;
  return {
    names: (span) =>
      some(span, (noted, at) => noted.found.has(at) || (!noted.all && has(noted, at, READ.name))),
    attribute: (span, key) =>
      some(span, (noted, at) => has(noted, at, READ.attributes) && (noted.attributeKeys?.has(key) ?? true)),
    resource: (span, key) =>
      some(span, (noted, at) => has(noted, at, READ.resource) && (noted.resourceKeys?.has(key) ?? false)),
  };
}

function listed(keys: ReadonlyMap<string, ReadonlyMap<string, boolean>>) {
  return [...keys]
    .map(([name, each]) => ({
      name,
      keys: [...each].flatMap(([key, isSeen]) => (isSeen ? [] : [key])).sort(),
    }))
    .filter(({ keys: missed }) => missed.length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
