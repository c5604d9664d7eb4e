import { visible } from '../diagnostic/index.ts';
import type { PlacedFinding } from '../event/index.ts';
import type { FindingOutcome } from '../expect/index.ts';
import type { SpanRef } from '../trace/index.ts';
import { count } from './amount.ts';
import { excerptLines, printPlace } from './excerpt.ts';
import { type Paint, painter, type Style } from './paint.ts';
import type { ReporterOptions } from './reporter.ts';
import { clip, visibleLines } from './visible.ts';

export const findingStyles: Record<FindingOutcome, Style> = {
  failed: 'red',
  undecided: 'yellow',
  passed: 'green',
  notApplicable: 'dim',
};

/** Named in full without `verbose`; the count says how many there are. */
const SHOWN_PROOF = 5;
/** Expected and actual can be whole outputs. */
const SHOWN_LINES = 12;
const SHOWN_COLUMNS = 500;

/**
 * A finding in full: rule and message, the place in the file, what was expected and what there is, the nearest span with
 * what is different about it, the edit that would accept it, and the spans that prove it.
 */
export function findingLines(finding: PlacedFinding, options: ReporterOptions): string[] {
  const paint = painter(options.color);
  const { nearest, outcome } = finding;
  return [
    `${paint(findingStyles[outcome], visible(finding.rule))}: ${visible(finding.message)}`,
    ...excerptLines(finding.place, outcome === 'failed' ? 'error' : 'warning', options),
    ...labelled('expected', finding.expected, paint),
    ...labelled('actual', finding.actual, paint),
    ...(nearest
      ? labelled('nearest', [spanName(nearest.span), ...nearest.differences].join('\n'), paint)
      : []),
    ...(finding.edit ? labelled('smallest edit', finding.edit, paint) : []),
    ...(finding.proofCount > 0 ? labelled('proof', proof(finding, options.verbose), paint) : []),
    ...(finding.cheat ? labelled('looks like', finding.cheat, paint) : []),
  ];
}

/** A finding in one line: `failed: rule: message (file:line:column)`. */
export function findingLine(finding: PlacedFinding, options: ReporterOptions): string {
  const outcome = finding.outcome === 'notApplicable' ? 'not applicable' : finding.outcome;
  const text = `${visible(finding.rule)}: ${visible(finding.message)}`;
  const shown =
    options.width === undefined ? clip(text, SHOWN_COLUMNS) : clip(text, Math.max(40, options.width));
  const where = visible(printPlace(finding.place));
  return `${painter(options.color)(findingStyles[finding.outcome], outcome)}: ${shown} (${where})`;
}

/** One line stands behind its label, several stand below it. */
function labelled(label: string, text: string, paint: Paint): string[] {
  const all = visibleLines(text);
  const lines = all.slice(0, SHOWN_LINES).map((line) => clip(line, SHOWN_COLUMNS));
  if (all.length > lines.length) lines.push(`… ${count(all.length - lines.length, 'more line')}`);
  const head = `  ${paint('bold', label)}:`;
  return lines.length <= 1
    ? [`${head} ${lines[0] ?? '(nothing)'}`]
    : [head, ...lines.map((line) => `    ${line}`)];
}

function proof({ proof: spans, proofCount }: PlacedFinding, verbose: boolean): string {
  const shown = verbose ? spans : spans.slice(0, SHOWN_PROOF);
  const more = proofCount > shown.length ? [`and ${count(proofCount - shown.length, 'more span')}`] : [];
  return [...shown.map(spanName), ...more].join('\n');
}

function spanName({ name, spanId, traceId }: SpanRef): string {
  return `span \`${visible(name)}\` (${spanId} of trace ${traceId})`;
}
