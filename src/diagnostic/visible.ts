/**
 * Text of others as one line that cannot drive a terminal or pass for something it is not: control characters become
 * visible pictures, and line ends, characters that turn the writing direction and lone surrogates are replaced. Tabs stay.
 */
export function visible(text: string): string {
  return text.toWellFormed().replace(UNSAFE, picture);
}

const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly the characters to be replaced
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

function picture(char: string): string {
  const code = char.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}
