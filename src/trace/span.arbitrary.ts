import fc from 'fast-check';
import { type AttributeValue, type Resource, type Span, spanKinds, statusCodes } from './span.ts';

/** Generators of spans for property tests; only tests import this file. */

/** A span with every member given: what a test does not care about has plain defaults. */
export function makeSpan(given: Partial<Span> & { readonly name: string }): Span {
  return {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    parentSpanId: undefined,
    kind: 'internal',
    startNs: 1_750_000_000_000_000_000n,
    endNs: 1_750_000_000_001_000_000n,
    attributes: new Map(),
    events: [],
    links: [],
    status: { code: 'unset', message: '' },
    resource: { attributes: new Map([['service.name', 'api']]) },
    scope: { name: 'lib', version: '' },
    ...given,
  };
}

export function hexId(bytes: number): fc.Arbitrary<string> {
  return fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((id) => Buffer.from(id).toString('hex'))
    .filter((id) => /[^0]/.test(id));
}

const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

/** Values as decoders build them: a bigint only where a number would not be exact. */
export const attributeValues: fc.Arbitrary<AttributeValue> = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.toWellFormed()),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.bigInt(INT64).filter((value) => !Number.isSafeInteger(Number(value))),
    fc.double(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 8 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.string({ maxLength: 6 }), tie('value')), { maxLength: 3 })
      .map((pairs) => new Map(pairs)),
  ),
})).value;

export const attributeMaps: fc.Arbitrary<ReadonlyMap<string, AttributeValue>> = fc
  .array(fc.tuple(fc.oneof(fc.string({ maxLength: 8 }), fc.constant('__proto__')), attributeValues), {
    maxLength: 4,
  })
  .map((pairs) => new Map(pairs));

const times = fc.option(fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }), { nil: undefined });

export const spans: fc.Arbitrary<Span> = fc.record<Span>({
  traceId: hexId(16),
  spanId: hexId(8),
  parentSpanId: fc.option(hexId(8), { nil: undefined }),
  name: fc.string({ maxLength: 10 }),
  kind: fc.constantFrom(...spanKinds),
  startNs: times,
  endNs: times,
  attributes: attributeMaps,
  events: fc.array(
    fc.record({ name: fc.string({ maxLength: 6 }), timeNs: times, attributes: attributeMaps }),
    {
      maxLength: 2,
    },
  ),
  links: fc.array(fc.record({ traceId: hexId(16), spanId: hexId(8), attributes: attributeMaps }), {
    maxLength: 2,
  }),
  status: fc.record({ code: fc.constantFrom(...statusCodes), message: fc.string({ maxLength: 6 }) }),
  resource: fc.record({ attributes: attributeMaps }),
  scope: fc.record({ name: fc.string({ maxLength: 6 }), version: fc.string({ maxLength: 3 }) }),
});

/** The shape of a forest: for each span a name and the position of its parent, which may be itself or later (a cycle). */
export interface Shape {
  readonly name: string;
  readonly parent: number | 'root' | 'missing';
  readonly trace: number;
  readonly link: number | undefined;
}

/** Shapes with roots, orphans, cycles and many alike spans. Parents outside the span's own trace become missing ones. */
export const shapes: fc.Arbitrary<readonly Shape[]> = fc.integer({ min: 1, max: 12 }).chain((count) =>
  fc.array(
    fc.record<Shape>({
      name: fc.constantFrom('a', 'b', 'c'),
      parent: fc.oneof(fc.nat(count - 1), fc.constantFrom('root' as const, 'missing' as const)),
      trace: fc.nat(1),
      link: fc.option(fc.nat(count - 1), { nil: undefined, freq: 4 }),
    }),
    { minLength: count, maxLength: count },
  ),
);

/** Spans of a shape. Another seed gives other ids, times, process ids and ports, and nothing else. */
export function grow(shape: readonly Shape[], seed: number): Span[] {
  const id = (index: number, digits: number): string =>
    (seed * 1000 + index + 1).toString(16).padStart(digits, 'c');
  const resource: Resource = {
    attributes: new Map<string, AttributeValue>([
      ['service.name', 'api'],
      ['process.pid', seed],
    ]),
  };
  return shape.map((each, index) =>
    makeSpan({
      name: each.name,
      traceId: id(each.trace, 32),
      spanId: id(index, 16),
      parentSpanId:
        each.parent === 'root'
          ? undefined
          : each.parent === 'missing'
            ? id(900 + index, 16)
            : id(each.parent, 16),
      startNs: BigInt(seed * 1_000_000 + ((index * 7919 * seed) % 1000)),
      endNs: BigInt(seed * 1_000_000 + 5000),
      attributes: new Map<string, AttributeValue>([
        ['server.port', 1024 + seed],
        ['url.full', `http://127.0.0.1:${1024 + seed}/a`],
      ]),
      links:
        each.link === undefined
          ? []
          : [
              {
                traceId: id(shape[each.link]?.trace ?? 0, 32),
                spanId: id(each.link, 16),
                attributes: new Map(),
              },
            ],
      resource,
    }),
  );
}

/** A shape, and one order of arrival for as many spans. */
export const arrivals: fc.Arbitrary<{ readonly shape: readonly Shape[]; readonly order: readonly number[] }> =
  shapes.chain((shape) => {
    const positions = shape.map((_, index) => index);
    const order = fc.shuffledSubarray(positions, { minLength: shape.length, maxLength: shape.length });
    return fc.record({ shape: fc.constant(shape), order });
  });

export function arrange<T>(items: readonly T[], order: readonly number[]): T[] {
  return order.flatMap((index) => items.slice(index, index + 1));
}
