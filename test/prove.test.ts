import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readArchive } from '../src/archive/index.ts';
import { claimsOf } from '../src/expect/index.ts';
import { operators, type Proof, prove } from '../src/prove/index.ts';
import { type Expectations, loadScenarioFile } from '../src/scenario/index.ts';
import { createTrace, type Trace } from '../src/trace/index.ts';
import { makeFolder, start } from './program.ts';
import { copyQuickstart, QUICKSTART } from './quickstart.ts';

// How strong the expectations of the quickstart are, by a real run of it.

const schema = new URL('../docs/reference/proof.schema.json', import.meta.url);
const validate = new Ajv2020({ strict: true }).compile(JSON.parse(readFileSync(schema, 'utf8')));

const { path: folder, remove } = makeFolder({});
afterAll(remove);

let trace: Trace;
let expectations: Expectations;

async function spanwright(...args: readonly string[]) {
  return start(args, folder).ended;
}

beforeAll(async () => {
  copyQuickstart(folder);
  expect(await spanwright('run', '--quiet', QUICKSTART)).toMatchObject({ code: 0 });
  const runs = join(folder, '.spanwright/runs');
  const id = readFileSync(join(runs, 'latest'), 'utf8').trim();
  const archive = readArchive(readFileSync(join(runs, id, 'run.spw')), id);
  if ('code' in archive) throw new Error(archive.message);
  const [attempt] = archive.attempts;
  trace = createTrace({ spans: attempt?.spans ?? [], own: attempt?.own ?? [] });
  const content = readFileSync(join(folder, QUICKSTART), 'utf8');
  const { loaded } = loadScenarioFile({ file: QUICKSTART, dir: folder, content });
  expectations = loaded?.model.expect ?? {};
}, 60_000);

function proofOf(expected: Expectations): Proof {
  const claims = claimsOf(expected, ['expect']);
  const own = { claims, trace, completeness: { complete: true } } as const;
  const plain = {
    others: [],
    hasOtherPasses: true,
    ignore: [],
    seed: 1,
    maxMutants: 10_000,
    prefix: 'expect',
  };
  return prove({ own, ...plain });
}

test('the expectations that are shipped kill nine mutants in ten at least', async () => {
  const { code, stdout } = await spanwright('prove', QUICKSTART, '--min-score', '90', '--format', 'json');
  expect(code).toBe(0);
  const report = JSON.parse(stdout);
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  const [scenario] = report.scenarios;
  expect(scenario.score).toBeGreaterThanOrEqual(90);
  expect(scenario.judged).toBe(scenario.mutants);
  expect(scenario.judged).toBeGreaterThan(100);
  const gate = await spanwright('prove', QUICKSTART, '--min-score', '100');
  expect(gate.code).toBe(1);
});

test('what is suggested takes the score to all', () => {
  const { suggestion, judged, killed } = proofOf(expectations);
  expect(suggestion?.kills).toBe(judged - killed);
});

/** The expectations without one claim, for each claim that can be taken away. */
function* without(
  expected: Expectations,
): Iterable<{ readonly left: Expectations; readonly path: readonly unknown[] }> {
  for (const { path } of claimsOf(expected, [])) {
    const copy = structuredClone(expected) as Record<PropertyKey, unknown>;
    const keys = [...path] as PropertyKey[];
    // A claim of an item that also names something, as a window does: the item stays, with one name less.
    const last = keys.pop() ?? '';
    const holder = keys.reduce((at, key) => at[key] as Record<PropertyKey, unknown>, copy);
    if (Array.isArray(holder)) holder.splice(Number(last), 1);
    else delete holder[last];
    yield { left: copy as Expectations, path };
  }
}

test('to take any one expectation away lowers the score, or it was named as one that is not needed', () => {
  const whole = proofOf(expectations);
  let tried = 0;
  for (const [at, { left, path }] of [...without(expectations)].entries()) {
    const { killed, judged } = proofOf(left);
    expect(judged).toBe(whole.judged);
    const { worth, killsAlone } = whole.expectations[at] ?? {};
    expect(whole.killed - killed, path.join('.')).toBe(killsAlone);
    if (killed === whole.killed) expect(['idle', 'redundant'], path.join('.')).toContain(worth);
    else expect(worth, path.join('.')).toBe('needed');
    tried += 1;
  }
  expect(tried).toBe(claimsOf(expectations, []).length);
  expect(tried).toBeGreaterThan(20);
});

test('what cannot fail scores nothing, on the same run', () => {
  expect(proofOf({ counts: { spans_total: { gte: 0 }, errors_total: { gte: 0 } } }).killed).toBe(0);
  expect(proofOf({}).killed).toBe(0);
});

test('the page lists every fault', () => {
  const page = readFileSync(join(import.meta.dirname, '../docs/prove.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z-]+)` \| (.*) \|$/gm)].map(([, name, text]) => [name, text]);
  expect(rows).toEqual(Object.entries(operators));
});
