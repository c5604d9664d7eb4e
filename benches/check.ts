import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measure } from './measure.ts';

/**
 * `npm run bench:check`: whether something got slower, by the ratios in ratios.json, which belong to no machine. It fails
 * only when a ratio is more than 1.3 times the one that is kept in each of three measurements, because noise does not come
 * back and a regression does. `npm run bench:check -- --update` keeps what is measured instead; both can be followed by the
 * names of benchmarks. Not part of the tests.
 */
const TOLERANCE = 1.3;
const ATTEMPTS = 3;
const file = join(import.meta.dirname, 'ratios.json');

/** Name of the figure to ratio, by benchmark. */
type Ratios = Readonly<Record<string, Readonly<Record<string, number>>>>;
const kept: Ratios = JSON.parse(readFileSync(file, 'utf8'));

const names = process.argv.slice(2).filter((word) => word !== '--update');
const wanted = Object.keys(kept).filter((bench) => names.length === 0 || names.includes(bench));

if (process.argv.includes('--update')) update();
else if (!wanted.every(isHeld)) process.exitCode = 1;

/** Of several measurements the lowest ratio counts. */
function isHeld(bench: string): boolean {
  const lowest = new Map<string, number>();
  let slower: string[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const measured = ratiosOf(bench);
    for (const [what, ratio] of Object.entries(measured)) {
      lowest.set(what, Math.min(ratio, lowest.get(what) ?? Number.POSITIVE_INFINITY));
    }
    slower = Object.entries(kept[bench] ?? {}).flatMap(([what, before]) => {
      const now = lowest.get(what) ?? Number.POSITIVE_INFINITY;
      return now > before * TOLERANCE ? [`${what}: ${now.toFixed(2)} x, was ${before.toFixed(2)} x`] : [];
    });
    if (slower.length === 0) return true;
  }
  console.log(`slower in ${ATTEMPTS} measurements of ${bench}:\n${slower.join('\n')}`);
  return false;
}

function update(): void {
  const now = Object.entries(kept).map(([bench, ratios]) => {
    if (!wanted.includes(bench)) return [bench, ratios];
    const measured = ratiosOf(bench);
    return [bench, Object.fromEntries(Object.keys(ratios).map((what) => [what, measured[what]]))];
  });
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(now), null, 2)}\n`);
}

function ratiosOf(bench: string): Record<string, number> {
  console.log(`\n## ${bench}`);
  const figures = measure(bench).flatMap(({ what, ratio }) =>
    ratio === undefined ? [] : [[what, Number(ratio.toFixed(3))] as const],
  );
  return Object.fromEntries(figures);
}
