import type { Fix, Place } from '../../diagnostic/index.ts';

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A text with fixes applied that do not overlap; where some do, the one that begins first. Places are in the text. */
export function applyFixes(text: string, fixes: readonly Fix[]): string {
  let result = '';
  let done = 0;
  for (const { start, end, text: replacement } of editsOf(text, fixes)) {
    result += text.slice(done, start) + replacement;
    done = end;
  }
  return result + text.slice(done);
}

/** As many of the fixes as can be applied at once, in the order of the text, each place once. */
export function compatible(text: string, fixes: readonly Fix[]): Fix[] {
  const offsets = offsetsIn(text);
  const sorted = fixes
    .map((fix) => ({ fix, ...stretch(fix.place, offsets) }))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  let done = 0;
  return sorted.flatMap(({ fix, start, end }) => {
    if (start < done) return [];
    // An insertion, too, is made once at one place.
    done = Math.max(end, start + 1);
    return [fix];
  });
}

function editsOf(text: string, fixes: readonly Fix[]): Edit[] {
  const offsets = offsetsIn(text);
  return compatible(text, fixes).map((fix) => ({ ...stretch(fix.place, offsets), text: fix.text }));
}

function stretch({ line, column, length }: Place, offsets: readonly number[]) {
  const start = (offsets[line - 1] ?? 0) + column - 1;
  return { start, end: start + length };
}

/** Where each line begins. */
function offsetsIn(text: string): number[] {
  const offsets = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) offsets.push(at + 1);
  return offsets;
}
