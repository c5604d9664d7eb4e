import { diffWordsWithSpace } from 'diff';

/** Texts that differ in more words than this are not taken apart; nor are long ones, or any for longer than this. */
const BOUNDS = { maxEditLength: 50, timeout: 20 };
const MAX_LENGTH = 2_000;

/** A stretch of a text, and whether the other text lacks it. */
export interface Stretch {
  readonly text: string;
  readonly isDifferent: boolean;
}

/** Two texts word by word, for marking what is different in each. */
export function wordDifference(
  before: string,
  after: string,
): { readonly before: Stretch[]; readonly after: Stretch[] } {
  const short = before.length + after.length <= MAX_LENGTH;
  const parts = short ? diffWordsWithSpace(before, after, BOUNDS) : undefined;
  if (!parts)
    return { before: [{ text: before, isDifferent: true }], after: [{ text: after, isDifferent: true }] };
  return {
    before: parts
      .filter(({ added }) => !added)
      .map(({ value, removed }) => ({ text: value, isDifferent: removed })),
    after: parts
      .filter(({ removed }) => !removed)
      .map(({ value, added }) => ({ text: value, isDifferent: added })),
  };
}
