/** The values of one combination as text, by the names of `[matrix]`, in the order of the file. */
export type Combination = ReadonlyMap<string, string>;

/**
 * A combination as a text for people and ids: `[db=pg, os=linux]`. Different combinations of a file have different
 * labels, also behind names that look like one; values with spaces or marks are quoted as in JSON. It holds no line
 * break and no control character.
 */
export function combinationLabel(combination: Combination): string {
  const pairs = [...combination].map(([name, value]) => `${quoted(name)}=${quoted(value)}`);
  return `[${pairs.join(', ')}]`;
}

function quoted(text: string): string {
  // Characters that would make a label hard to read, or two labels alike, make the quotes necessary.
  if (/^[^\s"'`\\,=[\]{}()<>|&;*?!#$~\p{C}]{1,64}$/u.test(text)) return text;
  // JSON leaves some that are invisible or turn the direction of writing.
  return JSON.stringify(text).replace(/\p{C}/gu, (char) =>
    [...Array(char.length).keys()]
      .map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
