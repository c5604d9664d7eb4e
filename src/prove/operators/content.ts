import type { Attributes, AttributeValue, Span, StatusCode } from '../../trace/index.ts';
import { alter, type Edit, type Mutant, replacing } from '../mutant.ts';
import type { Scene } from '../scene.ts';

/** What a span says of itself: status, attributes, events and links. */
export function* contentMutants(span: Span, scene: Scene): Iterable<Mutant> {
  const code: StatusCode = span.status.code === 'error' ? 'unset' : 'error';
  yield {
    operator: 'flip-status',
    span,
    subject: undefined,
    detail: `${span.status.code} -> ${code}`,
    equivalent: false,
    edit: () => replacing([span, alter(span, { status: { code, message: '' } })]),
  };
  yield* attributeMutants(span, scene);
  for (const [index, { name }] of span.events.entries()) {
    const edit = () => replacing([span, alter(span, { events: span.events.toSpliced(index, 1) })]);
    yield { operator: 'drop-event', span, subject: name, detail: undefined, equivalent: false, edit };
  }
  for (const index of span.links.keys()) {
    const edit = () => replacing([span, alter(span, { links: span.links.toSpliced(index, 1) })]);
    yield { operator: 'drop-link', span, subject: undefined, detail: undefined, equivalent: false, edit };
  }
}

/** What the semantic conventions call the header that most often leaks into telemetry. */
export const CREDENTIAL = 'http.request.header.authorization';

function* attributeMutants(span: Span, scene: Scene): Iterable<Mutant> {
  for (const [key, value] of span.attributes) {
    const about = { span, subject: key, equivalent: scene.isVolatile(span, key) };
    const other = otherThan(value);
    yield {
      ...about,
      operator: 'change-attribute',
      detail: changeText(value, other),
      edit: () => withAttributes(span, new Map([...span.attributes, [key, other]])),
    };
    yield {
      ...about,
      operator: 'remove-attribute',
      detail: undefined,
      edit: () => withAttributes(span, without(span.attributes, key)),
    };
  }
  if (span.attributes.has(CREDENTIAL)) return;
  yield {
    operator: 'add-attribute',
    span,
    subject: CREDENTIAL,
    detail: undefined,
    equivalent: false,
    edit: () => withAttributes(span, new Map([...span.attributes, [CREDENTIAL, 'Bearer leaked']])),
  };
}

function withAttributes(span: Span, attributes: Attributes): Edit {
  return replacing([span, alter(span, { attributes })]);
}

export function without(attributes: Attributes, key: string): Attributes {
  const left = new Map(attributes);
  left.delete(key);
  return left;
}

/** Another value of the same kind: text with something behind it, twice a number and one, the other truth value. */
export function otherThan(value: AttributeValue): AttributeValue {
  switch (typeof value) {
    case 'string':
      return `${value}-changed`;
    case 'number':
      return Number.isFinite(value) ? value * 2 + 1 : 0;
    case 'bigint':
      return value * 2n + 1n;
    case 'boolean':
      return !value;
    default:
      return 'changed';
  }
}

export function changeText(value: AttributeValue, other: AttributeValue): string | undefined {
  const texts = [value, other].map((each) => (typeof each === 'object' ? undefined : String(each)));
  return texts.every((text) => text !== undefined && text.length <= 60) ? texts.join(' -> ') : undefined;
}
