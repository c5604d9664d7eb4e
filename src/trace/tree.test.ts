import { describe, expect, test } from 'vitest';
import { makeSpan } from './span.arbitrary.ts';
import { createTrace } from './trace.ts';
import { printTree } from './tree.ts';

const id = (index: number): string => (index + 1).toString(16).padStart(16, '0');
const api = { attributes: new Map([['service.name', 'api']]) };

describe('printTree', () => {
  test('shows parents above children with kind, duration, service, events and error', () => {
    const spans = [
      makeSpan({
        name: 'GET /checkout',
        kind: 'server',
        spanId: id(0),
        startNs: 1n,
        endNs: 12_300_001n,
        resource: api,
      }),
      makeSpan({
        name: 'charge',
        spanId: id(1),
        parentSpanId: id(0),
        startNs: 2n,
        endNs: 850_002n,
        resource: api,
      }),
      makeSpan({
        name: 'SELECT',
        kind: 'client',
        spanId: id(2),
        parentSpanId: id(1),
        startNs: 3n,
        endNs: 1_500_000_003n,
        resource: api,
        events: [{ name: 'retry', timeNs: undefined, attributes: new Map() }],
        status: { code: 'error', message: 'gone' },
      }),
      makeSpan({
        name: 'render',
        kind: 'unspecified',
        spanId: id(3),
        parentSpanId: id(0),
        startNs: 4n,
        endNs: undefined,
      }),
      makeSpan({ name: 'lost', spanId: id(4), parentSpanId: id(99), startNs: 5n, endNs: 6n }),
    ];
    expect(printTree(createTrace({ spans, own: [] }))).toBe(
      [
        'GET /checkout  server  12.3 ms  api',
        '├─ charge  internal  850 µs  api',
        '│  └─ SELECT  client  1.50 s  api  1 event  ERROR gone',
        '└─ render  no duration  api',
        'lost  internal  0 µs  api  (parent 0000000000000064 missing)',
        '',
      ].join('\n'),
    );
  });

  test('shows our own spans only on request', () => {
    const step = makeSpan({ name: 'spanwright.step', spanId: id(0) });
    const under = makeSpan({ name: 'work', spanId: id(1), parentSpanId: id(0) });
    const trace = createTrace({ spans: [under], own: [step] });
    expect(printTree(trace)).toBe('work  internal  1.00 ms  api\n');
    expect(printTree(trace, { own: true })).toBe(
      'spanwright.step  internal  1.00 ms  api\n└─ work  internal  1.00 ms  api\n',
    );
  });

  test('makes control characters and reordering characters visible', () => {
    const span = makeSpan({ name: 'a\u001b[2J\nb\u202ec', resource: { attributes: new Map() } });
    expect(printTree(createTrace({ spans: [span], own: [] }))).toBe('a␛[2J␊b<U+202E>c  internal  1.00 ms\n');
  });

  test('is bounded in lines, depth and names, and says how much is not shown', () => {
    const fan = Array.from({ length: 10_000 }, (_, index) =>
      makeSpan({ name: 'x'.repeat(500), spanId: id(index) }),
    );
    const wide = printTree(createTrace({ spans: fan, own: [] }), { maxSpans: 3 });
    expect(wide.split('\n')).toHaveLength(5);
    expect(wide).toContain('… 9,997 more spans');
    const chain = fan.map((span, index) => ({
      ...span,
      parentSpanId: index === 0 ? undefined : id(index - 1),
    }));
    const deep = printTree(createTrace({ spans: chain, own: [] }), { maxDepth: 4 });
    expect(deep.split('\n')).toHaveLength(7);
    expect(deep).toContain('… 9,995 more spans');
    expect(Math.max(...deep.split('\n').map((line) => line.length))).toBeLessThan(200);
  });

  test('shows a parent cycle once', () => {
    const spans = [
      makeSpan({ name: 'a', spanId: id(0), parentSpanId: id(1) }),
      makeSpan({ name: 'b', spanId: id(1), parentSpanId: id(0) }),
      makeSpan({ name: 'c', spanId: id(2), parentSpanId: id(1) }),
    ];
    expect(printTree(createTrace({ spans, own: [] }))).toBe(
      [
        'a  internal  1.00 ms  api  (its own ancestor)',
        '└─ b  internal  1.00 ms  api',
        '   └─ c  internal  1.00 ms  api',
        '',
      ].join('\n'),
    );
  });

  test('of nothing is nothing', () => {
    expect(printTree(createTrace({ spans: [], own: [] }))).toBe('');
  });
});
