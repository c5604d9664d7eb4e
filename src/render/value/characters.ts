let segmenter: Intl.Segmenter | undefined;

/**
 * Characters as a reader sees them (grapheme clusters, UAX #29), at most `most` of them. ASCII text, which is nearly
 * all, needs no segmenter: making one takes milliseconds.
 */
export function charactersOf(text: string, most = Number.POSITIVE_INFINITY): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with the control characters
  if (/^[\u0000-\u007f]*$/.test(text) && !text.includes('\r\n')) return text.slice(0, most).split('');
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  const characters: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    if (characters.length >= most) break;
    characters.push(segment);
  }
  return characters;
}
