const units = [
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1_000, 's'],
  [1, 'ms'],
] as const;

/** Milliseconds in the largest unit of which they are a whole number: 90000 is `90s`, 60000 `1m`, 1500 `1500ms`. */
export function durationText(ms: number): string {
  const [size, unit] = units.find(([each]) => ms !== 0 && ms % each === 0) ?? ([1_000, 's'] as const);
  return `${ms / size}${unit}`;
}
