/**
 * Text of others as one line that cannot drive a terminal or pass for something it is not: control characters become
 * visible pictures, and line ends, characters that turn the writing direction and lone surrogates are replaced. Tabs stay.
 */
export function visible(text: string): string {
  return text.toWellFormed().replace(UNSAFE, picture);
}

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

const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly the characters to be replaced
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

function picture(char: string): string {
  const code = char.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}
