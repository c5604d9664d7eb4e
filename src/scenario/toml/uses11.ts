import type { Place } from '../../diagnostic/index.ts';

/** A construct that TOML 1.1 added. */
export interface Construct11 {
  readonly what: string;
  /** How TOML 1.0 says the same. */
  readonly instead: string;
}

/** A place where a file uses such a construct; parsers for TOML 1.0 refuse the file there. */
export interface Use11 extends Construct11 {
  readonly place: Place;
}

export const constructs11 = {
  brokenTable: {
    what: 'an inline table over several lines',
    instead: 'write the inline table on one line, or as a [table]',
  },
  trailingComma: {
    what: 'a comma after the last key of an inline table',
    instead: 'remove the comma',
  },
  escapeE: { what: 'the escape \\e', instead: 'write \\u001b' },
  escapeX: { what: 'the escape \\xHH', instead: 'write \\u00HH' },
  shortTime: { what: 'a time without seconds', instead: 'add :00 for the seconds' },
} as const satisfies Readonly<Record<string, Construct11>>;
