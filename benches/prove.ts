import { claimsOf, createSubject, judgeClaim } from '../src/expect/index.ts';
import { createMutantJudge } from '../src/prove/judge.ts';
import type { Edit } from '../src/prove/mutant.ts';
import { mutantsOf, sampleMutants } from '../src/prove/mutants.ts';
import { createScene } from '../src/prove/scene.ts';
import type { Expectations } from '../src/scenario/index.ts';
import { type AttributeValue, createTrace, type Span, type Trace } from '../src/trace/index.ts';
import { median, printEnvironment, printRatio } from './figures.ts';

// How many mutants of a trace are judged in a second, by expectations of every kind: incrementally, and for comparison by
// building and judging the whole trace for each. `node benches/prove.ts [SPANS]`

const SPANS = Number(process.argv[2] ?? 1000);
const MUTANTS = 10_000;
const ROUNDS = 3;

const NAMES = ['validate', 'load cart', 'SELECT', 'price', 'reserve', 'charge', 'POST', 'publish', 'render'];

/** One trace: a run of requests below one root, each with work of twenty names and levels below it. */
function recordedTrace(count: number): Trace {
  const spans: Span[] = [];
  const resources = ['api', 'payments'].map((name) => ({
    attributes: new Map<string, AttributeValue>([
      ['service.name', name],
      ['deployment.environment.name', 'test'],
    ]),
  }));
  const [api, payments] = resources;
  const add = (name: string, parent: Span | undefined, ms: number, takes: number): Span => {
    const id = (spans.length + 1).toString(16).padStart(16, '0');
    const isCall = name === 'POST';
    const resource = (isCall ? payments : api) ?? { attributes: new Map() };
    const span: Span = {
      traceId: 'a'.repeat(32),
      spanId: id,
      parentSpanId: parent?.spanId,
      name,
      kind: isCall ? 'client' : 'internal',
      startNs: BigInt(ms) * 1_000_000n,
      endNs: BigInt(ms + takes) * 1_000_000n,
      attributes: new Map<string, AttributeValue>([
        ['order.items', spans.length % 7],
        ['http.route', `/orders/${spans.length % 5}`],
        ...(isCall ? ([['server.address', '127.0.0.1']] as const) : []),
      ]),
      events:
        name === 'reserve' ? [{ name: 'stock.reserved', timeNs: undefined, attributes: new Map() }] : [],
      links: [],
      status: { code: isCall ? 'ok' : 'unset', message: '' },
      resource,
      scope: { name: 'lib', version: '' },
    };
    spans.push(span);
    return span;
  };
  const root = add('batch', undefined, 0, count * 10);
  for (let request = 0; spans.length < count; request++) {
    const at = request * 100;
    const top = add('POST /orders', root, at, 99);
    let above = top;
    for (const [index, name] of [...NAMES, ...NAMES].entries()) {
      if (spans.length >= count) break;
      const span = add(name, index % 3 === 0 ? top : above, at + index * 5, 4);
      above = span;
    }
  }
  return createTrace({ spans, own: [] });
}

const expected: Expectations = {
  span: [
    { name: 'batch', count: { eq: 1 } },
    ...NAMES.map((name) => ({ name, kind: name === 'POST' ? ('client' as const) : ('internal' as const) })),
    { name: 'reserve', events: { all: ['stock.reserved'] } },
    {
      name: 'POST',
      resource: { 'service.name': 'payments' },
      attrs: { all: { 'server.address': '127.0.0.1' } },
    },
    { name: 'POST /orders', parent: 'batch', duration_ms: { max: 1000 } },
  ],
  graph: {
    must_include: [
      ['batch', 'POST /orders'],
      ['POST /orders', 'validate'],
    ],
    must_not_cross: [['POST', 'batch']],
    acyclic: true,
  },
  counts: {
    spans_total: { eq: SPANS },
    errors_total: { eq: 0 },
    events_total: { gte: 1 },
    by_name: { batch: { eq: 1 } },
  },
  window: [{ outer: 'batch', contains: ['POST /orders', 'charge'] }],
  order: {
    must_precede: [
      ['validate', 'reserve'],
      ['load cart', 'charge'],
    ],
  },
  status: { by_name: { POST: 'OK', 'load*': 'UNSET' } },
  hermeticity: {
    no_external_services: true,
    resource_attrs: { must_match: { 'deployment.environment.name': 'test' } },
    span_attrs: { forbid_keys: ['card.number', 'http.request.header.authorization'] },
  },
};

const trace = recordedTrace(SPANS);
const claims = claimsOf(expected, ['expect']);
const completeness = { complete: true } as const;
const { mutants, total } = sampleMutants(mutantsOf(createScene(trace, [])), { seed: 1, max: MUTANTS });
const judge = createMutantJudge({ claims, trace, completeness });
const failing = judge.outcomes.filter((outcome) => outcome !== 'passed').length;
console.log(
  `${trace.spans.length} spans, ${claims.length} claims (${failing} not passing), ${mutants.length} of ${total} mutants`,
);

function incrementally(): number {
  const begun = process.cpuUsage();
  let killed = 0;
  for (const mutant of mutants) if (judge.after(mutant.edit()).size > 0) killed += 1;
  const { user, system } = process.cpuUsage(begun);
  if (killed === 0) throw new Error('nothing was killed');
  return mutants.length / ((user + system) / 1e6);
}

/** A hundredth of them, which takes long enough. */
function wholly(): number {
  const some = mutants.filter((_, index) => index % 100 === 0);
  const begun = process.cpuUsage();
  for (const mutant of some) {
    const subject = createSubject(mutated(mutant.edit()));
    for (const claim of claims) judgeClaim(claim, subject, completeness);
  }
  const { user, system } = process.cpuUsage(begun);
  return some.length / ((user + system) / 1e6);
}

function mutated({ removed, added, replaced }: Edit): Trace {
  const now = new Map<Span, Span>(replaced);
  const gone = new Set(removed);
  const left = trace.spans.filter((span) => !gone.has(span)).map((span) => now.get(span) ?? span);
  return createTrace({ spans: [...left, ...added], own: [] });
}

const rounds = Array.from({ length: ROUNDS }, () => ({ whole: wholly(), incremental: incrementally() }));
const whole = median(rounds.map((round) => round.whole));
const incremental = median(rounds.map((round) => round.incremental));
printRatio({ what: 'mutants judged as whole traces', value: whole, of: whole }, '1/s');
printRatio(
  { what: 'mutants judged by what they change', value: incremental, of: whole, goal: '10000 1/s' },
  '1/s',
);
printEnvironment();
