import type { Resource, Span } from '../../trace/index.ts';
import { alter, type Mutant, removing, replacing } from '../mutant.ts';
import type { Scene } from '../scene.ts';
import { changeText, otherThan, without } from './content.ts';

/** Whole services: silent, or not what they say they are. Exporters send a resource anew with every batch. */
export function* serviceMutants(scene: Scene): Iterable<Mutant> {
  const services = Map.groupBy(scene.trace.spans, ({ resource }) => serviceOf(resource));
  for (const [service, spans] of services) {
    const [first] = spans;
    if (!first) continue;
    const about = { span: first, equivalent: false };
    // On an empty trace every expectation fails, so that would say nothing about any.
    if (services.size > 1) {
      const edit = () => removing(...spans);
      yield { ...about, operator: 'drop-service', subject: service, detail: undefined, edit };
    }
    yield* resourceMutants(spans, first, scene);
  }
}

export function serviceOf({ attributes }: Resource): string {
  const name = attributes.get('service.name');
  return typeof name === 'string' ? name : '';
}

function* resourceMutants(spans: readonly Span[], first: Span, scene: Scene): Iterable<Mutant> {
  for (const [key, value] of first.resource.attributes) {
    const about = { span: first, subject: key, equivalent: scene.isVolatileResource(first.resource, key) };
    const other = otherThan(value);
    const change = (made: (resource: Resource) => Resource) => replacedResources(spans, made);
    yield {
      ...about,
      operator: 'change-resource',
      detail: changeText(value, other),
      edit: () => change(({ attributes }) => ({ attributes: new Map([...attributes, [key, other]]) })),
    };
    yield {
      ...about,
      operator: 'remove-resource',
      detail: undefined,
      edit: () => change(({ attributes }) => ({ attributes: without(attributes, key) })),
    };
  }
}

/** Spans that shared a resource share the new one: whoever looks at resources looks at each once. */
function replacedResources(spans: readonly Span[], make: (resource: Resource) => Resource) {
  const made = new Map<Resource, Resource>();
  return replacing(
    ...spans.map((span): readonly [Span, Span] => {
      const resource = made.get(span.resource) ?? make(span.resource);
      made.set(span.resource, resource);
      return [span, alter(span, { resource })];
    }),
  );
}
