import type { Place, Related } from '../../diagnostic/index.ts';
import type { Placer } from '../origin.ts';

/** Of a long line, what is around the place is shown. */
const WIDTH = 100;

/** A rendered text and the template it comes from. */
export interface NoteSource {
  readonly text: string;
  /** Of the file that was asked for; includes are not looked into. */
  readonly template: { readonly file: string; readonly text: string };
  readonly origin: Placer;
}

/**
 * What a place in a rendered text looks like there, for a diagnostic that is shown in the template; nothing where the
 * template has the same line with the same number.
 */
export function renderedNote(place: Place, { text, template, origin }: NoteSource): Related[] {
  const line = lineOf(text, place.line);
  const at = origin(place);
  const isAsWritten =
    at.file === template.file && at.line === place.line && lineOf(template.text, at.line) === line;
  return isAsWritten
    ? []
    : [{ message: `rendered as line ${place.line}: ${around(line, place.column)}`, place: at }];
}

function around(line: string, column: number): string {
  if (line.length <= WIDTH) return line.trim();
  const start = Math.max(0, Math.min(column - 1 - WIDTH / 2, line.length - WIDTH));
  const end = start + WIDTH;
  return `${start > 0 ? '…' : ''}${line.slice(start, end).trim()}${end < line.length ? '…' : ''}`;
}

function lineOf(text: string, line: number): string {
  let start = 0;
  for (let current = 1; current < line; current++) start = text.indexOf('\n', start) + 1;
  const end = text.indexOf('\n', start);
  return text.slice(start, end === -1 ? undefined : end);
}
