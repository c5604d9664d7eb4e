/**
 * Text from outside, safe to print on one line of a terminal: control characters become visible pictures (U+2400 and
 * on), and characters that reorder or hide text are written as their code point. Line breaks and tabs count as control.
 */
export function visible(text: string): string {
  return text.replace(UNSAFE, (char) => {
    const code = char.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return '\u2421';
    return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}

/** C0, DEL and C1 controls; line separators; invisible and bidirectional formatting ("Trojan Source", CVE-2021-42574). */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly the characters to be replaced
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
