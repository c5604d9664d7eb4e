import type { Expectations, SpanExpectation } from '../../src/scenario/index.ts';
import { NAMES } from './traces.ts';

/** A thousand claims: all of one sort, and of five sorts. */
export const suites: readonly {
  readonly what: string;
  readonly goal: string;
  readonly expectations: Expectations;
}[] = [
  { what: '1,000 span expectations', goal: '<= 300 ms', expectations: { span: spanExpectations(1_000) } },
  {
    what: '1,000 expectations of five kinds',
    goal: '<= 300 ms',
    expectations: {
      span: spanExpectations(400),
      graph: { must_include: eachName(200, (name, index) => [name, `step ${(index * 3 + 1) % NAMES}`]) },
      counts: { by_name: Object.fromEntries(eachName(200, (name) => [name, { gte: 1 }])) },
      status: { by_name: Object.fromEntries(eachName(100, (name) => [name, 'UNSET'])) },
      window: eachName(100, (name) => ({ outer: 'POST /orders', contains: [name] })),
    },
  },
];

function spanExpectations(count: number): SpanExpectation[] {
  return eachName(count, (name) => ({
    name,
    attrs: { all: { 'http.request.method': 'POST', 'http.response.status_code': { gte: 200, lt: 300 } } },
    count: { gte: 1 },
  }));
}

function eachName<T>(count: number, make: (name: string, index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(`step ${index % NAMES}`, index));
}
