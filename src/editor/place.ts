import type { Range } from 'vscode-languageserver-protocol';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Place } from '../diagnostic/index.ts';
import type { EditedFile } from './document.ts';
import type { Stretch } from './syntax/tree.ts';

// Places of Spanwright count lines and columns from 1 and know line feeds only; positions of the protocol count from 0,
// and take a lone carriage return for a line end too. Both count columns in UTF-16 units.

export function rangeOf({ lines }: Pick<EditedFile, 'lines'>, { start, end }: Stretch): Range {
  return { start: lines.positionAt(start), end: lines.positionAt(end) };
}

/** A place in some file of the project. */
export interface FoundPlace {
  /** Absolute. */
  readonly path: string;
  readonly range: Range;
}

export function foundIn(file: EditedFile, stretch: Stretch): FoundPlace {
  return { path: file.path, range: rangeOf(file, stretch) };
}

/** Turns the places of one text into ranges. */
export function placesIn(lines: TextDocument): (place: Place) => Range {
  const text = lines.getText();
  const starts = lineStarts(text);
  // A byte order mark is no part of what places count.
  const skipped = text.startsWith('\ufeff') ? 1 : 0;
  return ({ line, column, length }) => {
    const start = (starts[line - 1] ?? text.length) + column - 1 + (line === 1 ? skipped : 0);
    return { start: lines.positionAt(start), end: lines.positionAt(start + length) };
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
