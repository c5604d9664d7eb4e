import { sha256 } from '../../digest/index.ts';
import type { Attributes, Span } from '../../trace/index.ts';
import { adding, alter, type Mutant, removing, replacing } from '../mutant.ts';
import type { Scene } from '../scene.ts';

/** What is there and where it hangs: spans missing, renamed, moved, doubled, and calls that should not be. */
export function* shapeMutants(span: Span, scene: Scene): Iterable<Mutant> {
  const plain = { span, subject: undefined, detail: undefined, equivalent: false };
  // On an empty trace every expectation fails, so that would say nothing about any.
  if (scene.trace.spans.length > 1) yield { ...plain, operator: 'drop-span', edit: () => removing(span) };
  const name = `renamed ${span.name}`;
  yield { ...plain, operator: 'rename-span', edit: () => replacing([span, alter(span, { name })]) };
  yield* movingMutants(span, scene);
  const twin = () => alter(span, { spanId: newId('duplicate', span) });
  yield { ...plain, operator: 'duplicate', edit: () => adding(twin()) };
  yield { ...plain, operator: 'external-call', detail: OUTSIDE, edit: () => adding(outsideCall(span)) };
}

function* movingMutants(span: Span, scene: Scene): Iterable<Mutant> {
  const below = (parentSpanId: string | undefined) => () => replacing([span, alter(span, { parentSpanId })]);
  const moved = { span, equivalent: false } as const;
  const parent = scene.parentOf(span);
  if (parent) {
    const from = ` instead of ${JSON.stringify(parent.name)}`;
    for (const above of wrongParents(span, parent, scene)) {
      const detail = `below ${above ? JSON.stringify(above.name) : 'nothing'}${from}`;
      yield { ...moved, operator: 're-parent', subject: parent.name, detail, edit: below(above?.spanId) };
    }
  }
  const child = scene.childrenOf(span).find((each) => each !== span);
  if (child === undefined || scene.subtreeOf(child).includes(span)) return;
  const detail = `below its child ${JSON.stringify(child.name)}`;
  yield { ...moved, operator: 'parent-loop', subject: child.name, detail, edit: below(child.spanId) };
}

/**
 * Where a span ends up whose context is lost (below its grandparent, or nowhere), or taken from what ran before: below
 * the sibling before it, or the one before its parent.
 */
function wrongParents(span: Span, parent: Span, scene: Scene): Set<Span | undefined> {
  const wrong = new Set([scene.parentOf(parent)]);
  for (const each of [scene.siblingBefore(span), scene.siblingBefore(parent)]) if (each) wrong.add(each);
  const inside = scene.subtreeOf(span);
  return new Set([...wrong].filter((each) => each !== parent && (!each || !inside.includes(each))));
}

/** A name that is kept for examples (RFC 2606), so that no scenario allows it by chance. */
const OUTSIDE = 'external.example';

function outsideCall(span: Span): Span {
  const attributes: Attributes = new Map([
    ['http.request.method', 'GET'],
    ['server.address', OUTSIDE],
    ['url.full', `https://${OUTSIDE}/`],
  ]);
  return alter(span, {
    spanId: newId('external', span),
    parentSpanId: span.spanId,
    name: 'GET',
    kind: 'client',
    attributes,
    events: [],
    links: [],
    status: { code: 'unset', message: '' },
  });
}

/** The same for the same span, so that a mutant can be made again. */
function newId(what: string, { traceId, spanId }: Span): string {
  return sha256(`${what}/${traceId}/${spanId}`).slice(0, 16);
}
