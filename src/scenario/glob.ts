/** A compiled glob; it always matches whole texts. */
export interface Glob {
  readonly source: string;
  test(text: string): boolean;
}

interface CharacterClass {
  readonly negated: boolean;
  /** Inclusive code point ranges. */
  readonly ranges: readonly (readonly [number, number])[];
}

const STAR = -1;
const ANY = -2;
/** A code point to be met exactly, {@link STAR}, {@link ANY}, or a class. */
type Token = number | CharacterClass;

/** Whether a name is read as a glob: it contains `*`, `?` or `[`. */
export function isGlob(name: string): boolean {
  return /[*?[]/.test(name);
}

/**
 * Glob in the syntax of Rust's `glob` crate, which clnrm uses: `*` (and `**`) is any text, dots and slashes included,
 * `?` one character, `[a-z]` one of a class and `[!a-z]` one outside it; there is no escape, `[*]` is a plain star.
 * Every text is a glob: an unclosed `[` stands for itself. Matching takes at most text length times glob length.
 */
export function compileGlob(source: string): Glob {
  const tokens = tokenise(source);
  return { source, test: (text) => matches(tokens, text) };
}

function tokenise(source: string): Token[] {
  const characters = [...source];
  const tokens: Token[] = [];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    const found = character === '[' ? readClass(characters, at) : undefined;
    if (found) {
      tokens.push(found.token);
      at = found.end;
    } else if (character === '*') {
      if (tokens.at(-1) !== STAR) tokens.push(STAR);
    } else {
      tokens.push(character === '?' ? ANY : codeOf(character));
    }
  }
  return tokens;
}

/** The class that begins at `at`; undefined when it is never closed. A `]` right after the opening is a member. */
function readClass(
  characters: readonly string[],
  at: number,
): { readonly token: CharacterClass; readonly end: number } | undefined {
  const negated = characters[at + 1] === '!' || characters[at + 1] === '^';
  const start = negated ? at + 2 : at + 1;
  const end = characters.indexOf(']', start + 1);
  if (end === -1) return undefined;
  const ranges: [number, number][] = [];
  for (let member = start; member < end; member++) {
    const isRange = characters[member + 1] === '-' && member + 2 < end;
    const last = isRange ? member + 2 : member;
    ranges.push([codeOf(characters[member]), codeOf(characters[last])]);
    member = last;
  }
  return { token: { negated, ranges }, end };
}

/** Only the last star is ever gone back to: an earlier one could not do better. That keeps it from exploding. */
function matches(tokens: readonly Token[], text: string): boolean {
  let token = 0;
  let at = 0;
  let afterStar = -1;
  let retryAt = 0;
  while (at < text.length) {
    const wanted = tokens[token];
    const code = text.codePointAt(at) ?? 0;
    if (wanted === STAR) {
      afterStar = ++token;
      retryAt = at;
    } else if (wanted !== undefined && accepts(wanted, code)) {
      token++;
      at += widthOf(code);
    } else if (afterStar === -1) {
      return false;
    } else {
      retryAt += widthOf(text.codePointAt(retryAt) ?? 0);
      token = afterStar;
      at = retryAt;
    }
  }
  if (tokens[token] === STAR) token++;
  return token === tokens.length;
}

function accepts(token: Token, code: number): boolean {
  if (typeof token === 'number') return token === code || token === ANY;
  const inside = token.ranges.some(([first, last]) => first <= code && code <= last);
  return inside !== token.negated;
}

function codeOf(character: string | undefined): number {
  return character?.codePointAt(0) ?? 0;
}

function widthOf(code: number): number {
  return code > 0xffff ? 2 : 1;
}
