import { createTrace, type Span, type Trace } from '../../src/trace/index.ts';

/** Spans of one request; a trace has as many requests as it takes. */
const PER_REQUEST = 20;

/** Names that spans have, as in a system of a few dozen services. */
export const NAMES = 500;

/**
 * A made-up trace of requests with twenty spans each, three levels deep, and {@link NAMES} names. `run` changes everything
 * that varies from run to run; `changed` spans, spread over the trace, carry another value.
 */
export function madeUpTrace(spans: number, { run = 0, changed = 0 } = {}): Trace {
  const every = changed === 0 ? Number.POSITIVE_INFINITY : Math.floor(spans / changed);
  const resource = { attributes: new Map([['service.name', 'shop']]) };
  const scope = { name: 'http', version: '1' };
  const ids = (length: number, numberOf: (index: number) => number) =>
    asDecoded(
      Array.from({ length: spans }, (_, index) =>
        (numberOf(index) + 1 + run * spans * 2).toString(16).padStart(length, '0'),
      ),
    );
  const requestOf = (index: number) => Math.floor(index / PER_REQUEST);
  const parentOf = (index: number) =>
    requestOf(index) * PER_REQUEST + Math.floor(((index % PER_REQUEST) - 1) / 3);
  const [traceIds, spanIds] = [ids(32, requestOf), ids(16, (index) => index)];
  const parentIds = ids(16, parentOf);
  const made = Array.from({ length: spans }, (_, index): Span => {
    const position = index % PER_REQUEST;
    return {
      traceId: traceIds[index] ?? '',
      spanId: spanIds[index] ?? '',
      parentSpanId: position === 0 ? undefined : parentIds[index],
      name: position === 0 ? 'POST /orders' : `step ${index % NAMES}`,
      kind: 'internal',
      startNs: BigInt(index) * 1_000n + BigInt(run) + 1n,
      endNs: BigInt(index) * 1_000n + BigInt(run) + 900n,
      attributes: new Map<string, string | number>([
        ['http.request.method', 'POST'],
        ['url.full', `http://127.0.0.1:${40_000 + run}/orders/${requestOf(index) % 50}`],
        ['http.response.status_code', 200],
        ['position', index % every === 7 ? -1 : position],
      ]),
      events: [],
      links: [],
      status: { code: 'unset', message: '' },
      resource,
      scope,
    };
  });
  return createTrace({ spans: run % 2 === 0 ? made : made.reverse(), own: [] });
}

/** Texts in one piece, as decoders make them: what `padStart` gives is put together when it is first compared. */
function asDecoded(texts: readonly string[]): readonly string[] {
  return JSON.parse(JSON.stringify(texts));
}
