import { compileGlob, compileName, isGlob, isOwnName } from '../../scenario/index.ts';

/** Longer globs are only compared for being the same: the comparison takes the product of both lengths. */
const MAX_LENGTH = 200;

/** One sign of a glob. A class keeps its text, such as `[a-z]`. */
type Token = '*' | '?' | string;

/**
 * Whether every span that `inner` names is named by `outer`, both names or globs of expectations. Never says yes wrongly;
 * of two globs it may miss that one contains the other.
 */
export function containsName(outer: string, inner: string): boolean {
  if (outer === inner) return true;
  // A glob also names the span that is called exactly like it.
  if (isOwnName(outer) !== isOwnName(inner) || !compileName(outer)(inner)) return false;
  return !isGlob(inner) || containsGlob(outer, inner);
}

/** The same for host globs, where there are no names of our own and no exact names. */
export function containsHost(outer: string, inner: string): boolean {
  return outer === inner || containsGlob(outer, inner);
}

function containsGlob(outer: string, inner: string): boolean {
  if (outer.length > MAX_LENGTH || inner.length > MAX_LENGTH) return false;
  return absorbs(tokensOf(outer), tokensOf(inner));
}

/** As `compileGlob` reads it: there is no escape, and an unclosed `[` stands for itself. Stars go last in a run. */
function tokensOf(glob: string): Token[] {
  const tokens = glob.match(/\[(?:[!^][\s\S]|[^!^])[^\]]*\]|\*+|[\s\S]/gu) ?? [];
  const ordered: Token[] = [];
  let star = false;
  for (const token of tokens) {
    if (token.startsWith('*')) star = true;
    else {
      // `*?` and `?*` mean the same; only one of them is compared.
      if (star && token !== '?') {
        ordered.push('*');
        star = false;
      }
      ordered.push(token);
    }
  }
  if (star) ordered.push('*');
  return ordered;
}

/**
 * Matches the signs of one glob with those of the other, where only a star takes a star: enough for containment, row
 * by row of the table of prefixes.
 */
function absorbs(outer: readonly Token[], inner: readonly Token[]): boolean {
  let row: boolean[] = [true, ...inner.map(() => false)];
  for (const token of outer) {
    const next: boolean[] = [token === '*' && row[0] === true];
    for (const [at, each] of inner.entries()) {
      const taken =
        token === '*' ? row[at + 1] === true || next[at] === true : row[at] === true && accepts(token, each);
      next.push(taken);
    }
    row = next;
  }
  return row.at(-1) === true;
}

function accepts(outer: Token, inner: Token): boolean {
  if (inner === '*') return false;
  if (outer === '?' || outer === inner) return true;
  return isClass(outer) && inner !== '?' && !isClass(inner) && compileGlob(outer).test(inner);
}

function isClass(token: Token): boolean {
  return token.startsWith('[') && token.length > 1;
}

/** What a wider name does to the condition it stands in. */
export type Widening = 'looser' | 'tighter' | 'unclear';
