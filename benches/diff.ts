/**
 * Expectation diff of 1,000 scenarios in 100 files, loaded beforehand: the trees, the difference and its words. Measured
 * with every tenth scenario changed, as after a large edit, and with all of them changed; the goal is 150 ms. A loop that
 * walks the two models key by key and counts unequal values is the floor: it finds that something changed, not what it
 * means. General differs on the same models as JSON stand beside them. That four times as many scenarios take about four
 * times as long is shown last.
 */
import { diffTrees, expectationTree } from '../src/diff/index.ts';
import { type LoadedFile, loadScenarioFile } from '../src/scenario/index.ts';
import { printFigures } from './figures.ts';
import { generalDiffers } from './recorded/differs.ts';

const SCENARIOS_A_FILE = 10;
const RUNS = 20;
const GOAL_MS = 150;

function scenario(id: string, isChanged: boolean): string {
  return `
[[scenario]]
name = "scenario ${id}"
[[scenario.steps]]
name = "send"
command = "curl -s http://localhost/${id}"
expect = { exit_code = 0, stdout = { contains = ["ok", "order ${id}"] } }
[scenario.expect]
counts = { spans_total = { gte = ${isChanged ? 1 : 4} }, by_name = { pay = { eq = 1 }, ship = { gte = 1 } } }
graph = { must_include = [["GET /${id}", "db"], ["db", "disk"]], acyclic = true }
order.must_precede = [["pay", "ship"]]
status.all = "OK"
[[scenario.expect.span]]
name = "GET /${id}"
kind = "server"
attrs.all = { "http.route" = "/${id}", "http.status" = { gte = 200, lt = ${isChanged ? 500 : 300} } }
[[scenario.expect.span]]
name = "db"
parent = "GET /${id}"
duration_ms = { max = 100 }
`;
}

function load(scenarios: number, isChanged: (index: number) => boolean): LoadedFile[] {
  return Array.from({ length: scenarios / SCENARIOS_A_FILE }, (_, file) => {
    const own = Array.from({ length: SCENARIOS_A_FILE }, (_each, at) => {
      const index = file * SCENARIOS_A_FILE + at;
      return scenario(String(index), isChanged(index));
    });
    const head = `[meta]\nname = "file ${file}"\n[service.api]\ncommand = "node api.mjs"\nready = { http = "/health" }\n`;
    const { loaded } = loadScenarioFile({
      file: `${file}.span.toml`,
      dir: '/',
      content: head + own.join(''),
    });
    if (!loaded) throw new Error('the benchmark wrote a file that is not valid');
    return loaded;
  });
}

/** Walks both models at once. */
function keyedLoop(a: unknown, b: unknown): number {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return Object.is(a, b) ? 0 : 1;
  let count = 0;
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    count += keyedLoop(Reflect.get(a, key), Reflect.get(b, key));
  }
  return count;
}

function times(work: () => unknown): number[] {
  for (let run = 0; run < 3; run++) work();
  return Array.from({ length: RUNS }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
}

const median = (samples: readonly number[]) => [...samples].sort((a, b) => a - b)[samples.length >> 1] ?? 0;
const compare = (old: readonly LoadedFile[], now: readonly LoadedFile[]) =>
  diffTrees(expectationTree(old), expectationTree(now));

const old = load(1_000, () => false);
const some = load(1_000, (index) => index % 10 === 0);
const all = load(1_000, () => true);
const loop = times(() => old.map((file, index) => keyedLoop(file.model, some[index]?.model)));
printFigures('keyed loop over 1,000 scenarios', loop, { unit: 'ms' });
for (const [what, now] of [
  ['100 of 1,000 scenarios changed', some],
  ['all of 1,000 scenarios changed', all],
] as const) {
  const samples = times(() => compare(old, now));
  printFigures(`diff, ${what} (${compare(old, now).length} changes)`, samples, { unit: 'ms', goal: GOAL_MS });
  console.log(`${(median(samples) / median(loop)).toFixed(1)} x the keyed loop`);
}

for (const { name, diff } of await generalDiffers()) {
  const plain = (files: readonly LoadedFile[]) => JSON.parse(JSON.stringify(files.map(({ model }) => model)));
  for (const [what, now] of [
    ['100', some],
    ['all', all],
  ] as const) {
    const [a, b] = [plain(old), plain(now)];
    const samples = times(() => diff(a, b));
    printFigures(`${name} on the same models as JSON, ${what} of 1,000 scenarios changed`, samples, {
      unit: 'ms',
    });
  }
}

const [before, after] = [load(4_000, () => false), load(4_000, (index) => index % 10 === 0)];
const large = times(() => compare(before, after));
const small = times(() => compare(old, some));
console.log(`4,000 scenarios take ${(median(large) / median(small)).toFixed(1)} x as long as 1,000`);
