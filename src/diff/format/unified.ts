import type { Change } from '../compare/change.ts';
import { footer } from './footer.ts';
import type { DiffFormatOptions } from './options.ts';
import type { DiffReport } from './report.ts';
import { painter } from './sign.ts';
import { byScenario, statementsOf } from './statements.ts';
import { type Stretch, wordDifference } from './words.ts';

/** Expectations as lines of a unified diff, each pair with its meaning. For reading; `patch` has no use for it. */
export function formatUnified(report: DiffReport, options: DiffFormatOptions): string {
  const { visible, color } = options;
  const paint = painter(color);
  const lines: string[] = [];
  if (report.changes.length > 0) {
    lines.push(paint(`--- ${visible(report.old)}`, 'bold'), paint(`+++ ${visible(report.new)}`, 'bold'));
  }
  for (const [where, changes] of byScenario(report.changes)) {
    lines.push(paint(`@@ ${visible(where)} @@`, 'moved'));
    for (const change of changes) lines.push(...linesOf(change, options));
  }
  return `${[...lines, ...footer(report, options)].join('\n')}\n`;
}

function linesOf(change: Change, { color, visible }: DiffFormatOptions): string[] {
  const { before, after } = statementsOf(change);
  const paint = painter(color);
  const marked =
    color && before !== undefined && after !== undefined ? wordDifference(before, after) : undefined;
  const text = (stretches: readonly Stretch[] | undefined, plain: string) =>
    stretches?.map((each) => underlined(visible(each.text), each.isDifferent)).join('') ?? visible(plain);
  return [
    ...(before === undefined ? [] : [paint(`-${text(marked?.before, before)}`, 'removed')]),
    ...(after === undefined ? [] : [paint(`+${text(marked?.after, after)}`, 'added')]),
    paint(` ${change.kind}: ${visible(change.reason)}`, 'faint'),
  ];
}

/** Underlining goes through whatever colour stands around it. */
function underlined(text: string, isDifferent: boolean): string {
  return isDifferent ? `\u001b[4m${text}\u001b[24m` : text;
}
