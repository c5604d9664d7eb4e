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
  const id = (number: number, length: number) =>
    asDecoded((number + 1 + run * spans * 2).toString(16).padStart(length, '0'));
  const made = Array.from({ length: spans }, (_, index): Span => {
    const request = Math.floor(index / PER_REQUEST);
    const position = index % PER_REQUEST;
    const parent = request * PER_REQUEST + Math.floor((position - 1) / 3);
    return {
      traceId: id(request, 32),
      spanId: id(index, 16),
      parentSpanId: position === 0 ? undefined : id(parent, 16),
      name: position === 0 ? 'POST /orders' : `step ${index % NAMES}`,
      kind: 'internal',
      startNs: BigInt(index) * 1_000n + BigInt(run) + 1n,
      endNs: BigInt(index) * 1_000n + BigInt(run) + 900n,
      attributes: new Map<string, string | number>([
        ['http.request.method', 'POST'],
        ['url.full', `http://127.0.0.1:${40_000 + run}/orders/${request % 50}`],
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

/** A text in one piece, as decoders make them: what `padStart` gives is put together when it is first compared. */
function asDecoded(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}
