import type { Host } from '../host/index.ts';
import type { Attributes, AttributeValue, Span, SpanEvent, SpanStatus } from '../trace/index.ts';

/** Spanwright's own life as real spans with real times; they are kept apart from what the tested system sends. */
export interface OwnSpans {
  /** What one will be told by that has not begun: `as` of {@link start}. */
  reserve(): SpanIdentity;
  start(
    name: string,
    options?: {
      readonly parent?: OpenSpan;
      readonly attributes?: Record<string, AttributeValue>;
      readonly as?: SpanIdentity | undefined;
    },
  ): OpenSpan;
}

export interface SpanIdentity {
  readonly spanId: string;
  /** W3C trace context header value that makes a child of this span. Source: W3C Trace Context, section 3.2. */
  readonly traceparent: string;
}

export interface OpenSpan extends SpanIdentity {
  /** Something that happens now, while it is open. */
  event(name: string, attributes?: Record<string, AttributeValue>): void;
  end(outcome?: {
    readonly failed?: string | undefined;
    readonly attributes?: Record<string, AttributeValue>;
  }): void;
}

export interface OwnSpansOptions {
  readonly host: Host;
  readonly tool: string;
  readonly resource: Record<string, AttributeValue>;
  readonly add: (span: Span) => void;
}

/** All spans made by one of these share a trace id, so what hangs under them is one trace with them. */
export function createOwnSpans(options: OwnSpansOptions): OwnSpans {
  const { host, add } = options;
  const traceId = host.randomHex(16);
  const resource = { attributes: attributesOf({ 'service.name': 'spanwright', ...options.resource }) };
  const scope = { name: 'spanwright', version: options.tool };
  const reserve = () => {
    const spanId = host.randomHex(8);
    return { spanId, traceparent: `00-${traceId}-${spanId}-01` };
  };
  return {
    reserve,
    start(name, { parent, attributes, as = reserve() } = {}) {
      const { spanId } = as;
      const startNs = host.nowNs();
      const events: SpanEvent[] = [];
      return {
        ...as,
        event(what, about = {}) {
          events.push({ name: what, timeNs: host.nowNs(), attributes: attributesOf(about) });
        },
        end({ failed, attributes: more } = {}) {
          const status: SpanStatus =
            failed === undefined ? { code: 'unset', message: '' } : { code: 'error', message: failed };
          add({
            traceId,
            spanId,
            parentSpanId: parent?.spanId,
            name,
            kind: 'internal',
            startNs,
            endNs: host.nowNs(),
            attributes: attributesOf({ ...attributes, ...more }),
            events,
            links: [],
            status,
            resource,
            scope,
          });
        },
      };
    },
  };
}

function attributesOf(values: Record<string, AttributeValue>): Attributes {
  return new Map(Object.entries(values));
}
