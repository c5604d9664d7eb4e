import type { DiffFormatOptions } from './options.ts';
import { type DiffReport, summaryText } from './report.ts';
import { painter } from './sign.ts';

/** The last lines of texts for people: what was not compared, what else to know, and the sum. */
export function footer(
  report: DiffReport,
  { color, visible }: Pick<DiffFormatOptions, 'color' | 'visible'>,
): string[] {
  const paint = painter(color);
  const blank = report.changes.length === 0 ? [] : [''];
  return [
    ...blank,
    ...report.notCompared.map((each) => paint(visible(notComparedText(each)), 'incomparable')),
    ...report.notes.map((note) => visible(`note: ${note}`)),
    paint(`${summaryText(report)} (${visible(report.old)} -> ${visible(report.new)})`, 'bold'),
  ];
}

export function notComparedText({ file, side, reason }: DiffReport['notCompared'][number]): string {
  return `not compared: ${file} has no valid ${side === 'both' ? '' : `${side} `}side: ${reason}`;
}
