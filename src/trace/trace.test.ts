import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MISSING, ROOT, RUNNER } from './kinship.ts';
import { compareSpans } from './order.ts';
import { arrange, arrivals, grow, makeSpan, spans } from './span.arbitrary.ts';
import type { Span } from './span.ts';
import { createTrace } from './trace.ts';

const root = makeSpan({ name: 'root', spanId: '1'.repeat(16) });
const child = makeSpan({ name: 'child', spanId: '2'.repeat(16), parentSpanId: root.spanId });
const orphan = makeSpan({ name: 'orphan', spanId: '3'.repeat(16), parentSpanId: '9'.repeat(16) });
const step = makeSpan({ name: 'spanwright.step', spanId: '4'.repeat(16) });
const underStep = makeSpan({ name: 'child', spanId: '5'.repeat(16), parentSpanId: step.spanId });

describe('createTrace', () => {
  const trace = createTrace({ spans: [underStep, child, orphan, root], own: [step] });

  test('finds spans by name, and own spans only by their own names', () => {
    expect(trace.named('child')).toEqual([child, underStep]);
    expect(trace.named('spanwright.step')).toEqual([step]);
    expect(trace.named('nobody')).toEqual([]);
  });

  test('a tested span cannot pass for one of our own', () => {
    const posing = makeSpan({ name: 'spanwright.step', spanId: step.spanId });
    const fooled = createTrace({ spans: [posing, underStep], own: [step] });
    expect(fooled.named('spanwright.step')).toEqual([step]);
    expect(fooled.parentOf(underStep)).toBe(step);
  });

  test('knows parents, children and orphans', () => {
    expect(trace.parentOf(child)).toBe(root);
    expect(trace.parentOf(underStep)).toBe(step);
    expect(trace.parentOf(root)).toBeUndefined();
    expect(trace.childrenOf(root)).toEqual([child]);
    expect(trace.childrenOf(step)).toEqual([underStep]);
    expect(trace.childrenOf(child)).toEqual([]);
    expect(trace.orphans).toEqual([orphan]);
  });

  test('a parent in another trace is no parent', () => {
    const elsewhere = makeSpan({
      name: 'far',
      traceId: 'e'.repeat(32),
      spanId: '6'.repeat(16),
      parentSpanId: root.spanId,
    });
    const two = createTrace({ spans: [root, elsewhere], own: [] });
    expect(two.parentOf(elsewhere)).toBeUndefined();
    expect(two.orphans).toEqual([elsewhere]);
  });

  test('says by position what it says by span', () => {
    const at = (span: Span) => trace.spans.indexOf(span);
    const parents = trace.parents();
    expect(parents[at(child)]).toBe(at(root));
    expect(parents[at(underStep)]).toBe(RUNNER);
    expect(parents[at(root)]).toBe(ROOT);
    expect(parents[at(orphan)]).toBe(MISSING);
  });

  test('one span id in many traces leads to the parent in the same trace', () => {
    const ids = Array.from({ length: 5 }, (_, index) => String(index).repeat(32));
    const spans = ids.flatMap((traceId) => [
      { ...root, traceId },
      { ...child, traceId },
    ]);
    const many = createTrace({ spans, own: [] });
    for (const span of many.spans) {
      const above = many.parentOf(span);
      expect(above && [above.traceId, above.name]).toEqual(
        span.name === 'root' ? undefined : [span.traceId, 'root'],
      );
    }
    expect(many.orphans).toEqual([]);
  });

  test('does not depend on the order spans came in', () => {
    fc.assert(
      fc.property(arrivals, ({ shape, order }) => {
        const grown = grow(shape, 7);
        const one = createTrace({ spans: grown, own: [] });
        const other = createTrace({ spans: arrange(grown, order), own: [] });
        expect(other.spans).toEqual(one.spans);
        expect(other.orphans).toEqual(one.orphans);
        for (const name of ['a', 'b', 'c']) expect(other.named(name)).toEqual(one.named(name));
        for (const span of grown) expect(other.childrenOf(span)).toEqual(one.childrenOf(span));
      }),
    );
  });

  test('of several spans with one id the first in order is the parent, whichever came first', () => {
    const twin = { ...root, name: 'zwilling' };
    for (const given of [
      [root, twin, child],
      [twin, child, root],
    ]) {
      expect(createTrace({ spans: given, own: [] }).parentOf(child)?.name).toBe('root');
    }
  });

  test('parent cycles and chains of 10,000 are ordinary traces', () => {
    const id = (index: number): string => index.toString(16).padStart(16, 'a');
    const chain = Array.from({ length: 10_000 }, (_, index) =>
      makeSpan({ name: 'link', spanId: id(index), parentSpanId: index === 0 ? undefined : id(index - 1) }),
    );
    expect(createTrace({ spans: chain, own: [] }).orphans).toEqual([]);
    const selfish = makeSpan({ name: 'selfish', spanId: id(1), parentSpanId: id(1) });
    const circular = createTrace({ spans: [selfish], own: [] });
    expect(circular.parentOf(selfish)).toBe(selfish);
    expect(circular.childrenOf(selfish)).toEqual([selfish]);
  });
});

describe('compareSpans', () => {
  test('is a total order by content', () => {
    fc.assert(
      fc.property(spans, spans, spans, (a, b, c) => {
        expect(Math.sign(compareSpans(a, b))).toBe(-Math.sign(compareSpans(b, a)) + 0);
        expect(compareSpans(a, { ...a, attributes: new Map([...a.attributes].reverse()) })).toBe(0);
        const [first, second, third] = [a, b, c].sort(compareSpans);
        if (first && second && third) {
          expect(compareSpans(first, second)).toBeLessThanOrEqual(0);
          expect(compareSpans(first, third)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  test('tells apart spans that differ in one respect only', () => {
    const base = makeSpan({ name: 'a' });
    const others = [
      { ...base, kind: 'server' as const },
      { ...base, endNs: undefined },
      { ...base, startNs: undefined },
      { ...base, status: { code: 'error' as const, message: '' } },
      { ...base, attributes: new Map([['k', 'v']]) },
      { ...base, scope: { name: 'lib', version: '2' } },
    ];
    for (const other of others) expect(compareSpans(base, other)).not.toBe(0);
  });
});
