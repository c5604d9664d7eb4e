import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, type as systemType, totalmem } from 'node:os';
import { join } from 'node:path';
import { table } from '../scripts/pages/markdown.ts';
import type { Figure } from './figures.ts';
import { figureOf, type Outcome, type Row } from './rows.ts';

/** What `npm run bench` found, as a page. */
export function performancePage(
  outcomes: readonly Outcome[],
  figures: ReadonlyMap<string, readonly Figure[]>,
): string {
  const sections = [...figures].map(
    ([bench, all]) => `### ${bench}\n\n${introOf(bench)}\n\n${figureTable(all)}`,
  );
  return `<!-- Written by \`npm run bench\`; run that instead of editing this. -->

# Performance

Ratios are of one run on one machine, against Node doing nothing or a program that does comparable work, in turns with it.
They hold better from one machine to another than milliseconds do.

${environment()}

## What is promised

What is not met is explained in [where the time goes](decisions/profiles.md).

${promises(outcomes, figures)}
## Everything that was measured

Medians, and where there are several samples the 95th percentile and the largest. Each table is what
\`node benches/NAME.ts\` printed.

${sections.join('\n')}`;
}

function environment(): string {
  const [cpu] = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  const lines = [
    `Measured on ${new Date().toISOString().slice(0, 10)}: Node.js ${process.versions.node} (V8 ${process.versions.v8}),`,
    `${systemType()} ${release().split('-')[0]}, ${cpus().length} x ${cpu?.model ?? 'unknown CPU'}, ${memory} GiB. Peers: ${peers().join(', ')}.`,
  ];
  return lines.join('\n');
}

/** With their versions: packages of benches/peers and of this repository, and programs of the system. */
function peers(): string[] {
  const read = (path: string) => JSON.parse(readFileSync(join(import.meta.dirname, path), 'utf8'));
  const packages = Object.entries({
    ...read('peers/package.json').dependencies,
    vitest: read('../package.json').devDependencies.vitest,
  }).map(([name, version]) => `${name} ${version}`);
  return [...packages, ...['xargs', 'make', 'parallel', 'bats'].map(versionOf)];
}

function versionOf(program: string): string {
  try {
    const text = execFileSync(program, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return `${program} ${/\d+[.\d]*/.exec(text)?.[0] ?? ''}`;
  } catch {
    return `${program} is not installed`;
  }
}

function promises(outcomes: readonly Outcome[], figures: ReadonlyMap<string, readonly Figure[]>): string {
  const lines = outcomes.map(({ row, figure, read, isMet }) => [
    row.work,
    goalText(row, figure?.unit ?? ''),
    figure === undefined ? 'not measured here' : readText(row, figure, read),
    isMet ? 'met' : 'not met',
    (row.beside ?? []).flatMap((what) => besideText(what, figures.get(row.bench) ?? [])).join('; '),
  ]);
  return table(['work', 'promised', 'measured', '', 'beside it'], lines);
}

function goalText({ goal, reads, of }: Row, unit: string): string {
  const bound = 'most' in goal ? `at most ${number(goal.most)}` : `at least ${number(goal.least)}`;
  if (reads === 'ratio') return `${bound} x ${of}`;
  return `${reads === 'p95' ? 'p95 ' : ''}${bound} ${unit}`;
}

function readText({ reads }: Row, figure: Figure, read = Number.NaN): string {
  const amount = `${number(figure.value)} ${figure.unit}`;
  if (reads === 'ratio') return `${read.toFixed(2)} x (${amount})`;
  return reads === 'value' ? amount : `${reads} ${number(read)} ${figure.unit}`;
}

function besideText(what: string, figures: readonly Figure[]): string[] {
  const figure = figureOf(figures, what);
  const name = what.replace(/^(?:\d+ \w+|.*, floor): /, '');
  return figure ? [`${name} ${number(figure.value)} ${figure.unit}`] : [];
}

function figureTable(figures: readonly Figure[]): string {
  const lines = figures.map(({ what, unit, value, p95, max, ratio }) => [
    what,
    `${number(value)} ${unit}`,
    p95 === undefined ? '' : number(p95),
    max === undefined ? '' : number(max),
    ratio === undefined ? '' : `${ratio.toFixed(2)} x`,
  ]);
  return table(['what', 'median', 'p95', 'max', 'ratio'], lines);
}

/** The comment that a benchmark opens with, or has behind its imports, says what it measures. */
function introOf(bench: string): string {
  const source = readFileSync(join(import.meta.dirname, `${bench}.ts`), 'utf8');
  const [, block, lines = ''] = /^(?:\/\*\*\n([\s\S]*?)\*\/|((?:\/\/ .*\n)+))/m.exec(source) ?? [];
  return (block ?? lines).replace(/^ ?(?:\*|\/\/) ?/gm, '').trim();
}

/** Three digits are as many as such figures are good for. */
function number(value: number): string {
  if (!Number.isFinite(value)) return 'none';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}
