/**
 * Terminal control sequences as ECMA-48 (section 5.4 and 8.3) writes them: operating system commands, other control
 * strings, CSI sequences, and two-character escapes. A sequence cut off by
 * the end of the text counts as one. No payload may contain an introducer, so the time is linear.
 * node:util's stripVTControlCharacters is not used because it is quadratic: 128 KiB of `ESC ]` takes it 7 s.
 */
const controlSequence = new RegExp(
  [
    String.raw`(?:\x1b\]|\x9d)[^\x07\x18\x1a\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)`,
    String.raw`(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x18\x1a\x1b\x80-\x9f]*(?:\x1b\\|\x9c)`,
    String.raw`(?:\x1b\[|\x9b)[0-?]*[ -/]*(?:[@-~]|$)`,
    String.raw`\x1b[ -/]*(?:[0-~]|$)`,
  ].join('|'),
  'g',
);
/** The text a person would read: without colours, cursor movements, titles and links. Line breaks and tabs stay. */
export function plainText(text: string): string {
  return text.replace(controlSequence, '');
}
