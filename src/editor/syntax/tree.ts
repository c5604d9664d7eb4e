/**
 * What a tolerant scan makes of a file that may be half typed. Ranges are offsets in the text, `end` exclusive. Unlike
 * the tree of the TOML parser, this one exists for every text, and keeps what is incomplete.
 */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** One part of a dotted key; empty where a dot or bracket waits for one. The stretch includes quotes. */
export interface KeyPart extends Stretch {
  readonly name: string;
}

/** `[a.b]` or `[[a.b]]`. */
export interface Header extends Stretch {
  readonly parts: readonly KeyPart[];
  readonly isArray: boolean;
  readonly closed: boolean;
}

/** `a.b = value`, perhaps without the value or even the equals sign. */
export interface Pair extends Stretch {
  readonly parts: readonly KeyPart[];
  /** Offset of the equals sign. */
  readonly equals: number | undefined;
  readonly value: Value | undefined;
}

export interface StringValue extends Stretch {
  readonly kind: 'string';
  /** `"`, `'`, `"""` or `'''`. */
  readonly quote: string;
  readonly closed: boolean;
  /** What stands between the quotes, escapes untouched. */
  readonly raw: string;
  /** What the string says. */
  readonly text: string;
}

export type Value =
  | StringValue
  | ({ readonly kind: 'array'; readonly items: readonly Value[]; readonly closed: boolean } & Stretch)
  | ({ readonly kind: 'table'; readonly pairs: readonly Pair[]; readonly closed: boolean } & Stretch)
  /** Numbers, booleans, dates, and whatever else stands there. */
  | ({ readonly kind: 'bare'; readonly text: string } & Stretch);

/** A header with what follows it, or what comes before the first header. Ends where the next one begins. */
export interface Block extends Stretch {
  readonly header: Header | undefined;
  readonly pairs: readonly Pair[];
}

export interface Tree {
  readonly blocks: readonly Block[];
  readonly comments: readonly Stretch[];
}
