import { visible } from '../diagnostic/index.ts';

/** The lines of a text, each {@link visible}; a last line end does not make another line. */
export function visibleLines(text: string): string[] {
  return linesOf(text).map(visible);
}

/** Carriage returns, as progress bars use them, begin a line too. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** At most `width` code points, the last of them an ellipsis when something was cut. */
export function clip(text: string, width: number): string {
  if (text.length <= width) return text;
  // Twice as many UTF-16 units hold that many code points and one more, whatever they are.
  const points = Array.from(text.slice(0, 2 * width + 2));
  return points.length <= width ? text : `${points.slice(0, width - 1).join('')}…`;
}
