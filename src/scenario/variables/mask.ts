import type { Range } from './own-tables.ts';

/**
 * Only these parts of a text, each at the line and column where it stands in it. Ranges are in order and do not overlap;
 * the text ends with the last.
 */
export function masked(text: string, ranges: readonly Range[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end } of ranges) {
    pieces.push(blank(text.slice(from, start)), text.slice(start, end));
    from = end;
  }
  return pieces.join('');
}

function blank(gap: string): string {
  const lines = gap.split('\n');
  const last = lines.at(-1) ?? '';
  return '\n'.repeat(lines.length - 1) + ' '.repeat(last.length);
}
