import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeRequest, family, plainSpan } from '../../test/fixtures/otlp/request.ts';
import { type Span, traceDigest } from '../trace/index.ts';
import { createInterner } from './interner.ts';
import { type EncodedRequest, SpanStore } from './store.ts';
import { checkRequest } from './wire/check.ts';

const roomy = { maxSpans: 1_000_000, maxBytes: 2 ** 30 };
const ignore = (): void => undefined;

function encoded(body: Buffer): EncodedRequest {
  const checked = checkRequest(body);
  if (!checked.ok) throw new Error(checked.message);
  return { body, places: checked.places };
}

function storeOf(
  deliveries: readonly (readonly Span[])[],
  form: 'encoded' | 'plain' | 'both' = 'both',
): SpanStore {
  const store = new SpanStore(roomy);
  const interner = createInterner();
  for (const [index, spans] of deliveries.entries()) {
    if (form === 'plain' || (form === 'both' && index % 2 === 1)) store.addPlain(spans, ignore);
    else store.addEncoded(encoded(encodeRequest(spans)), interner, ignore);
  }
  return store;
}

/** Spans of two traces whose parents may be anyone, themselves included, or nobody; and the order they arrive in. */
const arrivals = fc.integer({ min: 1, max: 12 }).chain((count) => {
  const positions = Array.from({ length: count }, (_, index) => index);
  const parents = fc.array(fc.integer({ min: -1, max: count }), { minLength: count, maxLength: count });
  const order = fc.shuffledSubarray(positions, { minLength: count, maxLength: count });
  return fc.record({ spans: parents.map(relatives), order });
});

function relatives(parents: readonly number[]): Span[] {
  const id = (index: number): string => (index + 1).toString(16).padStart(16, 'f');
  return family(parents.length).map((span, index) => ({
    ...span,
    traceId: (index % 2 === 0 ? 'a1' : 'b2').repeat(16),
    spanId: id(index),
    parentSpanId: parents[index] === -1 ? undefined : id(parents[index] ?? 0),
    // Before or after the impostor below in the order of names.
    name: (parents[0] ?? 0) % 2 === 0 ? 'a call' : 'work',
  }));
}

const arrange = (spans: readonly Span[], order: readonly number[]): Span[] =>
  order.flatMap((index) => spans.slice(index, index + 1));

describe('SpanStore', () => {
  test('shows the same trace whatever order spans arrive in, in whatever batches, and however often', () => {
    const deliveries = fc.record({ arrival: arrivals, size: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(deliveries, ({ arrival: { spans, order }, size }) => {
        // Another span with the ids of the first: a lie that must be resolved the same way each time.
        const conflict = spans.slice(0, 1).map((span) => ({ ...span, name: 'an impostor' }));
        const shuffled = [...arrange(spans, order), ...arrange(spans, order.slice(0, 3))];
        const batches = Array.from({ length: Math.ceil(shuffled.length / size) }, (_, index) =>
          shuffled.slice(index * size, (index + 1) * size),
        );
        const one = storeOf([conflict, spans], 'encoded');
        const other = storeOf([...batches, conflict]);
        expect(other.trace().spans.map(plainSpan)).toEqual(one.trace().spans.map(plainSpan));
        expect(traceDigest(other.trace())).toBe(traceDigest(one.trace()));
        expect(other.missingParents).toBe(other.trace().orphans.length);
        expect(other.size).toBe(spans.length);
      }),
    );
  });

  test('knows at every moment how many parents are missing', () => {
    fc.assert(
      fc.property(arrivals, ({ spans, order }) => {
        const store = new SpanStore(roomy);
        const interner = createInterner();
        for (const span of arrange(spans, order)) {
          store.addEncoded(encoded(encodeRequest([span])), interner, ignore);
          expect(store.missingParents).toBe(store.trace().orphans.length);
        }
      }),
    );
  });

  test('finds parents among our own spans, whenever they are added', () => {
    const [root, child] = family(2);
    if (!root || !child) throw new Error('a family of two');
    const store = storeOf([[child]]);
    expect(store.missingParents).toBe(1);
    store.addOwn({ ...root, name: 'spanwright.step' });
    expect(store.missingParents).toBe(0);
    expect(store.trace().orphans).toEqual([]);
    expect(store.trace().spans).toHaveLength(1);
  });

  test('counts repeats, and calls back for new spans only', () => {
    const store = new SpanStore(roomy);
    const interner = createInterner();
    const told: unknown[] = [];
    const add = (spans: readonly Span[]) =>
      store.addEncoded(encoded(encodeRequest(spans)), interner, (resource, count) =>
        told.push([resource.attributes.get('service.name'), count]),
      );
    expect(add(family(3))).toBe(0);
    const before = store.bytes;
    expect(add([...family(3), ...family(3)])).toBe(6);
    expect(store.bytes).toBe(before);
    expect(add(family(4))).toBe(3);
    expect(told).toEqual([
      ['api', 3],
      ['api', 1],
    ]);
  });

  test('keeps spans whose ids are no OTLP ids apart', () => {
    const [span] = family(1);
    if (!span) throw new Error('a family of one');
    const ids: [string, string][] = [
      ['t1', '2'],
      ['t', '12'],
      ['t1', '2'],
    ];
    const store = storeOf([ids.map(([traceId, spanId]) => ({ ...span, traceId, spanId }))], 'plain');
    expect(store.size).toBe(2);
  });

  test('does not read from the request after it has answered', () => {
    const store = new SpanStore(roomy);
    const body = encodeRequest(family(3));
    store.addEncoded(encoded(body), createInterner(), ignore);
    body.fill(0xff);
    expect(store.trace().spans.map(plainSpan)).toEqual(family(3).map(plainSpan));
  });

  test('takes bodies from its room as well as from elsewhere, whatever their size, and forgets those it is not given', () => {
    // The largest has a buffer to itself.
    const sizes = fc.array(fc.record({ count: fc.constantFrom(1, 50, 2_000), from: fc.nat(2) }), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(sizes, (deliveries) => {
        const store = new SpanStore(roomy);
        const interner = createInterner();
        const expected: string[] = [];
        for (const [index, { count, from }] of deliveries.entries()) {
          const traceId = `${index + 1}a`.repeat(16);
          const body = encodeRequest(family(count, traceId));
          const room = from === 0 ? body : store.room(body.length + 5).subarray(5);
          body.copy(room);
          if (from === 2) continue;
          expect(store.addEncoded(encoded(room), interner, ignore)).toBe(0);
          expected.push(...family(count, traceId).map(({ traceId, spanId }) => traceId + spanId));
        }
        const found = store.trace().spans.map(({ traceId, spanId }) => traceId + spanId);
        expect(found.toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: 8 },
    );
  });

  test('shares resources and scopes between batches', () => {
    const store = storeOf([family(2), family(2, 'b2'.repeat(16))], 'encoded');
    const { spans } = store.trace();
    expect(spans).toHaveLength(4);
    expect(new Set(spans.map((span) => span.resource)).size).toBe(1);
    expect(new Set(spans.map((span) => span.scope)).size).toBe(1);
  });

  test('keeps thousands of different resources apart', () => {
    const spans = family(6_000).map((span, index) => ({
      ...span,
      resource: { attributes: new Map([['service.name', `service ${index} ${'x'.repeat(200)}`]]) },
    }));
    const store = storeOf([spans, spans.slice(0, 10)], 'encoded');
    expect(store.trace().spans.map(plainSpan)).toEqual(spans.map(plainSpan));
  });

  test('names the limit that more spans would exceed', () => {
    const store = new SpanStore({ maxSpans: 5, maxBytes: 2 ** 20 });
    store.addEncoded(encoded(encodeRequest(family(3))), createInterner(), ignore);
    expect(store.limitFor(2, 100)).toBeUndefined();
    expect(store.limitFor(3, 100)).toBe('5 spans for one scenario');
    expect(store.limitFor(1, 2 ** 20)).toBe('1 MiB of spans for one scenario');
  });

  test('one view serves until something is added', () => {
    const store = storeOf([family(2)]);
    const view = store.trace();
    expect(store.trace()).toBe(view);
    store.addPlain(family(3), ignore);
    expect(store.trace()).not.toBe(view);
    expect(view.spans).toHaveLength(2);
  });

  test('keeps thousands of one-span requests compactly', () => {
    const store = new SpanStore(roomy);
    const interner = createInterner();
    const spans = family(5_000);
    let wire = 0;
    for (const span of spans) {
      const body = encodeRequest([span]);
      wire += body.length;
      store.addEncoded(encoded(body), interner, ignore);
    }
    expect(store.size).toBe(5_000);
    expect((store.bytes - wire) / store.size).toBeLessThan(350);
  });
});
