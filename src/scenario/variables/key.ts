import type { Token } from '../format/index.ts';

/** The parts of a dotted key; undefined for what is none, or has a tag in it. */
export function keyParts(tokens: readonly Token[]): readonly string[] | undefined {
  const parts: string[] = [];
  let expectsPart = true;
  for (const { kind, text, tagged } of tokens) {
    if (tagged) return undefined;
    if (kind === 'space') continue;
    if (kind !== 'word' && kind !== 'string') return undefined;
    // A dot stands in a word with what is next to it, or alone.
    const pieces = kind === 'word' ? text.split(/(\.)/).filter((piece) => piece !== '') : [text];
    for (const piece of pieces) {
      const isDot = kind === 'word' && piece === '.';
      if (isDot === expectsPart) return undefined;
      expectsPart = isDot;
      if (isDot) continue;
      const part = kind === 'word' ? piece : unquoted(piece);
      if (part === undefined) return undefined;
      parts.push(part);
    }
  }
  return expectsPart ? undefined : parts;
}

function unquoted(text: string): string | undefined {
  if (text.startsWith("'")) return text.slice(1, -1);
  try {
    // JSON lacks a few of TOML's escapes, which nobody writes in a key.
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
