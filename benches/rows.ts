import type { Figure } from './figures.ts';

/** One thing that is promised about speed or size, and the figure that shows it. */
export interface Row {
  readonly work: string;
  readonly bench: string;
  /** The figure's name, as the benchmark prints it. */
  readonly what: string;
  readonly reads: 'value' | 'p95' | 'max' | 'ratio';
  readonly goal: { readonly least: number } | { readonly most: number };
  /** What 1 x is, where a ratio is read. */
  readonly of?: string;
  /** Figures of the same benchmark that are worth seeing beside it. */
  readonly beside?: readonly string[];
}

const floor = 'floor: node -e 0';
const signals = ['SIGKILL', 'SIGINT'] as const;

export const rows: readonly Row[] = [
  {
    work: '`--version`, cold',
    bench: 'validate',
    what: '--version',
    reads: 'ratio',
    goal: { most: 1.15 },
    of: 'node -e 0',
    beside: [floor],
  },
  {
    work: '`validate`, one plain file, cold',
    bench: 'validate',
    what: 'validate, one plain file',
    reads: 'ratio',
    goal: { most: 1.3 },
    of: 'node -e 0',
    beside: ['tombi lint --offline, one file', 'taplo lint, one file'],
  },
  {
    work: '`validate`, one template, cold',
    bench: 'validate',
    what: 'validate, one template',
    reads: 'ratio',
    goal: { most: 1.6 },
    of: 'node -e 0',
  },
  ...['validate, plain files', 'validate, one file in five a template'].map(
    (what): Row => ({
      work: `1,000 files, cold: ${what}`,
      bench: 'validate',
      what: `1000 files: ${what}`,
      reads: 'ratio',
      goal: { most: 1 },
      of: 'tombi lint',
      beside: ['1000 files: tombi lint --offline', '1000 files: taplo lint'],
    }),
  ),
  {
    work: 'Save to verdict on the screen, 50 ms debounce included',
    bench: 'watch',
    what: 'save to verdict on the screen, 1,000 templates',
    reads: 'p95',
    goal: { most: 75 },
    beside: ['vitest, one trivial file', 'node --test --watch, one trivial file'],
  },
  {
    work: 'A hit of the cache',
    bench: 'watch',
    what: 'hit of the cache, dependencies read and digested',
    reads: 'value',
    goal: { most: 50 },
  },
  {
    work: 'Looks that need no rendering, in an hour of editing',
    bench: 'watch',
    what: 'an editing session, looks that needed no rendering',
    reads: 'value',
    goal: { least: 80 },
  },
  {
    work: 'Save to judged again, 10,000 spans recorded',
    bench: 'rejudge',
    what: 'save to judged again, 10,000 spans',
    reads: 'p95',
    goal: { most: 120 },
  },
  ...['with --format json', 'with the screen'].map(
    (how): Row => ({
      work: `10,000 files watched, from the start of the process, ${how}`,
      bench: 'watch',
      what: `10,000 files watched, from the start of the process, ${how}`,
      reads: 'value',
      goal: { most: 600 },
      beside: [
        '10,000 files watched, from the start of the process, floor: a look into every folder and a watch on it',
      ],
    }),
  ),
  {
    work: 'Memory with 1,000 templates after 10,000 saves, without a screen',
    bench: 'watch',
    what: 'memory, json, 1,000 templates, after 10,000 saves',
    reads: 'value',
    goal: { most: 75 },
  },
  {
    work: 'The same with a screen',
    bench: 'watch',
    what: 'memory, screen, 1,000 templates, after 10,000 saves',
    reads: 'value',
    goal: { most: 90 },
  },
  ...(['namespaces', 'reaper', 'group'] as const).map(
    (tier): Row => ({
      work: `200 trivial scenarios, 2 jobs, ${tier}`,
      bench: 'trivial',
      what: `200 quick: spanwright, ${tier}`,
      reads: 'ratio',
      goal: { most: tier === 'namespaces' ? 6 : 3 },
      of: 'xargs -P2',
      beside: [
        'xargs -P2',
        'make -j2',
        'node --test, 2 at once',
        'vitest, 2 at once',
        'GNU parallel -j2',
        'bats --jobs 2',
      ].map((name) => `200 quick: ${name}`),
    }),
  ),
  {
    work: '20 scenarios of 0.5 s, 2 jobs (ideal 5,000 ms)',
    bench: 'trivial',
    what: '20 sleeping: spanwright, namespaces',
    reads: 'value',
    goal: { most: 5100 },
    beside: ['make -j2', 'GNU parallel -j2', 'bats --jobs 2'].map((name) => `20 sleeping: ${name}`),
  },
  ...(
    [
      ['http', 400],
      ['grpc', 200],
    ] as const
  ).map(
    ([protocol, least]): Row => ({
      work: `Receiver, ${protocol}, stored and indexed, one core`,
      bench: 'receiver',
      what: `${protocol}, in a second of processor time`,
      reads: 'value',
      goal: { least },
      beside: ['floor: http that only reads, in a second of processor time'],
    }),
  ),
  {
    work: 'Memory of a span beyond its bytes on the wire',
    bench: 'receiver',
    what: 'memory beyond the wire',
    reads: 'value',
    goal: { most: 350 },
  },
  ...['1,000 span expectations', '1,000 expectations of five kinds'].map(
    (what): Row => ({
      work: `${what} on 100,000 spans`,
      bench: 'recorded',
      what: `judge ${what} on 100000 spans`,
      reads: 'value',
      goal: { most: 300 },
      beside: [10_000, 1_000_000].map((spans) => `judge ${what} on ${spans} spans`),
    }),
  ),
  {
    work: 'Expectation diff of 1,000 scenarios, every tenth changed',
    bench: 'diff',
    what: 'diff, 100 of 1,000 scenarios changed',
    reads: 'value',
    goal: { most: 150 },
    beside: ['keyed loop over 1,000 scenarios'],
  },
  {
    work: 'Trace diff of 20,000 spans',
    bench: 'recorded',
    what: 'trace diff, 20000 spans',
    reads: 'value',
    goal: { most: 100 },
    beside: [
      'a loop that keys spans by name',
      'microdiff on the same spans as JSON',
      'jsondiffpatch on the same spans as JSON',
    ].map((name) => `${name}, 20000 spans`),
  },
  ...signals.map(
    (signal): Row => ({
      work: `Nothing left of a run with 20 services, from ${signal} on`,
      bench: 'orphans',
      what: `nothing left, namespaces, ${signal}`,
      reads: 'max',
      goal: { most: signal === 'SIGKILL' ? 200 : 2000 },
    }),
  ),
  ...['a container, start to end', 'a command in a container'].map(
    (what): Row => ({
      work: `Docker: ${what}`,
      bench: 'containers',
      what,
      reads: 'ratio',
      goal: { most: 1.1 },
      of: "the engine's interface by hand",
    }),
  ),
  {
    work: 'Docker: 20 scenarios four at a time, beside one after the other',
    bench: 'containers',
    what: '20 scenarios one after the other, beside four at a time',
    reads: 'ratio',
    goal: { least: 1.7 },
    of: 'four at a time',
    beside: [
      '20 containers one after the other, beside four at a time: the engine alone',
      'the same, the next container made meanwhile, beside four at a time',
    ],
  },
  ...(
    [
      ['10,000 files: validate', '1,000 files'],
      ['5,000 scenarios: run', '1,000 scenarios'],
      ['2,000,000 spans: receive, and judge 100 expectations', '1,000,000 spans'],
      ['10,000 expectations: judge on 10,000 spans', '1,000 expectations'],
    ] as const
  ).map(
    ([what, before]): Row => ({
      work: `Scaling, ${what}`,
      bench: 'scaling',
      what,
      reads: 'ratio',
      // What is worse than linear shows as twice as much or more; collecting garbage comes in steps.
      goal: { most: 1.5 },
      of: `what ${before} take, in proportion`,
    }),
  ),
];

/** A row beside what was measured. */
export interface Outcome {
  readonly row: Row;
  /** Undefined where the benchmark printed no such figure: a tool is missing, or this machine cannot do it. */
  readonly figure: Figure | undefined;
  readonly read: number | undefined;
  readonly isMet: boolean;
}

export function outcomeOf(row: Row, figures: ReadonlyMap<string, readonly Figure[]>): Outcome {
  const figure = figureOf(figures.get(row.bench) ?? [], row.what);
  const read = figure?.[row.reads];
  const isMet = read !== undefined && ('most' in row.goal ? read <= row.goal.most : read >= row.goal.least);
  return { row, figure, read, isMet };
}

/** Of figures with what they were measured on in brackets, such as `diff, all changed (80 changes)`, by the rest. */
export function figureOf(figures: readonly Figure[], what: string): Figure | undefined {
  return figures.find((figure) => figure.what === what || figure.what.startsWith(`${what} (`));
}
