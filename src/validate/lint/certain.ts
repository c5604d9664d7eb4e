import { type Diagnostic, nearest } from '../../diagnostic/index.ts';

/** In shorter words another letter may well make another word that was meant. */
const MIN_LENGTH = 4;

/**
 * Whether the fix of an error can be applied without asking. It is so where the word is a known misspelling, which no
 * likeness would lead to, and where one slip of the pen parts it from the right one: a letter too much, too few or
 * wrong, or two in the wrong order. A word that is only somewhat like another may be meant otherwise.
 */
export function isCertain({ fix, severity }: Diagnostic, written: string): boolean {
  if (!fix || severity !== 'error') return false;
  const [word, right] = [bare(written), bare(fix.text)];
  // Only the form is wrong: a number in quotes, a word without.
  if (word === right || isSameDuration(word, right)) return true;
  if (!/^[\w-]+$/.test(word) || !/^[\w-]+$/.test(right)) return written.trim() === ':';
  if (/\d/.test(word + right)) return false;
  return nearest(word, [right]) === undefined || (word.length >= MIN_LENGTH && isOneSlip(word, right));
}

function bare(text: string): string {
  return text.replace(/^(["'])(.*)\1$/s, '$2');
}

/** `30 seconds` for `30s`. Of `30` the unit would be a guess. */
function isSameDuration(word: string, right: string): boolean {
  return /^\d+[a-z]+$/.test(right) && word.toLowerCase().replaceAll(' ', '').startsWith(right);
}

function isOneSlip(word: string, right: string): boolean {
  const [a, b] = [word.toLowerCase(), right.toLowerCase()];
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  if (a.length !== b.length) {
    const [longer, shorter] = restA.length > restB.length ? [restA, restB] : [restB, restA];
    return longer.slice(1) === shorter;
  }
  const isSwapped = restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
  return isSwapped || restA.slice(1) === restB.slice(1);
}
