/** `key =`, with the key bare or in quotes, and perhaps dotted. */
const ASSIGNMENT = /[ \t]*(?:[\w-]+|"[^"\\\r\n]*"|'[^'\r\n]*')[ \t]*(?:\.[^=:\r\n]*)?=/y;
/** The same with a colon, a common slip. */
const COLON = /[ \t]*(?:[\w-]+|"[^"\\\r\n]*"|'[^'\r\n]*')[ \t]*(?:\.[^=:\r\n]*)?:/y;
/** `[header]`, closed or not, but not `[true]`, which may be an array in an array. */
const HEADER = /[ \t]*\[\[?[ \t]*(?!(?:true|false|inf|nan)\b)[A-Za-z_][\w."' \t-]*(?:\]|\r?$)/my;

/** Whether a line reads as a statement, so that it cannot be a line of an array. */
export function beginsStatement(text: string, lineStart: number): boolean {
  return matches(ASSIGNMENT, text, lineStart) || beginsHeader(text, lineStart);
}

/** Whether a line reads as a header, so that it cannot be a line of an inline table either. */
export function beginsHeader(text: string, lineStart: number): boolean {
  return matches(HEADER, text, lineStart);
}

/** Whether a line is meant as a statement, even if it is none. */
export function meantAsStatement(text: string, lineStart: number): boolean {
  return beginsStatement(text, lineStart) || matches(COLON, text, lineStart);
}

function matches(sticky: RegExp, text: string, offset: number): boolean {
  sticky.lastIndex = offset;
  return sticky.test(text);
}
