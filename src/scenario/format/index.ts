/**
 * The formatter of scenario files. It changes how a file is laid out and nothing else: comments, strings and numbers
 * stay as they are written, and keys, list items and tables stay in their order, which readers rely on; keys are never
 * sorted. Every result is checked to say what the file said, and formatting it again changes nothing.
 *
 * - Keys and comments start at the margin; one space around `=`, after commas, inside the braces of inline tables and
 *   before a comment at a line end; none around the dots of a key or inside the brackets of lists and headers.
 * - One blank line before a header, above the comments directly on it; elsewhere at most one where there was one.
 * - A list wider than 100 columns gets a line for each item; one that its author broke stays broken. Items are
 *   indented by two spaces and all end in a comma.
 * - No space at line ends, LF (CRLF where every line has it), a line end at the end. A byte order mark stays.
 *
 * In a template, a statement with a tag in it stays as it is but for spaces at line ends; what macros and other blocks
 * capture is not touched at all, as it may end up in a string. Pure; bounded in time on any input.
 */
export { type FormatOptions, type Formatted, formatScenario } from './format.ts';
export { type Token, tokenize } from './tokens.ts';
