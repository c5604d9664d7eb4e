import type { Diagnostic, Place } from './diagnostic.ts';
import type { Severity } from './severity.ts';
import { visible } from './visible.ts';

export interface PrintOptions {
  /** The text of a file, for the excerpt; undefined when it cannot be had, and then only the place is shown. */
  readonly source: (file: string) => string | undefined;
  /** Whether ANSI colours may be used. */
  readonly color: boolean;
}

const colorOf: Record<Severity, string> = { error: '31', warning: '33', info: '36' };
/** Longer lines are cut around the marker, so that a 1 MB line cannot flood a terminal. */
const EXCERPT_WIDTH = 120;

/** Diagnostics one after the other, separated by a blank line, ending in a newline; empty for an empty list. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], options: PrintOptions): string {
  return diagnostics.map((each) => printDiagnostic(each, options)).join('\n');
}

/**
 * One diagnostic as text: severity, code and message, then `--> file:line:column`, the excerpt with a marker,
 * what was expected, the hint and related places. Every line that comes from input is stripped of control characters.
 */
export function printDiagnostic(diagnostic: Diagnostic, options: PrintOptions): string {
  const paint = painter(options.color);
  const head = paint(`1;${colorOf[diagnostic.severity]}`, `${diagnostic.severity}[${diagnostic.code}]`);
  const lines = [`${head}: ${visibleLines(diagnostic.message)}`];
  if (diagnostic.place) lines.push(...excerpt(diagnostic.place, diagnostic.severity, options));
  if (diagnostic.expected) lines.push(`  ${paint('1', 'expected')}: ${visibleLines(diagnostic.expected)}`);
  if (diagnostic.hint) lines.push(`  ${paint('1;36', 'hint')}: ${visibleLines(diagnostic.hint)}`);
  for (const related of diagnostic.related ?? []) {
    lines.push(`  ${paint('1', 'note')}: ${visibleLines(related.message)}`);
    // What is shown above need not be shown again.
    if (!isSame(related.place, diagnostic.place)) lines.push(...excerpt(related.place, 'info', options));
  }
  return `${lines.join('\n')}\n`;
}

function isSame(a: Place, b: Place | undefined): boolean {
  return a.file === b?.file && a.line === b.line && a.column === b.column;
}

function excerpt(place: Place, severity: Severity, options: PrintOptions): string[] {
  const paint = painter(options.color);
  const number = String(place.line);
  const gutter = ' '.repeat(number.length);
  const where = `${gutter}${paint('34', '-->')} ${visible(place.file)}:${place.line}:${place.column}`;
  const line = lineOf(options.source(place.file), place.line);
  if (line === undefined) return [where];
  const { text, column } = around(line, place.column);
  const length = Math.max(1, Math.min(place.length, text.length - column + 1));
  const pad = text.slice(0, column - 1).replace(/[^\t]/g, ' ');
  return [
    where,
    `${gutter} ${paint('34', '|')}`,
    `${paint('34', number)} ${paint('34', '|')} ${visible(text)}`,
    `${gutter} ${paint('34', '|')} ${pad}${paint(colorOf[severity], '^'.repeat(length))}`,
  ];
}

function lineOf(source: string | undefined, line: number): string | undefined {
  if (source === undefined) return undefined;
  let start = 0;
  for (let current = 1; current < line; current++) {
    const end = source.indexOf('\n', start);
    if (end === -1) return undefined;
    start = end + 1;
  }
  const end = source.indexOf('\n', start);
  return source.slice(start, end === -1 ? undefined : end).replace(/\r$/, '');
}

function around(line: string, column: number): { text: string; column: number } {
  const start = line.length <= EXCERPT_WIDTH ? 0 : Math.max(0, column - 1 - EXCERPT_WIDTH / 2);
  return { text: line.slice(start, start + EXCERPT_WIDTH), column: column - start };
}

/** What we say ourselves may be of several lines. */
function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

function painter(color: boolean): (style: string, text: string) => string {
  return color ? (style, text) => `\u001b[${style}m${text}\u001b[0m` : (_style, text) => text;
}
