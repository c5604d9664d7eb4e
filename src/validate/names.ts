import { RE2JS } from 're2js';

/** Prefix of Spanwright's own spans, which only names with this prefix mean, and which are never counted in totals. */
const OWN_PREFIX = 'spanwright.';
/** Comparing every glob with every name is quadratic; nobody writes more globs than this into one file. */
const MAX_GLOBS = 200;
/** Nor one of this length. */
const MAX_LENGTH = 1_000;

export function isOwnName(name: string): boolean {
  return name.startsWith(OWN_PREFIX);
}

/** Whether a span name is read as a pattern. */
export function isGlob(name: string): boolean {
  return /[*?[]/.test(name);
}

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
  const patterns = globs.map((glob) => ({ glob, pattern: patternOf(glob) }));
  return (narrow) => {
    const same = exact.has(narrow) ? [narrow] : [];
    if (isGlob(narrow)) return same;
    const matching = patterns.filter(
      ({ glob, pattern }) => isOwnName(glob) === isOwnName(narrow) && pattern.test(narrow),
    );
    return [...same, ...matching.map(({ glob }) => glob)];
  };
}

/** `*` is any text, `?` one character, `[a-z]` and `[!a-z]` classes, without an escape (clnrm-format b.2). */
function patternOf(glob: string): RE2JS {
  const body = glob.replace(
    /\*+|\?|\[([!^]?)(\][^\]]*|[^\]]+)\]|[^*?[]+|\[/g,
    (part, negated = '', members = '') => {
      if (part.startsWith('*')) return '.*';
      if (part === '?') return '.';
      if (members === '') return RE2JS.quote(part);
      return `[${negated && '^'}${members.replace(/[\\\]^[&~]/g, '\\$&')}]`;
    },
  );
  try {
    return RE2JS.compile(`\\A(?s:${body})\\z`);
  } catch {
    // A class such as [z-a] means nothing; the pattern then stands for itself.
    return RE2JS.compile(`\\A${RE2JS.quote(glob)}\\z`);
  }
}
