/** Letters that no decomposition turns into ASCII, as the Rust crates `slug` and `deunicode` write them. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'ng',
  ĸ: 'k',
  ſ: 's',
  α: 'a',
  β: 'b',
  γ: 'g',
  δ: 'd',
  ε: 'e',
  ζ: 'z',
  η: 'e',
  θ: 'th',
  ι: 'i',
  κ: 'k',
  λ: 'l',
  μ: 'm',
  ν: 'n',
  ξ: 'x',
  ο: 'o',
  π: 'p',
  ρ: 'r',
  σ: 's',
  ς: 's',
  τ: 't',
  υ: 'u',
  φ: 'ph',
  χ: 'kh',
  ψ: 'ps',
  ω: 'o',
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'iu',
  я: 'ia',
};

/** Decomposed, in small letters and without their marks. */
function plainLetters(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '');
}

/** The first letter or digit of a script that {@link slugify} cannot write in ASCII. */
export function unwritable(text: string): string | undefined {
  return plainLetters(text)
    .match(/[\p{L}\p{N}]/gu)
    ?.find((char) => !/\p{ASCII}/u.test(char) && letters[char] === undefined);
}

/**
 * Lower-case ASCII letters and digits with single dashes between, as Tera's `slugify`. Latin, Greek and Cyrillic letters
 * are written in ASCII; letters of other scripts become dashes, where Tera spells them out.
 */
export function slugify(text: string): string {
  const ascii = plainLetters(text).replace(/[^\p{ASCII}]/gu, (char) => letters[char] ?? '-');
  return ascii.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}
