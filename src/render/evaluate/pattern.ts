import { RE2JS, RE2JSException } from 're2js';

export interface Pattern {
  /** Instructions of the compiled program: matching takes that many steps a character at most. */
  readonly size: number;
  test(text: string): boolean;
}

type Compiled = Pattern | { readonly error: string };

/** Nobody writes longer ones by hand, and compiling takes time. */
const MAX_LENGTH = 1000;
/** What compiling counts for, beside its instructions. */
const COMPILE_STEPS = 300;

/** The last pattern used: in a loop it is the same each time. */
let last: { readonly source: string; readonly compiled: Compiled } | undefined;

/** Compiles a pattern in Rust `regex` syntax, to be found anywhere in a text. */
export function compilePattern(source: string, charge: (steps: number) => void): Compiled {
  if (last?.source === source) return last.compiled;
  if (source.length > MAX_LENGTH) return { error: `it is longer than ${MAX_LENGTH} characters` };
  charge(COMPILE_STEPS);
  const compiled = compile(source);
  if ('size' in compiled) charge(compiled.size);
  last = { source, compiled };
  return compiled;
}

function compile(source: string): Compiled {
  try {
    const regex = RE2JS.compile(source);
    return { size: regex.matcher('').programSize(), test: (text) => regex.test(text) };
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause;
    return { error: cause.message };
  }
}
