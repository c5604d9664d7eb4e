const INTEGER = /^[+-]?(?:0|[1-9][0-9]*)$/;
const PREFIXED = /^0(?:x[0-9A-Fa-f]+|o[0-7]+|b[01]+)$/;
const FLOAT = /^[+-]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const SPECIAL = /^([+-]?)(inf|nan)$/;

const STRAY_UNDERSCORE = /_(?![0-9])|(?<![0-9])_/;
const STRAY_HEX_UNDERSCORE = /_(?![0-9A-Fa-f])|(?<![0-9A-Fa-f])_/;

const LEAST = -(2n ** 63n);
const GREATEST = 2n ** 63n - 1n;
/** No 64-bit integer is longer in any base; longer texts are not worth a bigint. */
const MOST_DIGITS = 66;

export type NumberReading =
  | { readonly kind: 'integer'; readonly value: number | bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'out-of-range' };

/** The number a bare word stands for; undefined when it is not written as TOML numbers are. */
export function readNumber(word: string): NumberReading | undefined {
  const digits = word.includes('_') ? withoutUnderscores(word) : word;
  if (digits === undefined) return undefined;
  if (INTEGER.test(digits) || PREFIXED.test(digits)) return readInteger(digits);
  if (FLOAT.test(digits)) return { kind: 'float', value: Number(digits) };
  const special = SPECIAL.exec(digits);
  if (special === null) return undefined;
  if (special[2] === 'nan') return { kind: 'float', value: Number.NaN };
  return { kind: 'float', value: special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY };
}

/** Underscores may only stand between two digits (TOML, section Integer). */
function withoutUnderscores(word: string): string | undefined {
  const stray = word.startsWith('0x') ? STRAY_HEX_UNDERSCORE : STRAY_UNDERSCORE;
  return stray.test(word) ? undefined : word.replaceAll('_', '');
}

function readInteger(digits: string): NumberReading {
  const value = Number(digits);
  // `-0` is the integer zero, not the float's negative zero.
  if (Number.isSafeInteger(value)) return { kind: 'integer', value: value === 0 ? 0 : value };
  const significant = digits.replace(/^0[xob]0+/, (start) => start.slice(0, 2));
  if (significant.length > MOST_DIGITS) return { kind: 'out-of-range' };
  // BigInt takes no `+`.
  const exact = BigInt(significant.replace('+', ''));
  return exact < LEAST || exact > GREATEST ? { kind: 'out-of-range' } : { kind: 'integer', value: exact };
}
