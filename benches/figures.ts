import { cpus } from 'node:os';

/** Prints the 50th, 95th and 100th percentile of the samples, with the environment they were measured in. */
export function printFigures(
  what: string,
  samples: readonly number[],
  { unit, goal }: { readonly unit: string; readonly goal?: number },
): void {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN).toFixed(1);
  const aim = goal === undefined ? '' : `  goal ${goal} ${unit}`;
  console.log(
    `${what}: p50 ${at(0.5)} ${unit}  p95 ${at(0.95)} ${unit}  max ${at(1)} ${unit}  n=${sorted.length}${aim}`,
  );
  printEnvironment();
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
  const figure = `${value.toFixed(1).padStart(9)} ${unit}  ${(value / of).toFixed(2).padStart(6)} x`;
  console.log(`${what.padEnd(52)}${figure}${goal === undefined ? '' : `  goal ${goal}`}`);
}
