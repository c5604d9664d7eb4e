import { expect, test } from 'vitest';
import { type AttributeValue, createTrace } from '../../trace/index.ts';
import { printSpansList } from './list.ts';

test.each<[AttributeValue, string]>([
  ['NaN', 'NaN'],
  [Number.NaN, '"NaN"'],
  [-Infinity, '"-Infinity"'],
  [[1.5, Infinity, 2n ** 60n], '[1.5,"Infinity",1152921504606846976]'],
  [new Map([['of', Number.NaN]]), '{"of":"NaN"}'],
  [Uint8Array.of(1, 2, 3), '"AQID"'],
])('%s is shown as %s', (value, shown) => {
  const span = {
    traceId: '1',
    spanId: '2',
    parentSpanId: undefined,
    name: 'a',
    kind: 'internal',
    startNs: undefined,
    endNs: undefined,
    attributes: new Map([['key', value]]),
    events: [],
    links: [],
    status: { code: 'unset', message: '' },
    resource: { attributes: new Map() },
    scope: { name: '', version: '' },
  } as const;
  const trace = createTrace({ spans: [span], own: [] });
  expect(printSpansList([{ name: 'shop', trace, spans: trace.spans }])).toContain(`\n      key: ${shown}\n`);
});
