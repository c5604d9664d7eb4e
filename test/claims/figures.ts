import type { NamedTest } from './named.ts';
import { folded } from './pages.ts';

// Figures of the documentation: numbers outside of fenced blocks and inline code, in digits, or in words from five on.

/** A text of a page with the figures in it that are held, and what holds it. */
export interface FigureClaim {
  readonly page: string;
  /** As it stands on the page, but for line ends. */
  readonly says: string;
  readonly by: Holder;
}

export type Holder =
  /** The text is made of values of this file, so it is no longer found on the page when they change. */
  | { readonly kind: 'source'; readonly file: string }
  | ({ readonly kind: 'test' } & NamedTest)
  /** A transcript or played page shows this command ending with this exit code. */
  | { readonly kind: 'exit'; readonly command: string; readonly code: number }
  /** A profile that was taken with this tool when the page, which has a date, was written. */
  | { readonly kind: 'profile'; readonly tool: string }
  /** About another program or a standard, or an example: no claim about Spanwright. */
  | { readonly kind: 'other'; readonly about: string };

/** One figure and the words around it. */
export interface Figure {
  readonly text: string;
  /** Where it stands in the text that was looked through. */
  readonly at: number;
  readonly context: string;
}

const WORDS = 'five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|fifty|hundred|hundredth|thousand';
/** Not what is glued to a name or a sign, as in `SHA-256`, `UTF-16`, `SW6007`, `2-core`. */
const FIGURE = new RegExp(String.raw`(?<![\w.,:/$#-])\d(?:[\d.,]*\d)?(?![\w-])|\b(?:${WORDS})\b`, 'gi');

const sameLength = (text: string) => ' '.repeat(text.length);

/** The figures of a text on one line. */
export function figuresIn(text: string): Figure[] {
  const plain = text
    .replace(/`[^`]*`/g, sameLength)
    .replace(/\]\([^)]*\)/g, sameLength)
    .replace(/\b\d{4}-\d\d-\d\d\b/g, sameLength);
  return [...plain.matchAll(FIGURE)].map(({ index, 0: figure }) => ({
    text: figure,
    at: index,
    context: text.slice(Math.max(0, index - 40), index + 40),
  }));
}

/** Whether a figure of the folded text of the claim's page stands in what the claim is about. */
export function holds(claim: FigureClaim, figure: Figure): boolean {
  const text = folded(claim.page);
  for (let at = text.indexOf(claim.says); at !== -1; at = text.indexOf(claim.says, at + 1)) {
    if (at <= figure.at && figure.at + figure.text.length <= at + claim.says.length) return true;
  }
  return false;
}
