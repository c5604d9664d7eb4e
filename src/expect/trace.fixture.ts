import fc from 'fast-check';
import type { Expectations } from '../scenario/index.ts';
import {
  type AttributeValue,
  createTrace,
  type Span,
  type SpanKind,
  type StatusCode,
  type Trace,
} from '../trace/index.ts';
import type { Completeness } from './claim.ts';
import { evaluate } from './evaluate.ts';
import type { Finding } from './finding.ts';

/** Builders and generators of traces for tests; only tests import this file. */

type Attributes = Readonly<Record<string, AttributeValue>>;

/** What a test cares about; the rest has plain defaults. Times are in milliseconds. */
export interface Given {
  readonly below?: Span | undefined;
  readonly parentSpanId?: string;
  readonly trace?: number;
  readonly from?: number;
  readonly to?: number;
  readonly untimed?: boolean;
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  readonly resource?: Attributes;
  readonly events?: readonly string[];
  readonly links?: readonly Span[];
  readonly status?: StatusCode;
  readonly message?: string;
}

let made = 0;

/** A span with an id of its own. Without `below` it is a root; below another it is in that one's trace. */
export function span(name: string, given: Given = {}): Span {
  const { below, from = 0, to = from + 1, untimed = false } = given;
  return {
    name,
    traceId: below?.traceId ?? hex(given.trace ?? 1, 32),
    spanId: hex(++made, 16),
    parentSpanId: given.parentSpanId ?? below?.spanId,
    kind: given.kind ?? 'internal',
    startNs: untimed ? undefined : BigInt(Math.round(from * 1e6)),
    endNs: untimed ? undefined : BigInt(Math.round(to * 1e6)),
    attributes: new Map(Object.entries(given.attributes ?? {})),
    events: (given.events ?? []).map((event) => ({ name: event, timeNs: undefined, attributes: new Map() })),
    links: (given.links ?? []).map(({ traceId, spanId }) => ({ traceId, spanId, attributes: new Map() })),
    status: { code: given.status ?? 'unset', message: given.message ?? '' },
    resource: { attributes: new Map(Object.entries(given.resource ?? { 'service.name': 'api' })) },
    scope: { name: 'lib', version: '' },
  };
}

function hex(id: number, digits: number): string {
  return id.toString(16).padStart(digits, '0');
}

export function traceOf(spans: readonly Span[], own: readonly Span[] = []): Trace {
  return createTrace({ spans, own });
}

const COMPLETE: Completeness = { complete: true };
export const INCOMPLETE: Completeness = { complete: false, reason: 'the limit of 10 spans was reached' };

/** Findings of expectations that stand at `expect`. */
export function judge(
  expectations: Expectations,
  spans: readonly Span[],
  options: { readonly own?: readonly Span[]; readonly completeness?: Completeness } = {},
): Finding[] {
  const { own = [], completeness = COMPLETE } = options;
  return evaluate({ expectations, base: ['expect'], trace: traceOf(spans, own), completeness });
}

/** The one finding of a single claim. */
export function judgeOne(...input: Parameters<typeof judge>): Finding {
  const [finding, ...others] = judge(...input);
  if (!finding || others.length > 0)
    throw new Error(`expected one finding, got ${others.length + (finding ? 1 : 0)}`);
  return finding;
}

/** What a table of cases compares: outcome and rule of each finding. */
export function outcomes(findings: readonly Finding[]): string[] {
  return findings.map(({ outcome, rule }) => `${outcome} ${rule}`);
}

/** Random forests, with roots, orphans, cycles, self-parents, a second trace, missing times and several clocks. */
export function forests(names: readonly string[]): fc.Arbitrary<readonly Span[]> {
  const shape = fc.record({
    name: fc.constantFrom(...names),
    parent: fc.oneof(
      { arbitrary: fc.nat(6), weight: 3 },
      fc.constantFrom('root' as const, 'missing' as const),
    ),
    trace: fc.nat(9).map((rarely) => (rarely === 9 ? 2 : 1)),
    from: fc.nat(6),
    takes: fc.nat(3),
    untimed: fc.nat(9).map((rarely) => rarely === 9),
    kind: fc.constantFrom('internal' as const, 'server' as const, 'client' as const),
    status: fc.constantFrom('unset' as const, 'ok' as const, 'error' as const),
    key: fc.option(fc.constantFrom<AttributeValue>(1, 2, 'x', true), { nil: undefined }),
    events: fc.subarray(['e', 'f']),
    host: fc.constantFrom('h1', 'h2', 'h3'),
  });
  return fc.array(shape, { maxLength: 12 }).map((shapes) => {
    const spans = shapes.map((each) =>
      span(each.name, {
        ...each,
        to: each.from + each.takes,
        attributes: each.key === undefined ? {} : { key: each.key },
        resource: { 'service.name': 'api', 'host.name': each.host },
      }),
    );
    return spans.map((each, index) => {
      const parent = shapes[index]?.parent;
      const above = typeof parent === 'number' ? spans[parent] : undefined;
      return { ...each, parentSpanId: parent === 'missing' ? 'f'.repeat(16) : above?.spanId };
    });
  });
}

export const traces = forests(['a', 'b', 'c', 'ab']);

const names = fc.constantFrom('a', 'b', 'c', 'ab', 'a*', '*', 'nobody');
const pairs = fc.array(fc.tuple(names, names), { minLength: 1, maxLength: 2 });
const bounds = fc.record({ gte: fc.nat(3), lte: fc.nat(6), eq: fc.nat(4) }, { requiredKeys: [] });
const tests = fc.record(
  {
    key: fc.constantFrom<Test>(1, 'x', { gte: 2 }, { exists: false }, { matches: '^[a-z]$' }, { ne: 'x' }),
    other: fc.constantFrom<Test>('y', { exists: false }),
  },
  { requiredKeys: [] },
);
type Test = number | string | Readonly<Record<string, number | string | boolean>>;
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const statuses = fc.constantFrom('OK' as const, 'ERROR' as const, 'UNSET' as const);

/** Span expectations over the names and values of {@link traces}; without `count`. */
export const spanExpectations = fc.record({
  name: names,
  parent: maybe(names),
  kind: maybe(fc.constantFrom('internal' as const, 'server' as const)),
  status: maybe(statuses),
  attrs: maybe(fc.record({ all: maybe(tests), any: maybe(tests), none: maybe(tests) })),
  any_of: maybe(fc.array(tests, { minLength: 1, maxLength: 2 })),
  resource: maybe(fc.record({ 'host.name': fc.constantFrom('h1', 'h4') })),
  events: maybe(
    fc.record({ any: maybe(fc.subarray(['e', 'g'], { minLength: 1 })), all: maybe(fc.subarray(['e', 'f'])) }),
  ),
  duration_ms: maybe(fc.record({ min: maybe(fc.nat(2)), max: maybe(fc.nat(2)) })),
});

/** Expectations of every kind over the same names. */
export const expectations: fc.Arbitrary<Expectations> = fc.record({
  span: fc.array(
    fc
      .tuple(spanExpectations, maybe(bounds), maybe(fc.record({ span: names })))
      .map(([each, count, when]) => ({ ...each, count, when })),
    { maxLength: 3 },
  ),
  graph: maybe(
    fc.record({ must_include: maybe(pairs), must_not_cross: maybe(pairs), acyclic: maybe(fc.boolean()) }),
  ),
  counts: maybe(
    fc.record({
      spans_total: maybe(bounds),
      events_total: maybe(bounds),
      errors_total: maybe(bounds),
      by_name: maybe(fc.dictionary(names, bounds, { maxKeys: 2 })),
    }),
  ),
  window: maybe(
    fc.array(fc.record({ outer: names, contains: fc.array(names, { minLength: 1, maxLength: 2 }) }), {
      maxLength: 2,
    }),
  ),
  order: maybe(
    fc.record({
      must_precede: maybe(pairs),
      must_follow: maybe(pairs),
      mode: fc.constantFrom('exists' as const, 'all' as const),
      tolerance: maybe(fc.nat(3)),
    }),
  ),
  status: maybe(
    fc.record({ all: maybe(statuses), by_name: maybe(fc.dictionary(names, statuses, { maxKeys: 2 })) }),
  ),
  hermeticity: maybe(
    fc.record({
      no_external_services: maybe(fc.boolean()),
      resource_attrs: maybe(fc.record({ must_match: maybe(fc.constant({ 'service.name': 'api' })) })),
      span_attrs: maybe(fc.record({ forbid_keys: maybe(fc.subarray(['key', 'none'])) })),
    }),
  ),
  trace: maybe(
    fc.array(
      fc.record({
        span_names: fc.array(names, { minLength: 1, maxLength: 3 }),
        parent_child: maybe(pairs),
        complete: maybe(fc.boolean()),
      }),
      { maxLength: 2 },
    ),
  ),
});
