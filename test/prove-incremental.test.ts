import fc from 'fast-check';
import { expect, test } from 'vitest';
import { claimsOf, createSubject, judgeClaim } from '../src/expect/index.ts';
import { expectations, traces as forests } from '../src/expect/trace.fixture.ts';
import { createMutantJudge } from '../src/prove/judge.ts';
import type { Edit } from '../src/prove/mutant.ts';
import { mutantsOf } from '../src/prove/mutants.ts';
import { createScene } from '../src/prove/scene.ts';
import type { Expectations } from '../src/scenario/index.ts';
import { createTrace, type Span, type Trace } from '../src/trace/index.ts';

// What makes proving fast must not change what it says: a mutant judged by what it changes comes to what it would come to
// if its whole trace were built and judged from the beginning.

/** Own spans above some of them, links between them, and now and then two spans with one id. */
const recorded = fc
  .tuple(forests, fc.nat(2), fc.array(fc.nat(11), { maxLength: 12 }), fc.boolean())
  .map(([spans, ownCount, links, hasTwins]) => {
    const linked = spans.map((span, at): Span => {
      const target = spans[links[at] ?? -1];
      const twin = hasTwins && at === spans.length - 1 ? spans[ownCount] : undefined;
      const ids = twin ? { traceId: twin.traceId, spanId: twin.spanId } : {};
      return { ...span, ...ids, links: target ? [{ ...target, attributes: new Map() }] : [] };
    });
    const own = linked.slice(0, ownCount).map((span) => ({ ...span, name: `spanwright.${span.name}` }));
    return createTrace({ spans: linked.slice(ownCount), own });
  });

const withLinks = fc.tuple(expectations, fc.subarray(['a', 'b', 'c'])).map(
  ([all, names]): Expectations => ({
    ...all,
    span: [
      ...(all.span ?? []),
      ...names.map((name) => ({ name, links: { any: names } })),
      ...names.map((name) => ({ name: 'spanwright.*', parent: name })),
    ],
  }),
);

function mutated(trace: Trace, { removed, added, replaced }: Edit): Trace {
  const now = new Map<Span, Span>(replaced);
  const gone = new Set(removed);
  const left = trace.spans.filter((span) => !gone.has(span)).map((span) => now.get(span) ?? span);
  return createTrace({ spans: [...left, ...added], own: trace.own });
}

test('incremental judging of every mutant comes to what full judging comes to', () => {
  let judged = 0;
  let turned = 0;
  fc.assert(
    fc.property(recorded, withLinks, fc.boolean(), (trace, expected, complete) => {
      const claims = claimsOf(expected, ['expect']);
      const completeness = complete ? { complete } : { complete, reason: 'a limit was reached' };
      const judge = createMutantJudge({ claims, trace, completeness });
      for (const mutant of mutantsOf(createScene(trace, []))) {
        const edit = mutant.edit();
        const changed = judge.after(edit);
        const subject = createSubject(mutated(trace, edit));
        const full = claims.map((claim) => judgeClaim(claim, subject, completeness).outcome);
        const incremental = judge.outcomes.map((outcome, at) => changed.get(at) ?? outcome);
        expect(incremental, `${mutant.operator} ${mutant.span.name} ${mutant.detail ?? ''}`).toEqual(full);
        judged += 1;
        if (changed.size > 0) turned += 1;
      }
    }),
    { numRuns: 150 },
  );
  // Both kinds were among them, so that neither half of the comparison was idle.
  expect(judged).toBeGreaterThan(1000);
  expect(turned).toBeGreaterThan(200);
});
