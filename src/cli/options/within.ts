import type { Place } from '../../diagnostic/index.ts';

/** The part of the argument that is meant, where it stands there as it is. */
export function within(
  place: Place | undefined,
  text: string,
  { offset, length }: { readonly offset: number; readonly length: number },
): Place | undefined {
  if (!place || place.length < text.length) return place;
  // The shell's quotes, if there are any, stand around it.
  const quotes = Math.floor((place.length - text.length) / 2);
  return { ...place, column: place.column + quotes + offset, length };
}
