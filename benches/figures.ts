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
  console.log(`(node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown CPU'})`);
}
