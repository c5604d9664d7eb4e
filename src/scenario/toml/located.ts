import type { Place } from '../../diagnostic/index.ts';

/** A TOML value together with its place in the file. The tree is what later stages check; nothing in it is shared. */
export type Located = LocatedScalar | LocatedArray | LocatedTable;

/** The place of a value that spans several lines reaches to the end of its first line. */
export type LocatedScalar =
  | { readonly kind: 'string'; readonly value: string; readonly place: Place }
  | LocatedInteger
  | { readonly kind: 'float'; readonly value: number; readonly place: Place }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly place: Place }
  | LocatedDateTime;

export interface LocatedInteger {
  readonly kind: 'integer';
  /** A number when it is exact as one, else a bigint; always within 64 bits, as TOML requires. */
  readonly value: number | bigint;
  readonly place: Place;
}

export type DateTimeVariant = 'offset-datetime' | 'local-datetime' | 'local-date' | 'local-time';

export interface LocatedDateTime {
  readonly kind: 'datetime';
  readonly variant: DateTimeVariant;
  /** The source text with `T` between date and time, `Z` upper case and seconds always present; fractions are kept whole. */
  readonly text: string;
  readonly place: Place;
}

export interface LocatedArray {
  readonly kind: 'array';
  readonly items: readonly Located[];
  /** The bracketed value, or the first `[[header]]`. */
  readonly place: Place;
  readonly form: 'inline' | 'tables';
}

export interface LocatedTable {
  readonly kind: 'table';
  /** In the order of the file. A map, so that keys such as `__proto__` are plain data. */
  readonly entries: ReadonlyMap<string, LocatedEntry>;
  /** The `[header]`, the braces, or the key part that implied the table; line 1, column 1 for the root. */
  readonly place: Place;
  readonly form: TableForm;
}

/**
 * How a table came to be, which decides what may still be added to it: `implicit` ones were only passed through by a
 * longer header, `dotted` ones were made by the leading parts of a dotted key.
 */
export type TableForm = 'root' | 'header' | 'implicit' | 'dotted' | 'inline';

export interface LocatedEntry {
  readonly key: string;
  /** The key as written, quotes included; in a dotted key or header, this part only. */
  readonly keyPlace: Place;
  readonly value: Located;
}
