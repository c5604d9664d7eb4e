import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../event/index.ts';
import { createAgent } from './agent.ts';
import { anyRun } from './arbitrary.ts';
import { plain, runs } from './sample.ts';

const print = (record: RunRecord, kept = false) => createAgent({ ...plain, kept }).finish(record);

/** Every word that may begin a line, with the spaces before it: those that docs/agent-report.md explains. */
const page = readFileSync(resolve(import.meta.dirname, '../../docs/agent-report.md'), 'utf8');
const words = [...page.matchAll(/^\| `( *)([\w-]+)[^|]*\|/gm)].map(
  ([, indent = '', word = '']) => indent + word,
);
const beginsWell = (line: string) => words.some((word) => line === word || line.startsWith(`${word} `));

describe('createAgent', () => {
  it('says of a green run that it is', () => {
    expect(print(runs.green).split('\n')[0]).toBe('spanwright agent=1 exit=0 scenarios=1 passed=1');
  });

  it('has only lines that begin with a word of the set, whatever is in the run', () => {
    fc.assert(
      fc.property(anyRun, fc.boolean(), (record, kept) => {
        const lines = print(record, kept).trimEnd().split('\n');
        for (const line of lines) expect(beginsWell(line), line).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('gives a claim the same id in every run, and different claims different ones', () => {
    const ids = (text: string) => [...text.matchAll(/finding (f-\w+)/g)].map(([, id]) => id);
    const first = ids(print(runs.red));
    expect(new Set(first).size).toBe(first.length);
    expect(first.length).toBeGreaterThan(1);
    const later = { ...runs.red, runId: 'another', startedAt: 'later', durationMs: 1 };
    expect(ids(print(later))).toEqual(first);
  });

  it('counts what is beyond its bounds', () => {
    const [red] = runs.red.scenarios.filter(({ verdict }) => verdict === 'failed');
    if (!red) throw new Error('the sample has a scenario that failed');
    const [finding] = red.findings;
    if (!finding) throw new Error('with findings');
    const many = { ...red, findings: Array.from({ length: 13 }, () => finding) };
    const text = print({ ...runs.red, scenarios: Array.from({ length: 25 }, () => many) });
    expect(text).toContain('\nmore 5 scenarios\n');
    expect(text).toContain('\nmore 3 findings\n');
  });

  it('names the command that shows the spans of a run that was recorded', () => {
    const { runId } = runs.red;
    expect(print(runs.red, true)).toContain(`  look spanwright spans ${runId} --only `);
    expect(print(runs.red)).not.toContain('  look ');
  });
});
