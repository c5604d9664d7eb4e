import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../expect/index.ts';
import { loadScenarioFile } from '../scenario/index.ts';
import { type AttributeValue, createTrace, type Span, type Trace } from '../trace/index.ts';
import { learnScenario, printLearned } from './index.ts';

interface Sketch {
  readonly name: string;
  /** Position among those before it. */
  readonly parent?: number;
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  readonly failed?: boolean;
  readonly events?: readonly string[];
}

function traceOf(...sketches: readonly Sketch[]): Trace {
  const spans = sketches.map(
    ({ name, parent, attributes = {}, failed = false, events = [] }, index): Span => ({
      traceId: 'a'.repeat(32),
      spanId: (index + 1).toString(16).padStart(16, '0'),
      parentSpanId: parent === undefined ? undefined : (parent + 1).toString(16).padStart(16, '0'),
      name,
      kind: 'internal',
      startNs: BigInt(index + 1),
      endNs: BigInt(index + 2),
      attributes: new Map(Object.entries(attributes)),
      events: events.map((event) => ({ name: event, timeNs: undefined, attributes: new Map() })),
      links: [],
      status: { code: failed ? 'error' : 'unset', message: '' },
      resource: { attributes: new Map([['service.name', 'shop']]) },
      scope: { name: '', version: '' },
    }),
  );
  return createTrace({ spans, own: [] });
}

const learnedText = (...traces: readonly Trace[]) => printLearned(learnScenario(traces), 'expect');

function load(text: string) {
  const content = `[meta]\nname = "x"\n[[scenario]]\nname = "x"\nrun = "true"\n\n${text}`;
  const { loaded, diagnostics } = loadScenarioFile({ file: 'x.span.toml', dir: '/', content });
  if (!loaded) throw new Error(`${diagnostics.map((each) => each.message).join('\n')}\n${content}`);
  return loaded.model.expect ?? {};
}

function outcomes(text: string, trace: Trace) {
  const findings = evaluate({
    expectations: load(text),
    base: ['expect'],
    trace,
    completeness: { complete: true },
  });
  return new Set(findings.map(({ outcome }) => outcome));
}

describe('what is said', () => {
  test('what is the same is claimed, what varies is named, what is not always there is left out', () => {
    const run = (id: number, more: readonly Sketch[] = []) =>
      traceOf(
        { name: 'GET /', attributes: { route: '/', id, url: 'http://127.0.0.1:4711/' }, events: ['hit'] },
        { name: 'SELECT', parent: 0, failed: true },
        ...more,
      );
    const text = learnedText(run(1), run(2), run(3, [{ name: 'cache', parent: 0 }]));
    expect(text).toBe(`# Learned from 3 runs: what was the same in all of them.
# Not in every run, so not claimed: "cache".

# Varies from run to run: "id", "url".
[[expect.span]]
name = "GET /"
kind = "internal"
status = "UNSET"
resource = { "service.name" = "shop" }
attrs.all = { id = { exists = true }, route = "/", url = { exists = true } }
events.all = ["hit"]
count = { eq = 1 }

[[expect.span]]
name = "SELECT"
parent = "GET /"
kind = "internal"
status = "ERROR"
resource = { "service.name" = "shop" }
count = { eq = 1 }

[expect.counts]
spans_total = { gte = 2 }
errors_total = { eq = 1 }
`);
  });

  test('names that vary or look like globs become globs that match them', () => {
    const text = learnedText(traceOf({ name: 'job 3f8f3b5e-1111-4222-8333-444455556666 [*]' }));
    expect(load(text).span?.[0]?.name).toBe('job * [[][*]]');
  });

  test('nothing is learned from nothing', () => {
    expect(learnedText(traceOf())).toBe('# 1 run sent no spans, so there is nothing to learn.\n');
  });
});

const names = fc.oneof(
  fc.constantFrom('a', 'b', 'GET /*', 'x [1]', '?', 'job 3f8f3b5e-1111-4222-8333-444455556666'),
  fc.string({ minLength: 1, maxLength: 8 }).filter((name) => name.trim() !== '' && name.isWellFormed()),
);
const values = fc.oneof(
  fc.string({ maxLength: 5 }).filter((text) => text.isWellFormed()),
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.boolean(),
  fc.constantFrom<AttributeValue>(null, 9007199254740993n, -0, 'a\u007fb\nc', [1, 2], new Map([['k', 1]])),
);
const sketch = fc.record<Sketch>({
  name: names,
  parent: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
  attributes: fc.dictionary(fc.constantFrom('k', '__proto__', 'a b', 'id'), values, { maxKeys: 3 }),
  failed: fc.boolean(),
  events: fc.array(fc.constantFrom('e', 'f'), { maxLength: 2 }),
});
const runs = fc.array(fc.array(sketch, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 });

test('what is learned is a valid file, and holds in each of the runs it was learned from', () => {
  fc.assert(
    fc.property(runs, (sketches) => {
      const traces = sketches.map((each) => traceOf(...each));
      const text = learnedText(...traces);
      for (const trace of traces) expect([...outcomes(text, trace)], text).toEqual(['passed']);
    }),
    { numRuns: 300 },
  );
});
