export interface ColorInput {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the stream that is written to is a terminal. */
  readonly isTTY: boolean;
}

/**
 * Whether to colour what is written to a stream. FORCE_COLOR decides first (force-color.org; `0` and `false` mean no, as
 * in Node, whose order this is), then NO_COLOR (no-color.org), then TERM=dumb, then whether it is a terminal. Empty
 * variables count as absent, as both say. CI changes nothing: its log is no terminal, and FORCE_COLOR=1 asks for colour.
 */
export function wantsColor({ env, isTTY }: ColorInput): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = env;
  if (FORCE_COLOR) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR || TERM === 'dumb') return false;
  return isTTY;
}
