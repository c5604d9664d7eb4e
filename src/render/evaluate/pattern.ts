import { RE2JS, RE2JSException } from 're2js';

export interface Pattern {
  /** Instructions of the compiled program: matching takes that many steps a character at most. */
  readonly size: number;
  test(text: string): boolean;
}

/** Nobody writes longer ones by hand, and compiling takes time. */
const MAX_LENGTH = 1000;

/** Compiles a pattern in Rust `regex` syntax, to be found anywhere in a text. */
export function compilePattern(source: string): Pattern | { readonly error: string } {
  if (source.length > MAX_LENGTH) return { error: `it is longer than ${MAX_LENGTH} characters` };
  try {
    const regex = RE2JS.compile(source);
    return { size: regex.matcher('').programSize(), test: (text) => regex.test(text) };
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause;
    return { error: cause.message };
  }
}
