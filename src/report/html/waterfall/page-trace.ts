/**
 * One trace as the script of the page is given it: as columns, for a page may hold tens of thousands of spans. Where a
 * number stands for a text, it is a position in `texts`; every position of a span is one in the columns.
 */
export interface PageTrace {
  readonly texts: readonly string[];
  /** Of the earliest span, ISO 8601; empty when no span says when it began. */
  readonly startedAt: string;
  readonly name: readonly number[];
  /** The text is empty for a span that names no service. */
  readonly service: readonly number[];
  /** Position of the parent; -1 for a span without one, or whose parent is not here. */
  readonly parent: readonly number[];
  /** Nanoseconds after the earliest span; -1 when it did not say. */
  readonly start: readonly number[];
  /** Nanoseconds; -1 when it cannot be known. */
  readonly duration: readonly number[];
  /** Position in `kinds`. */
  readonly kind: readonly number[];
  /** 0 unset, 1 ok, 2 error. */
  readonly status: readonly number[];
  /** 1 for Spanwright's own spans. */
  readonly own: readonly (0 | 1)[];
  /** 1 for a span that names a parent nobody sent. */
  readonly orphan: readonly (0 | 1)[];
  readonly spanId: readonly string[];
  readonly traceId: readonly number[];
  readonly details: readonly PageDetails[];
  readonly resources: readonly (readonly PageAttribute[])[];
  readonly kinds: readonly string[];
  /** Spans and texts that a limit left out. */
  readonly omittedSpans: number;
  readonly omittedTexts: number;
}

/** Key and value; 1 marks a value that is text. */
export type PageAttribute = readonly [key: number, value: number, isText: 0 | 1];

/** Name, nanoseconds after the earliest span (-1 when it did not say), attributes. */
export type PageEvent = readonly [name: number, at: number, attributes: readonly PageAttribute[]];

/** Trace id, span id, attributes. */
export type PageLink = readonly [traceId: number, spanId: string, attributes: readonly PageAttribute[]];

/** What is shown of a span only when it is looked at. */
export type PageDetails = readonly [
  statusMessage: number,
  scope: number,
  resource: number,
  attributes: readonly PageAttribute[],
  events: readonly PageEvent[],
  links: readonly PageLink[],
];

/** How findings name a span in the page. */
export function spanKey(traceId: string, spanId: string): string {
  return `${traceId}/${spanId}`;
}
