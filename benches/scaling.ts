/**
 * How costs grow: files validated and scenarios run by the built program (time on the clock, start included), spans received
 * and judged, and expectations judged, in this process (processor time). Beside each stands how many times as much it is as
 * what the size before it would make it in proportion: 1 x is linear, and below 1 x something is shared. Of five rounds the
 * lowest counts, since noise only adds; what takes long has one. Spans are put in order, which is a little worse than linear.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { evaluate } from '../src/expect/index.ts';
import type { SpanExpectation } from '../src/scenario/index.ts';
import { createInterner } from '../src/telemetry/interner.ts';
import { SpanStore } from '../src/telemetry/store.ts';
import { checkRequest } from '../src/telemetry/wire/check.ts';
import { createTrace, type Trace } from '../src/trace/index.ts';
import { printEnvironment, printRatio } from './figures.ts';
import { collectGarbage } from './garbage.ts';
import { numbered, SPANS } from './otlp-batch.ts';
import { madeUpTrace } from './recorded/traces.ts';
import { plainFile } from './validate/files.ts';

const ROUNDS = 5;
/** What is expected to take longer is measured once. */
const LONG_MS = 2_000;
/** Work that is made ready before it is timed. */
type Prepare = () => () => unknown;

interface Curve {
  /** `1,000 files: validate` is the name of a figure. */
  readonly noun: string;
  readonly what: string;
  readonly sizes: readonly number[];
  readonly clock: (work: () => unknown) => number;
  readonly of: (size: number) => Prepare;
}

const bin = fileURLToPath(new URL('../bin/spanwright.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'spanwright-bench-'));

/** Milliseconds on the clock. */
function elapsed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Milliseconds of processor time of this process, that of the garbage collector included. */
function processorTime(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function call(args: readonly string[], cwd: string): void {
  const { status, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`spanwright ${args.join(' ')} ended with ${status}: ${stderr}`);
}

function filesOf(size: number): Prepare {
  const cwd = join(folder, `files-${size}`);
  mkdirSync(cwd);
  for (let n = 0; n < size; n += 1) writeFileSync(join(cwd, `${n}.span.toml`), plainFile(n));
  return () => () => call(['validate', '--format', 'json'], cwd);
}

function scenariosOf(size: number): Prepare {
  const cwd = join(folder, `scenarios-${size}`);
  mkdirSync(cwd);
  const scenarios = Array.from({ length: size }, (_, n) => `[[scenario]]\nname = "n${n}"\nrun = "true"\n`);
  writeFileSync(join(cwd, 'all.span.toml'), `[meta]\nname = "all"\n\n${scenarios.join('\n')}`);
  return () => () => call(['run', '--quiet', '--no-record', '--jobs', '2'], cwd);
}

function spansOf(size: number): Prepare {
  return () => {
    const bodies = Array.from({ length: Math.ceil(size / SPANS) }, (_, n) => numbered(n));
    const claims = spanExpectations(100, (index) => `GET /items/${index % 20}`);
    return () => judge(received(bodies), claims);
  };
}

function received(bodies: readonly Buffer[]): Trace {
  const store = new SpanStore({ maxSpans: Number.MAX_SAFE_INTEGER, maxBytes: Number.MAX_SAFE_INTEGER });
  const interner = createInterner();
  for (const body of bodies) {
    const checked = checkRequest(body);
    if (!checked.ok) throw new Error(checked.message);
    store.addEncoded({ body, places: checked.places }, interner, () => undefined);
  }
  if (store.size !== bodies.length * SPANS) throw new Error(`${store.size} spans`);
  return store.trace();
}

function expectationsOf(size: number): Prepare {
  const { spans, own } = madeUpTrace(10_000);
  const names = [...new Set(spans.map(({ name }) => name))];
  const claims = spanExpectations(size, (index) => names[index % names.length] ?? '');
  return () => {
    const trace = createTrace({ spans, own });
    return () => judge(trace, claims);
  };
}

function spanExpectations(count: number, nameOf: (index: number) => string): SpanExpectation[] {
  return Array.from({ length: count }, (_, index) => ({ name: nameOf(index), count: { gte: 1 } }));
}

function judge(trace: Trace, span: readonly SpanExpectation[]): void {
  const expectations = { span: [...span] };
  const findings = evaluate({ expectations, base: ['expect'], trace, completeness: { complete: true } });
  if (findings.some(({ outcome }) => outcome !== 'passed')) throw new Error('a claim does not hold');
}

const curves: readonly Curve[] = [
  {
    noun: 'files',
    what: 'validate',
    sizes: [10, 100, 1_000, 10_000],
    clock: elapsed,
    of: filesOf,
  },
  {
    noun: 'scenarios',
    what: 'run',
    sizes: [10, 100, 1_000, 5_000],
    clock: elapsed,
    of: scenariosOf,
  },
  {
    noun: 'spans',
    what: 'receive, and judge 100 expectations',
    sizes: [1_000, 10_000, 100_000, 1_000_000, 2_000_000],
    clock: processorTime,
    of: spansOf,
  },
  {
    noun: 'expectations',
    what: 'judge on 10,000 spans',
    sizes: [10, 100, 1_000, 10_000],
    clock: processorTime,
    of: expectationsOf,
  },
];

function measure({ noun, what, sizes, clock, of }: Curve): void {
  let before: { readonly size: number; readonly ms: number } | undefined;
  for (const [index, size] of sizes.entries()) {
    const prepare = of(size);
    // For the compiler of the runtime, and for caches of the system.
    if (index === 0) for (let round = 0; round < ROUNDS; round += 1) prepare()();
    const expected = before && (before.ms * size) / before.size;
    const rounds = (expected ?? 0) < LONG_MS ? ROUNDS : 1;
    const ms = Math.min(
      ...Array.from({ length: rounds }, () => {
        const work = prepare();
        collectGarbage();
        return clock(work);
      }),
    );
    printRatio(
      { what: `${size.toLocaleString('en')} ${noun}: ${what}`, value: ms, of: expected ?? ms },
      'ms',
    );
    before = { size, ms };
  }
}

const wanted = process.argv.slice(2);
printEnvironment();
try {
  for (const curve of curves) if (wanted.length === 0 || wanted.includes(curve.noun)) measure(curve);
} finally {
  rmSync(folder, { recursive: true });
}
