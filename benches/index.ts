import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Figure } from './figures.ts';
import { measure } from './measure.ts';
import { performancePage } from './page.ts';
import { outcomeOf, rows } from './rows.ts';

/**
 * `npm run bench` runs every benchmark, prints what they say, and writes docs/performance.md: what is promised beside what
 * was measured, with the peers, the machine and the date. `npm run bench -- diff recorded` runs those named and writes
 * nothing; `npm run bench -- --list` says their names. What takes longest is `watch` and
 * `save-patterns`, some minutes each. It ends with 1 when a benchmark fails, or something that is promised was not measured.
 */
const benches = [
  'validate',
  'judged',
  'receiver',
  'recorded',
  'scaling',
  'template',
  'bombs',
  'diff',
  'prove',
  'watch',
  'quit',
  'rejudge',
  'save-patterns',
  'html',
  'spawn',
  'decisions',
  'trivial',
  'orphans',
  'containers',
] as const;

const wanted = process.argv.slice(2);
if (wanted.includes('--list')) console.log(benches.join('\n'));
else measureAll(wanted.length > 0 ? wanted : benches);

function measureAll(names: readonly string[]): void {
  const figures = new Map<string, readonly Figure[]>();
  for (const name of names) {
    console.log(`\n## ${name}`);
    try {
      figures.set(name, measure(name));
    } catch (error) {
      // The others are worth having all the same.
      console.log(String(error));
      process.exitCode = 1;
    }
  }
  const outcomes = rows.filter(({ bench }) => names.includes(bench)).map((row) => outcomeOf(row, figures));
  for (const { row, figure } of outcomes) {
    if (figure !== undefined) continue;
    console.log(`not measured: ${row.what} (${row.bench})`);
    process.exitCode = 1;
  }
  const page = performancePage(outcomes, figures);
  if (names === benches) writeFileSync(resolve(import.meta.dirname, '../docs/performance.md'), page);
  else console.log(`\n${page}`);
}
