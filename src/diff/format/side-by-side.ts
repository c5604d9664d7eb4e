import type { Change } from '../compare/change.ts';
import { footer } from './footer.ts';
import type { DiffFormatOptions } from './options.ts';
import type { DiffReport } from './report.ts';
import { painter, signs } from './sign.ts';
import { byScenario, statementsOf } from './statements.ts';

/** Where there is no terminal to ask. */
const WIDTH = 100;
/** Below it the columns would hold next to nothing. */
const LEAST_WIDTH = 40;

/** Old and new in two columns, folded to the width of the terminal, with the sign of the change between them. */
export function formatSideBySide(report: DiffReport, options: DiffFormatOptions): string {
  const column = Math.floor((Math.max(options.columns ?? WIDTH, LEAST_WIDTH) - 3) / 2);
  const { color, visible } = options;
  const paint = painter(color);
  const lines: string[] = [];
  for (const [where, changes] of byScenario(report.changes)) {
    lines.push(paint(visible(where), 'bold'));
    for (const change of changes) lines.push(...rows(change, column, options));
  }
  return `${[...lines, ...footer(report, options)].join('\n')}\n`;
}

function rows(change: Change, column: number, { color, visible }: DiffFormatOptions): string[] {
  const { before = '', after = '' } = statementsOf(change);
  const [left, right] = [folded(visible(before), column), folded(visible(after), column)];
  const paint = painter(color);
  return Array.from({ length: Math.max(left.length, right.length, 1) }, (_, index) => {
    const sign = index === 0 ? signs[change.kind] : ' ';
    const old = padded(left[index] ?? '', column);
    return paint(`${old} ${sign} ${right[index] ?? ''}`.trimEnd(), change.kind);
  });
}

/** At spaces where there are some; widths count code points. */
function folded(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = Array.from(text);
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width);
    const at = space > width / 2 ? space : width;
    lines.push(rest.slice(0, at).join(''));
    rest = rest.slice(rest[at] === ' ' ? at + 1 : at);
  }
  return [...lines, rest.join('')];
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - Array.from(text).length));
}
