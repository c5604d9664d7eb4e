import { describe, expect, it } from 'vitest';
import { createTrace, type Span } from '../../../trace/index.ts';
import { encodeTrace } from '../encode.ts';
import { searchTrace } from './search.ts';

const span = (spanId: string, name: string, changes: Partial<Span> = {}): Span => ({
  traceId: 'a'.repeat(32),
  spanId,
  parentSpanId: undefined,
  name,
  kind: 'internal',
  startNs: BigInt(Number.parseInt(spanId, 16)),
  endNs: undefined,
  attributes: new Map(),
  events: [],
  links: [],
  status: { code: 'unset', message: '' },
  resource: { attributes: new Map([['service.name', 'api']]) },
  scope: { name: '', version: '' },
  ...changes,
});

const trace = encodeTrace(
  createTrace({
    spans: [
      span('01', 'POST /orders', { attributes: new Map([['http.route', '/orders']]) }),
      span('02', 'charge card', {
        attributes: new Map<string, string | number>([['payment.amount', 2500]]),
        status: { code: 'error', message: 'declined' },
      }),
      span('03', 'reserve stock', {
        events: [{ name: 'stock.reserved', timeNs: 5n, attributes: new Map() }],
      }),
    ],
    own: [],
  }),
);
const found = (query: string) => [...(searchTrace(trace, query) ?? ['all'])];

describe('searchTrace', () => {
  it.each([
    ['', ['all']],
    ['  ', ['all']],
    ['charge', [1]],
    ['CHARGE card', [1]],
    ['declined', [1]],
    ['error', [1]],
    ['payment.amount', [1]],
    ['payment.amount=25', [1]],
    ['payment.amount=26', []],
    ['http.route=/orders post', [0]],
    ['stock.reserved', [2]],
    ['api', [0, 1, 2]],
    ['03', [2]],
    ['nothing of the kind', []],
  ])('%j finds %j', (query, positions) => expect(found(query)).toEqual(positions));
});
