import type { Attributes, AttributeValue, Resource, Span, Trace } from '../../trace/index.ts';
import { spanKinds, statusCodes } from '../../trace/index.ts';
import { limits } from './limits.ts';
import { Texts } from './texts.ts';
import type { PageAttribute, PageDetails, PageTrace } from './waterfall/page-trace.ts';

/**
 * A trace for the page, Spanwright's own spans first. `clean` hides what must not be shown; everything is cut to the
 * limits, and what they left out is counted.
 */
export function encodeTrace(trace: Trace, clean: (text: string) => string = (text) => text): PageTrace {
  const all = [...trace.own, ...trace.spans];
  const spans = all.slice(0, limits.spansOfTrace);
  const positions = new Map(spans.map((span, position) => [span, position]));
  const orphans = new Set(trace.orphans);
  const own = new Set(trace.own);
  const firstNs = earliest(spans);
  const texts = new Texts(clean);
  const resources = new Resources(texts);
  const after = (ns: bigint | undefined) => (ns === undefined ? -1 : Math.max(0, Number(ns - firstNs)));
  return {
    startedAt: timeText(firstNs),
    name: spans.map(({ name }) => texts.name(name)),
    service: spans.map(({ resource }) => texts.name(serviceOf(resource))),
    parent: spans.map((span) => {
      const parent = trace.parentOf(span);
      return parent === undefined ? -1 : (positions.get(parent) ?? -1);
    }),
    start: spans.map(({ startNs }) => after(startNs)),
    duration: spans.map(durationOf),
    kind: spans.map(({ kind }) => spanKinds.indexOf(kind)),
    status: spans.map(({ status }) => statusCodes.indexOf(status.code)),
    own: spans.map((span) => (own.has(span) ? 1 : 0)),
    orphan: spans.map((span) => (orphans.has(span) ? 1 : 0)),
    spanId: spans.map(({ spanId }) => spanId.slice(0, MAX_ID)),
    traceId: spans.map(({ traceId }) => texts.name(traceId)),
    details: spans.map(
      (span): PageDetails => [
        texts.value(span.status.message),
        texts.name([span.scope.name, span.scope.version].filter((each) => each !== '').join(' ')),
        resources.position(span.resource),
        attributesOf(span.attributes, texts),
        span.events
          .slice(0, limits.eventsOfSpan)
          .map(({ name, timeNs, attributes }) => [
            texts.name(name),
            after(timeNs),
            attributesOf(attributes, texts),
          ]),
        span.links
          .slice(0, limits.linksOfSpan)
          .map(({ traceId, spanId, attributes }) => [
            texts.name(traceId),
            spanId.slice(0, MAX_ID),
            attributesOf(attributes, texts),
          ]),
      ],
    ),
    texts: texts.all,
    resources: resources.all,
    kinds: spanKinds,
    omittedSpans: all.length - spans.length,
    omittedTexts: texts.omitted,
  };
}

/** Ids that were read from text may be of any length. */
const MAX_ID = 64;

/** Shared by identity between the spans of one exporter, and shown once for each of them. */
class Resources {
  readonly all: (readonly PageAttribute[])[] = [];
  readonly #positions = new Map<Resource, number>();
  readonly #texts: Texts;

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  position(resource: Resource): number {
    const known = this.#positions.get(resource);
    if (known !== undefined) return known;
    this.#positions.set(resource, this.all.length);
    return this.all.push(attributesOf(resource.attributes, this.#texts)) - 1;
  }
}

function attributesOf(attributes: Attributes, texts: Texts): PageAttribute[] {
  return [...attributes]
    .slice(0, limits.attributesOfSpan)
    .map(([key, value]) => [
      texts.name(key),
      texts.value(valueText(value)),
      typeof value === 'string' ? 1 : 0,
    ]);
}

function valueText(value: AttributeValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value, plain);
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Map ? Object.fromEntries(value) : value;
}

function serviceOf({ attributes }: Resource): string {
  const service = attributes.get('service.name');
  return typeof service === 'string' ? service : '';
}

function earliest(spans: readonly Span[]): bigint {
  let least: bigint | undefined;
  for (const { startNs } of spans)
    if (startNs !== undefined && (least === undefined || startNs < least)) least = startNs;
  return least ?? 0n;
}

function durationOf({ startNs, endNs }: Span): number {
  return startNs === undefined || endNs === undefined ? -1 : Math.max(0, Number(endNs - startNs));
}

/** Senders can name times that no calendar has. */
function timeText(ns: bigint): string {
  const date = new Date(Number(ns / 1_000_000n));
  return ns > 0n && !Number.isNaN(date.getTime()) ? date.toISOString() : '';
}
