import type { Span } from '../trace/index.ts';

/** What is done to a trace, in the order in which reports list it, with what each stands for. */
export const operators = {
  'drop-span': 'a span is missing',
  'rename-span': 'a span has another name',
  're-parent': 'a span hangs elsewhere: its context was lost, or is that of what ran before',
  'parent-loop': 'a span names one of its own children as its parent',
  duplicate: 'a span comes twice',
  reorder: 'two siblings happen in the other order, with all that is below them',
  'slow-down': 'a span takes ten times as long and ten seconds more, and what waits for it is late',
  'flip-status': 'a span fails that did not, or the other way round',
  'change-attribute': 'an attribute holds something else',
  'remove-attribute': 'an attribute is missing',
  'add-attribute': 'a span carries a credential',
  'drop-event': 'an event is missing',
  'drop-link': 'a link is missing',
  'external-call': 'a span calls a host outside this machine',
  'drop-service': 'a service sends nothing',
  'change-resource': 'a resource attribute of a service holds something else',
  'remove-resource': 'a resource attribute of a service is missing',
} as const;

export type Operator = keyof typeof operators;

/** What a mutant does to the tested system's spans. A span stands in one of the lists at most. */
export interface Edit {
  readonly removed: readonly Span[];
  readonly added: readonly Span[];
  readonly replaced: readonly (readonly [was: Span, is: Span])[];
}

/** One fault planted into a trace. */
export interface Mutant {
  readonly operator: Operator;
  /** The span it is about; of a service its first one. */
  readonly span: Span;
  /** What it is about besides the span: an attribute's key, the name of an event, of a service or of another span. */
  readonly subject: string | undefined;
  /** What was and what is, where that says more than the operator. */
  readonly detail: string | undefined;
  /** It only changes what is declared to vary, or varies by nature, so that no expectation should notice. */
  readonly equivalent: boolean;
  /** Made when it is judged: most mutants of a large trace never are. */
  edit(): Edit;
}

const NOTHING: Edit = { removed: [], added: [], replaced: [] };

export function removing(...removed: readonly Span[]): Edit {
  return { ...NOTHING, removed };
}

export function adding(...added: readonly Span[]): Edit {
  return { ...NOTHING, added };
}

export function replacing(...replaced: Edit['replaced']): Edit {
  return { ...NOTHING, replaced };
}

/** A copy with changes. Received spans decode their members when asked, so that spreading one would copy nothing. */
export function alter(span: Span, changes: Partial<Span>): Span {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    kind: span.kind,
    startNs: span.startNs,
    endNs: span.endNs,
    attributes: span.attributes,
    events: span.events,
    links: span.links,
    status: span.status,
    resource: span.resource,
    scope: span.scope,
    ...changes,
  };
}
