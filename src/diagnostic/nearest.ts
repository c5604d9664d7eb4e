/**
 * The candidate most like `word`, or undefined when none is near enough to be a likely slip of the pen: the least optimal
 * string alignment distance (insert, delete, substitute, swap neighbours), ignoring case, where at most a third of the
 * longer word may differ; else the shortest that the word extends (`run_cmd` for `run`) or abbreviates (`idx` for `index`).
 * Bounded: words over 64 characters and candidates beyond the first 10,000 are not compared.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length === 0 || word.length > 64) return undefined;
  const wanted = word.toLowerCase();
  let best: { candidate: string; distance: number } | undefined;
  let kin: string | undefined;
  let compared = 0;
  for (const candidate of candidates) {
    if (++compared > 10_000) break;
    if (candidate.length > 64) continue;
    const other = candidate.toLowerCase();
    if ((kin === undefined || candidate.length < kin.length) && isKin(wanted, other)) kin = candidate;
    const allowed = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3));
    if (Math.abs(candidate.length - word.length) > allowed) continue;
    const limit = best ? Math.min(allowed, best.distance - 1) : allowed;
    const distance = alignmentDistance(wanted, other, limit);
    if (distance <= limit) best = { candidate, distance };
  }
  return best?.candidate ?? kin;
}

function isKin(word: string, candidate: string): boolean {
  return extended(word, candidate) || abbreviates(word, candidate);
}

function extended(word: string, start: string): boolean {
  return start.length >= 3 && word.startsWith(start) && /^[-_.]/.test(word.slice(start.length));
}

/** The first letter and others in their order, at least three and about half of all. */
function abbreviates(word: string, whole: string): boolean {
  if (word.length < 3 || word.length * 2 + 1 < whole.length || word[0] !== whole[0]) return false;
  let found = 0;
  for (const letter of whole) if (letter === word[found]) found++;
  return found === word.length;
}

/** Endless when it is more than the limit. */
function alignmentDistance(a: string, b: string, limit: number): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  let wasBeyond = false;
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = at(previous, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(at(previous, j) + 1, at(current, j - 1) + 1, substitution);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, at(beforePrevious, j - 2) + 1);
      current.push(least);
    }
    // Each row follows from the two before it.
    const isBeyond = Math.min(...current) > limit;
    if (isBeyond && wasBeyond) return Number.POSITIVE_INFINITY;
    wasBeyond = isBeyond;
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
