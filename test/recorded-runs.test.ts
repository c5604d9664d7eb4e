import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readArchive } from '../src/archive/index.ts';
import { baselineText, diffTraces, findingsOf } from '../src/diff/index.ts';
import { createTrace, type Trace } from '../src/trace/index.ts';
import { makeFolder, start } from './program.ts';
import { copyQuickstart, QUICKSTART } from './quickstart.ts';

// What recorded runs are good for, on real runs of the quickstart: baselines, comparison, learning.

/** Eleven runs are 55 pairs. */
const RUNS = 11;

const { path: folder, remove } = makeFolder({});
afterAll(remove);

async function spanwright(...args: readonly string[]) {
  return start(args, folder).ended;
}

beforeAll(async () => {
  copyQuickstart(folder);
  // Two at a time: they have nothing to do with each other.
  const queue = Array.from({ length: RUNS }, (_, index) => index);
  const work = async () => {
    while (queue.pop() !== undefined)
      expect(await spanwright('run', '--quiet', QUICKSTART)).toMatchObject({ code: 0 });
  };
  await Promise.all([work(), work()]);
}, 120_000);

function traces(): Trace[] {
  const runs = join(folder, '.spanwright/runs');
  const ids = readdirSync(runs).filter((name) => name !== 'latest');
  return ids.map((id) => {
    const archive = readArchive(readFileSync(join(runs, id, 'run.spw')), id);
    if ('code' in archive) throw new Error(archive.message);
    const [attempt] = archive.attempts;
    return createTrace({ spans: attempt?.spans ?? [], own: attempt?.own ?? [] });
  });
}

test('runs that behave alike have one baseline, and nothing is found between any two of them', () => {
  const all = traces();
  expect(all.length).toBe(RUNS);
  expect(new Set(all.map((each) => baselineText(each))).size).toBe(1);
  let pairs = 0;
  for (const [index, before] of all.entries()) {
    for (const after of all.slice(index + 1)) {
      const { differences, pair } = diffTraces(before, after);
      const history = all.filter((each) => each !== before && each !== after);
      expect(differences).toEqual([]);
      expect(findingsOf(pair, history)).toEqual([]);
      pairs += 1;
    }
  }
  expect(pairs).toBeGreaterThanOrEqual(50);
});

test('a span that is missing is found, and in the baseline too', async () => {
  expect(await spanwright('record')).toMatchObject({ code: 0 });
  const skipped = readFileSync(join(folder, QUICKSTART), 'utf8')
    .replace('${env.QUICKSTART_SKIP:-}', 'reserve')
    .replace(/\[\[expect\.span\]\].*$/s, '[[expect.span]]\nname = "POST /orders"\n');
  writeFileSync(join(folder, QUICKSTART), skipped);
  const { code, stdout } = await spanwright('repro', '--quiet', '--no-record');
  cpSync(resolve(import.meta.dirname, '../examples', QUICKSTART), join(folder, QUICKSTART));
  expect(stdout).toContain(
    '- missing POST > POST /orders > reserve stock\n  1 difference, 0 findings (7 -> 6 spans)',
  );
  expect(code).toBe(1);
});

test('what is learned from five runs is valid, holds in five more, and fails when a span is missing', async () => {
  const learned = 'quickstart/learned.span.toml';
  expect(await spanwright('learn', QUICKSTART, '--runs', '5', '--output', learned)).toMatchObject({
    code: 0,
  });
  expect(await spanwright('validate', '--strict', learned)).toMatchObject({ code: 0 });
  for (let run = 0; run < 5; run++) {
    expect(await spanwright('run', '--quiet', '--no-record', learned)).toMatchObject({ code: 0 });
  }
  const text = readFileSync(join(folder, learned), 'utf8');
  writeFileSync(join(folder, learned), text.replace('${env.QUICKSTART_SKIP:-}', 'reserve'));
  const { code, stdout } = await spanwright('run', '--no-record', learned);
  expect(stdout).toContain('expect.span[reserve stock].existence: no span "reserve stock" arrived');
  expect(code).toBe(1);
  expect(await spanwright('learn', QUICKSTART, '--output', learned)).toMatchObject({ code: 2 });
}, 60_000);
