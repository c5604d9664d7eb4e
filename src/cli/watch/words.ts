import type { CacheFigures, CycleEvent, FileReport, Timings, Totals } from '../../watch/index.ts';

// How a watch is put into words, the same on the screen and in lines.

/** `12,345`. The formatter of the language takes some megabytes, which a watch has no use for otherwise. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

export function amount(count: number, thing: string): string {
  return `${grouped(count)} ${thing}${count === 1 ? '' : 's'}`;
}

/** `3 files: 1 invalid, 2 valid`. */
export function totalsText({ files, invalid, unreadable, warning, valid }: Totals): string {
  const parts = [
    ...(invalid > 0 ? [`${grouped(invalid)} invalid`] : []),
    ...(unreadable > 0 ? [`${grouped(unreadable)} unreadable`] : []),
    ...(warning > 0 ? [`${grouped(warning)} with warnings`] : []),
    ...(valid > 0 ? [`${grouped(valid)} valid`] : []),
  ];
  return [amount(files, 'file'), ...(parts.length > 0 ? [parts.join(', ')] : [])].join(': ');
}

const reasonWords = {
  unchanged: 'unchanged',
  template: 'changed',
  variables: 'variables changed',
  dependency: 'something it includes changed',
  new: 'new',
  deleted: 'deleted',
  config: 'project file changed',
  asked: 'asked for',
} as const;

export function reasonText(reason: FileReport['reason']): string {
  return reasonWords[reason];
}

/** Why there was a cycle: `orders.span.toml changed, and 3 more`. */
export function causeText({ causes, moreCauses }: CycleEvent): string {
  const [first, ...others] = causes;
  if (!first) return 'nothing to check';
  const more = others.length + moreCauses;
  // A file that is included is no scenario file itself.
  const why = first.reason === 'dependency' ? 'changed, and is included' : reasonText(first.reason);
  const what = `${first.shown}: ${why}`;
  return more > 0 ? `${what}, and ${grouped(more)} more` : what;
}

/** `61 ms: wait 50, render 4, validate 3`: the stages that took any time. */
export function timingText(ms: number, timings: Timings): string {
  const stages = Object.entries(timings).filter(([, each]) => each >= 0.5);
  const parts = stages.map(([stage, each]) => `${stage} ${milliseconds(each)}`);
  return [`${milliseconds(ms)} ms`, ...(parts.length > 0 ? [parts.join(', ')] : [])].join(': ');
}

export function milliseconds(ms: number): string {
  return ms < 10 ? String(Math.round(ms * 10) / 10) : grouped(Math.round(ms));
}

/** `84 % of 120 lookups, 312 results, 2.1 MB`. */
export function cacheText({ hits, misses, evictions, entries, bytes }: CacheFigures): string {
  const lookups = hits + misses;
  const rate = lookups === 0 ? 0 : Math.floor((hits / lookups) * 100);
  const evicted = evictions > 0 ? [`${grouped(evictions)} evicted`] : [];
  return [
    `${rate} % of ${amount(lookups, 'lookup')}`,
    amount(entries, 'result'),
    sizeText(bytes),
    ...evicted,
  ].join(', ');
}

export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** `3 passed, 1 failed`. */
export function outcomesText(outcomes: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const each of outcomes) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].map(([outcome, count]) => `${grouped(count)} ${outcome}`).join(', ');
}
