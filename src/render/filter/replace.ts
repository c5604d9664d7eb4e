import type { Args } from '../function/args.ts';
import type { Value } from '../value/value.ts';

/** Every occurrence replaced; the length of the result is checked before it is made. */
export function replaced(text: string, from: string, to: string, args: Args): string {
  const occurrences = from === '' ? [...text].length + 1 : count(text, from);
  args.support.expectLength(text.length + occurrences * (to.length - from.length));
  // A function in place of the text would cost a call, and memory, for each occurrence.
  if (from !== '') return text.replaceAll(from, to.replaceAll('$', '$$$$'));
  return `${to}${[...text].map((char) => char + to).join('')}`;
}

function count(text: string, part: string): number {
  let occurrences = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) occurrences++;
  return occurrences;
}

/** Rust's `split`: an empty pattern splits between characters, with an empty part at each end. */
export function splitBy(text: string, pattern: string): Value {
  return pattern === '' ? ['', ...text, ''] : text.split(pattern);
}

export function trimmedStart(text: string, pattern: string): string {
  let start = 0;
  while (pattern !== '' && text.startsWith(pattern, start)) start += pattern.length;
  return text.slice(start);
}

export function trimmedEnd(text: string, pattern: string): string {
  let end = text.length;
  while (pattern !== '' && end >= pattern.length && text.endsWith(pattern, end)) end -= pattern.length;
  return text.slice(0, end);
}
