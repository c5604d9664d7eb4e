import { appendFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** One line that a benchmark printed, for the programs that read it: `index.ts` and `check.ts` beside this. */
export interface Figure {
  readonly what: string;
  readonly unit: string;
  /** The median, where there are several samples. */
  readonly value: number;
  readonly p95?: number;
  readonly max?: number;
  readonly samples?: number;
  /** How many times what the benchmark compares with. */
  readonly ratio?: number;
}

/** A file to which each figure is added as a line of JSON, where somebody wants them. */
const { SPANWRIGHT_FIGURES } = process.env;

function keep(figure: Figure): void {
  if (SPANWRIGHT_FIGURES) appendFileSync(SPANWRIGHT_FIGURES, `${JSON.stringify(figure)}\n`);
}

/** Prints the 50th, 95th and 100th percentile of the samples, with the environment they were measured in. */
export function printFigures(
  what: string,
  samples: readonly number[],
  { unit, goal }: { readonly unit: string; readonly goal?: number },
): void {
  const sorted = [...samples].sort((a, b) => a - b);
  const sample = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  const at = (share: number) => sample(share).toFixed(1);
  keep({ what, unit, value: sample(0.5), p95: sample(0.95), max: sample(1), samples: sorted.length });
  const aim = goal === undefined ? '' : `  goal ${goal} ${unit}`;
  console.log(
    `${what}: p50 ${at(0.5)} ${unit}  p95 ${at(0.95)} ${unit}  max ${at(1)} ${unit}  n=${sorted.length}${aim}`,
  );
  printEnvironment();
}

/** Prints one figure that has no samples, such as a size. */
export function printFigure(
  what: string,
  value: number,
  { unit, goal }: { readonly unit: string; readonly goal?: string },
): void {
  keep({ what, unit, value });
  console.log(`${what}: ${value.toFixed(1)} ${unit}${goal === undefined ? '' : `  goal ${goal}`}`);
}

export function printEnvironment(): void {
  console.log(`(node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown CPU'})`);
}

export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

export interface Ratio {
  readonly what: string;
  readonly value: number;
  /** What 1 x stands for, in the same unit. */
  readonly of: number;
  /** As a ratio; printed beside the one that was measured. */
  readonly goal?: string | undefined;
}

/** Prints one line of a table: the figure, and how many times another one it is. */
export function printRatio({ what, value, of, goal }: Ratio, unit: string): void {
  keep({ what, unit, value, ratio: value / of });
  const figure = `${value.toFixed(1).padStart(9)} ${unit}  ${(value / of).toFixed(2).padStart(6)} x`;
  console.log(`${what.padEnd(52)}${figure}${goal === undefined ? '' : `  goal ${goal}`}`);
}
