import { compilePattern, isPattern } from '../../scenario/index.ts';
import { type Judgement, undecided } from '../claim.ts';
import { editText, setTo } from '../edit.ts';
import { quote } from '../words.ts';
import { excerptAround, excerptOf, type KeptOutput, keptParts, notKept } from './kept.ts';

/** Where a text was looked for: an excerpt around the find, nothing, or no way to tell. */
type Search =
  | { readonly kind: 'found'; readonly excerpt: string }
  | { readonly kind: 'notFound' }
  | { readonly kind: 'open'; readonly judgement: Judgement };

export function judgeContains(wanted: string, output: KeptOutput): Judgement {
  return judgeSearch(findText(wanted, output), output, 'found');
}

export function judgeNotContains(wanted: string, output: KeptOutput): Judgement {
  return judgeSearch(findText(wanted, output), output, 'notFound');
}

/**
 * The pattern is searched for anywhere; `(?m)` makes `^` and `$` mean lines. `$` also holds before one final newline, as
 * in Perl and Python: almost every program ends its output with one, and `^ok$` is meant to match it.
 */
export function judgeMatches(wanted: string, output: KeptOutput): Judgement {
  return judgeSearch(findPattern(wanted, output), output, 'found');
}

export function judgeNotMatches(wanted: string, output: KeptOutput): Judgement {
  return judgeSearch(findPattern(wanted, output), output, 'notFound');
}

function judgeSearch(search: Search, output: KeptOutput, wanted: 'found' | 'notFound'): Judgement {
  if (search.kind === 'open') return search.judgement;
  if (search.kind === 'notFound' && output.omittedBytes > 0) return notKept(output);
  const actual = search.kind === 'found' ? search.excerpt : excerptOf(output.text);
  const message = `${search.kind === 'found' ? 'found' : 'not found'} in ${actual}`;
  return { outcome: search.kind === wanted ? 'passed' : 'failed', final: true, message, actual, proof: [] };
}

function findText(wanted: string, output: KeptOutput): Search {
  for (const part of keptParts(output)) {
    const at = part.indexOf(wanted);
    if (at !== -1) return { kind: 'found', excerpt: excerptAround(part, at, at + wanted.length) };
  }
  return { kind: 'notFound' };
}

function findPattern(source: string, output: KeptOutput): Search {
  const pattern = compilePattern(source);
  if (!isPattern(pattern))
    return { kind: 'open', judgement: undecided(`${quote(source)} is no valid pattern: ${pattern.error}`) };
  const parts = keptParts(output);
  for (const [at, part] of parts.entries()) {
    const match =
      pattern.exec(part) ?? (at === parts.length - 1 ? pattern.exec(withoutNewline(part)) : undefined);
    if (!match) continue;
    const end = match.index + match.text.length;
    // Where text is missing, `^`, `$` and `\b` may hold only because it is.
    const isAtSeam = (at > 0 && match.index === 0) || (at < parts.length - 1 && end === part.length);
    return isAtSeam
      ? { kind: 'open', judgement: notKept(output) }
      : { kind: 'found', excerpt: excerptAround(part, match.index, end) };
  }
  return { kind: 'notFound' };
}

/** The whole output, apart from one final newline on either side. */
export function judgeEquals(wanted: string, output: KeptOutput): Judgement {
  if (output.omittedBytes > 0) return notKept(output);
  const text = withoutNewline(output.text);
  const expected = withoutNewline(wanted);
  const actual = excerptOf(text);
  if (text === expected)
    return { outcome: 'passed', final: true, message: 'the output is equal', actual, proof: [] };
  const edit = editText([setTo(['equals'], text)]);
  return {
    outcome: 'failed',
    final: true,
    message: firstDifference(expected, text),
    actual,
    proof: [],
    edit,
  };
}

function withoutNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
}

/** Line and column count from 1, in UTF-16 units; both sides are shown from there on. */
function firstDifference(expected: string, actual: string): string {
  let at = 0;
  while (at < expected.length && expected[at] === actual[at]) at++;
  const before = expected.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  const rest = (text: string) => (at >= text.length ? 'the end' : quote(text.slice(at, at + 60)));
  return `first difference at line ${line}, column ${column}: expected ${rest(expected)}, has ${rest(actual)}`;
}
