import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js';

/** A compiled regular expression; it is searched for anywhere in a text, in time linear in the text. */
export interface Pattern {
  readonly source: string;
  test(text: string): boolean;
  /** The first match and its groups (undefined for a group that took no part). */
  exec(text: string): PatternMatch | undefined;
}

export interface PatternMatch {
  /** In UTF-16 units. */
  readonly index: number;
  readonly text: string;
  readonly groups: readonly (string | undefined)[];
}

/** Why a pattern cannot be used; `offset` (UTF-16 units) where the part at fault is known. */
export interface PatternError {
  readonly error: string;
  readonly offset: number | undefined;
}

/** Longer patterns are refused: compiling is linear, but 50,000 characters take 70 ms. */
const MAX_LENGTH = 10_000;
/** More distinct patterns than one run is likely to hold; beyond it the oldest is compiled again. */
const CACHE_SIZE = 256;
const cache = new Map<string, Pattern | PatternError>();

/**
 * Compiles a pattern in Rust `regex` syntax, inline flags such as `(?i)` included; look-around and back-references do
 * not exist in it. Differences left by re2js: no `(?x)`, no class set operations (`[a-z&&[^b]]`), `\d` and `\w` are
 * ASCII, and a repetition is at most 1,000.
 */
export function compilePattern(source: string): Pattern | PatternError {
  const known = cache.get(source);
  if (known) return known;
  const compiled = compile(source);
  if (cache.size >= CACHE_SIZE) for (const oldest of cache.keys()) if (cache.delete(oldest)) break;
  cache.set(source, compiled);
  return compiled;
}

export function isPattern(compiled: Pattern | PatternError): compiled is Pattern {
  return 'source' in compiled;
}

function compile(source: string): Pattern | PatternError {
  if (source.length > MAX_LENGTH)
    return { error: `the pattern is longer than ${MAX_LENGTH} characters`, offset: undefined };
  try {
    return patternOf(source, RE2JS.compile(source));
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause;
    return explain(source, cause);
  }
}

function patternOf(source: string, regex: RE2JS): Pattern {
  return {
    source,
    test: (text) => regex.test(text),
    exec(text) {
      const matcher = regex.matcher(text);
      if (!matcher.find()) return undefined;
      const groups = Array.from({ length: matcher.groupCount() }, (_, group) => matcher.group(group + 1));
      return {
        index: matcher.start(),
        text: matcher.group() ?? '',
        groups: groups.map((group) => group ?? undefined),
      };
    },
  };
}

/** re2js names the part at fault, not its place: it is looked up, and only trusted where it occurs once. */
function explain(source: string, cause: RE2JSException): PatternError {
  if (!(cause instanceof RE2JSSyntaxException)) return { error: cause.message, offset: undefined };
  const part = cause.getPattern();
  const description = part ? `${cause.getDescription()}: ${part.slice(0, 60)}` : cause.getDescription();
  const first = part ? source.indexOf(part) : -1;
  const certain = part !== null && first !== -1 && first === source.lastIndexOf(part);
  return { error: description, offset: certain ? first : undefined };
}
