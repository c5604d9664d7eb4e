import { stripVTControlCharacters } from 'node:util';

/** What nearly every text is made of; each of these characters takes one column. */
const SIMPLE =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u257f\u2713\u2717]*$/;

/** Made when first needed: V8 takes milliseconds for it. */
let patterns: ReturnType<typeof prepare> | undefined;

/**
 * The columns that a text takes in a terminal. Stands in for the package string-width in the bundle, which builds a
 * regular expression over all emoji when it is loaded (18 ms); a test holds the one against the other.
 */
export default function stringWidth(text: string): number {
  const plain = stripVTControlCharacters(text);
  if (SIMPLE.test(plain)) return plain.length;
  patterns ??= prepare();
  let width = 0;
  for (const { segment } of patterns.characters.segment(plain)) width += widthOf(segment, patterns);
  return width;
}

/** Of what is one character to whoever reads it. */
function widthOf(character: string, { visible, emoji, joined, wide }: ReturnType<typeof prepare>): number {
  const start = character.search(visible);
  if (start === -1) return 0;
  if (emoji.test(character)) return 2;
  const [first = '', ...others] = character.slice(start);
  const seen = [first, ...others.filter((each) => joined.test(each))];
  return seen.reduce((sum, each) => sum + (wide.test(each) ? 2 : 1), 0);
}

function prepare() {
  return {
    characters: new Intl.Segmenter(),
    visible:
      /[^\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Surrogate}]/u,
    /** Shown as an emoji by itself, by a selector, as a flag, as a key, or because several are joined. */
    emoji:
      /^(?:(?!\p{Regional_Indicator})\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{Regional_Indicator}{2}|[\d#*]\ufe0f?\u20e3|\p{Extended_Pictographic}.*\u200d.*\p{Extended_Pictographic})/u,
    /** Joined to the character before it, with a width all the same. */
    joined: /[\p{Spacing_Mark}\uff00-\uffef]/u,
    /** By Unicode's East_Asian_Width, which regular expressions do not know. */
    wide: /[[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\p{Script=Tangut}\p{Script=Nushu}\p{Script=Khitan_Small_Script}\u2329\u232a\u2630-\u2637\u268a-\u268f\u2ff0-\u303e\u3099-\u30ff\u3190-\u33ff\u4dc0-\u4dff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{1d300}-\u{1d376}\u{1f202}-\u{1f265}]--[\u02ea\u02eb\u1160-\u11ff\u3248-\u324f\ud7b0-\ud7fb\uff61-\uffdc]]/v,
  };
}
