import { compileGlob, isGlob, isOwnName } from '../scenario/index.ts';

/** Comparing every glob with every name is quadratic; nobody writes more globs than this into one file. */
const MAX_GLOBS = 200;
/** Nor one of this length. */
const MAX_LENGTH = 1_000;

/** The pattern that means a name as it stands. */
export function literally(name: string): string {
  return name.replace(/[*?[]/g, '[$&]');
}

/**
 * For any name or glob, those of `wide` that mean every span it means. Of two different globs it may miss that one means
 * more than the other.
 */
export function coverage(wide: readonly string[]): (narrow: string) => readonly string[] {
  const exact = new Set(wide);
  const globs = [...exact].filter((name) => isGlob(name) && name.length <= MAX_LENGTH).slice(0, MAX_GLOBS);
  const patterns = globs.map(compileGlob);
  return (narrow) => {
    const same = exact.has(narrow) ? [narrow] : [];
    if (isGlob(narrow)) return same;
    const matching = patterns.filter(
      (glob) => isOwnName(glob.source) === isOwnName(narrow) && glob.test(narrow),
    );
    return [...same, ...matching.map(({ source }) => source)];
  };
}
