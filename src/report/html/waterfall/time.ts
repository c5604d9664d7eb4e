/** Part of the time of a trace, in nanoseconds after its beginning. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

const units = [
  { ns: 60e9, name: 'min' },
  { ns: 1e9, name: 's' },
  { ns: 1e6, name: 'ms' },
  { ns: 1e3, name: 'µs' },
  { ns: 1, name: 'ns' },
] as const;

/** Three digits that count: `1.24 s`, `310 µs`, `0 ns`. */
export function durationText(ns: number): string {
  const unit = units.find((each) => ns >= each.ns && each.name !== 'min') ?? units[4];
  if (ns >= 600e9) return `${(ns / 60e9).toFixed(1)} min`;
  const amount = ns / unit.ns;
  const digits = amount >= 100 || Number.isInteger(amount) ? 0 : amount >= 10 ? 1 : 2;
  return `${amount.toFixed(digits)} ${unit.name}`;
}

/** Round times within a range, at most `most` of them, ascending. */
export function ticksOf({ from, to }: TimeRange, most: number): number[] {
  const length = to - from;
  if (!(length > 0) || most < 1) return [];
  const step = roundStep(length / most);
  const first = Math.ceil(from / step) * step;
  const count = Math.floor((to - first) / step) + 1;
  return Array.from({ length: Math.max(0, Math.min(count, most + 1)) }, (_, index) => first + index * step);
}

/** The least of 1, 2 and 5 times a power of ten that is no smaller. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((each) => each * power >= least) ?? 10) * power;
}

/** A range zoomed by a factor around a point in it, within the whole. */
export function zoomed(
  range: TimeRange,
  { factor, around, whole }: { readonly factor: number; readonly around: number; readonly whole: TimeRange },
): TimeRange {
  const most = whole.to - whole.from;
  // Below a microsecond no clock has anything to tell.
  const length = Math.min(most, Math.max(Math.min(1000, most), (range.to - range.from) * factor));
  const share = range.to > range.from ? (around - range.from) / (range.to - range.from) : 0.5;
  const from = Math.min(Math.max(whole.from, around - share * length), whole.to - length);
  return { from, to: from + length };
}
