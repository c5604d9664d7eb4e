import { type Diagnostic, diagnostic } from '../../../diagnostic/index.ts';
import { beginsHeader, beginsStatement } from '../statement.ts';
import { charAt, nameOf, placeAt, type View } from './view.ts';

/** An array that ends too early, or lacks a comma. */
export function explainArray(view: View): Diagnostic {
  const unclosed = explainUnclosedArray(view);
  if (unclosed !== undefined) return unclosed;
  const char = charAt(view.text, view.at);
  return diagnostic({
    code: 'SW2013',
    message: `in an array, ${nameOf(view.text, view.at)} follows a value`,
    place: placeAt(view),
    expected: 'a comma, or ] to close the array',
    hint:
      char === '='
        ? 'an array holds values without keys; a table is written { key = value }'
        : separatorHint(char),
    related: openedBefore(view),
  });
}

/** An inline table that ends too early, or lacks a comma. */
export function explainInlineTable(view: View): Diagnostic {
  const unclosed = explainUnclosedTable(view);
  if (unclosed !== undefined) return unclosed;
  return diagnostic({
    code: 'SW2015',
    message: `in an inline table, ${nameOf(view.text, view.at)} follows a value`,
    place: placeAt(view),
    expected: 'a comma, or } to close the table',
    hint: separatorHint(charAt(view.text, view.at)),
    related: openedBefore(view),
  });
}

/** The array around the line that reading is in, if that line is the next statement, or the end of the file. */
export function explainUnclosedArray(view: View): Diagnostic | undefined {
  const start = openedAround(view, beginsStatement);
  return start === undefined ? undefined : notClosed(view, 'SW2012', start);
}

/** The same for an inline table, where `key =` may well be the next line. */
export function explainUnclosedTable(view: View): Diagnostic | undefined {
  const start = openedAround(view, beginsHeader);
  return start === undefined ? undefined : notClosed(view, 'SW2014', start);
}

/** The innermost bracket that was opened before the current line, if nothing in brackets can look as the line does. */
function openedAround(
  { text, at, opened }: View,
  isOutside: (text: string, lineStart: number) => boolean,
): number | undefined {
  if (at >= text.length) return opened[opened.length - 1];
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  return isOutside(text, lineStart) ? opened.findLast((start) => start < lineStart) : undefined;
}

function notClosed(view: View, code: 'SW2012' | 'SW2014', start: number): Diagnostic {
  const { lines, text, at } = view;
  const close = code === 'SW2012' ? ']' : '}';
  const values = code === 'SW2012' && at < text.length ? '; the values of an array have no keys' : '';
  return diagnostic({
    code,
    message: `the ${code === 'SW2012' ? 'array' : 'inline table'} is not closed`,
    place: lines.place(start, start + 1),
    expected: close,
    hint: `write ${close} after the last value${values}`,
    related:
      at < text.length ? [{ message: `${close} is missing before this`, place: placeAt(view) }] : undefined,
  });
}

/** Points at the opening bracket when it is on an earlier line: the closing one may be what is missing. */
function openedBefore({ lines, at, opened }: View): Diagnostic['related'] {
  const start = opened[opened.length - 1];
  if (start === undefined || lines.lineOf(start) === lines.lineOf(at)) return undefined;
  return [{ message: 'the bracket was opened here', place: lines.place(start, start + 1) }];
}

function separatorHint(char: string): string {
  if (char === ';') return 'values are separated by commas';
  return 'a comma is missing, or a string is not in quotes';
}
