import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js';
import type { Stretch } from './inside.ts';

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

export interface PatternError {
  /** Why it cannot be used; fits after a colon. */
  readonly error: string;
  /** The part of it that is at fault. */
  readonly stretch: Stretch;
}

/** Longer patterns are refused: compiling is linear, but 50,000 characters take 70 ms. */
const MAX_LENGTH = 10_000;
/** More distinct patterns than one run is likely to hold; beyond it the oldest is compiled again. */
const CACHE_SIZE = 256;
/** One of this cost takes 100 KB when compiled, which is not kept before there is a text to match. See {@link costOf}. */
const MAX_KEPT_COST = 500;
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

/**
 * Letters, digits, common signs and escapes, each repeated or not, between anchors or not: nothing can be wrong with
 * that, so the engine, whose first use takes milliseconds, is not asked before there is a text to match.
 */
const PLAIN = /^\^?(?:(?:[\w :/=,'"@#%&;<>!~.-]|\\[dwsDWS.$^*+?()|[\]{}/\\-])(?:[*+?]\??)?)*\$?$/;

function compile(source: string): Pattern | PatternError {
  if (source.length > MAX_LENGTH) {
    return { error: `it is longer than ${MAX_LENGTH} characters`, stretch: { offset: 0, length: 1 } };
  }
  if (source.length < 200 && PLAIN.test(source)) return compiledLate(source);
  try {
    const regex = RE2JS.compile(source);
    return costOf(source) > MAX_KEPT_COST ? compiledLate(source) : patternOf(source, () => regex);
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause;
    const part = cause instanceof RE2JSSyntaxException ? (cause.getPattern() ?? source) : source;
    return { error: explain(cause, part), stretch: stretchOf(part, source) };
  }
}

function compiledLate(source: string): Pattern {
  let regex: RE2JS | undefined;
  return patternOf(source, () => {
    regex ??= RE2JS.compile(source);
    return regex;
  });
}

function patternOf(source: string, engine: () => RE2JS): Pattern {
  return {
    source,
    test: (text) => engine().test(text),
    exec(text) {
      const matcher = engine().matcher(text);
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

function explain(cause: RE2JSException, part: string): string {
  if (/^\(\?<?[=!]/.test(part)) return 'look-around is not supported; it cannot be matched in linear time';
  if (/^\\[1-9]/.test(part)) {
    return 'back-references are not supported; they cannot be matched in linear time';
  }
  return cause instanceof RE2JSSyntaxException ? cause.getDescription() : cause.message;
}

/** The engine names the faulty part but not where it stands; the first occurrence is taken. */
function stretchOf(part: string, source: string): Stretch {
  const offset = part === '' ? -1 : source.indexOf(part);
  return offset === -1 ? { offset: 0, length: source.length } : { offset, length: part.length };
}

/** What is left of the work that the patterns of one file may make; `spend` says whether there was enough for one more. */
export interface PatternBudget {
  spend(source: string): boolean;
}

/** In characters, a counted repetition being written out: about a fifth of a second of compiling. */
const FILE_COST = 200_000;
const COUNTED = /\{(\d{1,4})(?:,(\d{0,4}))?\}/g;

/** Each pattern alone is bounded, and a hostile file has thousands. */
export function createPatternBudget(): PatternBudget {
  let left = FILE_COST;
  return {
    spend(source) {
      left -= costOf(source);
      return left >= 0;
    },
  };
}

function costOf(source: string): number {
  const counts = [...source.matchAll(COUNTED)].map(([, least, most]) => Number(most || least));
  return source.length * Math.max(1, ...counts);
}
