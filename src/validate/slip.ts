/** Shorter words differ by one letter without being a slip: `read`, `head`. */
const MIN_LENGTH = 5;
const MAX_LENGTH = 64;

/**
 * The name with any one of its characters left out, and the name itself: two names are at most one slip apart only if
 * they share one of these. Keeps the search linear. Empty for a name too short or too long to judge.
 */
export function slipsOf(name: string): string[] {
  const lower = name.toLowerCase();
  if (lower.length < MIN_LENGTH || lower.length > MAX_LENGTH) return [];
  return [lower, ...Array.from(lower, (_, at) => lower.slice(0, at) + lower.slice(at + 1))];
}

/**
 * Whether one name is likely the other with a slip of the pen: a letter too much, too few, wrong, swapped with its
 * neighbour, or of the other case. A digit, the ending of a word and its first letter are changed on purpose.
 */
export function isSlip(a: string, b: string): boolean {
  if (a === b) return false;
  if (a.toLowerCase() === b.toLowerCase()) return true;
  const [left, right] = [wordsOf(a), wordsOf(b)];
  const differing = left.flatMap((word, index) =>
    word === right[index] ? [] : ([[word, right[index] ?? '']] as const),
  );
  const [pair] = differing;
  return left.length === right.length && differing.length === 1 && pair !== undefined && isWordSlip(...pair);
}

function wordsOf(name: string): string[] {
  return name.split(/([^\p{L}\p{N}]+)/u);
}

function isWordSlip(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < MIN_LENGTH - 1 || Math.max(a.length, b.length) < MIN_LENGTH)
    return false;
  if (/\P{L}/u.test(a + b) || a[0] !== b[0]) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  if (a.length !== b.length) {
    const [longer, shorter] = a.length > b.length ? [restA, restB] : [restB, restA];
    return shorter !== '' && longer.slice(1) === shorter;
  }
  const swapped = restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
  return swapped || (restA.length > 1 && restA.slice(1) === restB.slice(1));
}
