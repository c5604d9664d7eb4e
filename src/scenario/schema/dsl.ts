/**
 * A schema is plain data that says what a value may look like, with the words a person needs to write it. One
 * declaration gives the TypeScript type ({@link Infer}), the check, the JSON Schema and the reference page.
 * Declared by hand rather than with a schema library because every fault must carry a place in the TOML source and a
 * near-miss hint, and because loading one costs more start-up time than checking a file (see docs/decisions).
 */
export interface Schema<T> {
  readonly shape: Shape;
  /** One or two sentences for the reference page and JSON Schema. */
  readonly doc: string;
  /** Typical values, as TOML. */
  readonly examples: readonly string[];
  /** Values people write by mistake; the hint then shows the value put right. */
  readonly mistakes: readonly Mistake[];
  /** What to do about a value of another kind, where that is not evident from the value. */
  readonly hint: string | undefined;
  /** What clnrm files are held to instead, where clnrm's own type is narrower. */
  readonly clnrm?: Schema<T> | undefined;
  /** Carries the type only; never present at run time. */
  readonly [OUT]?: T;
}

declare const OUT: unique symbol;

export type Infer<S> = S extends { readonly [OUT]?: infer T } ? Exclude<T, undefined> : never;

/** `pattern` is a regular expression over the text or number received; `write` is TOML, with `$1` for its groups. */
export interface Mistake {
  readonly pattern: RegExp;
  readonly write: string;
}

/** What the text of a string means; the check and the JSON Schema know each. */
export type TextFormat =
  /** RE2 / Rust `regex` syntax, searched unanchored. */
  | 'regex'
  /** `*`, `?` and `[...]`, matching the whole text; `*` crosses dots and slashes. */
  | 'glob'
  /** A command line split into words without a shell. */
  | 'command'
  | 'path'
  | 'rfc3339'
  | 'env-name'
  | 'json-path'
  | 'url-or-path'
  /** 32 hexadecimal digits. */
  | 'trace-id'
  /** `key=value`. */
  | 'pair'
  /** Letters, digits, `_` and `-`, so that placeholders can name it. */
  | 'name';

export type Shape =
  | {
      readonly kind: 'string';
      readonly nonBlank: boolean;
      readonly format: TextFormat | undefined;
      /** Run-time placeholders such as `${service.api.port.http}` are replaced in this text before it is used. */
      readonly runtime: boolean;
    }
  | { readonly kind: 'integer'; readonly min: number | undefined; readonly max: number | undefined }
  | { readonly kind: 'number'; readonly min: number | undefined; readonly max: number | undefined }
  | { readonly kind: 'boolean' }
  /** Text such as `"250ms"`, `"5s"`, `"2m"`, `"1h30m"`; the value is in milliseconds. See `duration.ts`. */
  | { readonly kind: 'duration' }
  /** One of a few words. With `anyCase`, case is ignored and the value takes the declared spelling. */
  | { readonly kind: 'choice'; readonly values: readonly string[]; readonly anyCase: boolean }
  | { readonly kind: 'list'; readonly item: Schema<unknown>; readonly min: number }
  | { readonly kind: 'tuple'; readonly items: readonly Schema<unknown>[] }
  /** Keys chosen by the author. */
  | {
      readonly kind: 'map';
      readonly value: Schema<unknown>;
      readonly keys: string;
      readonly keyFormat: TextFormat | undefined;
    }
  | {
      readonly kind: 'object';
      /** Name in JSON Schema `$defs` and heading in the reference. */
      readonly name: string;
      readonly fields: Readonly<Record<string, Field>>;
      /** Keys people write by mistake, and what they mean: the hint names the exact correction. */
      readonly slips: Readonly<Record<string, string>>;
    }
  /** The first option whose TOML kind fits is the one checked, so options must differ in kind. */
  | { readonly kind: 'union'; readonly options: readonly Schema<unknown>[] }
  | { readonly kind: 'any' };

export interface Field<T = unknown, Required extends boolean = boolean> {
  readonly schema: Schema<T>;
  readonly required: Required;
  /** Used when the key is absent; the model then always has the key. */
  readonly fallback: T | undefined;
  readonly becomes: Target | undefined;
}

/** Another spelling, rewritten before the check: files may have it, the model never does. */
export interface Shorthand<T = unknown> extends Field<T, false> {
  readonly becomes: Target;
}

/** What a shorthand is rewritten to. */
export interface Target {
  /** Keys below the table that has the shorthand; `steps` stands for one step made from it. */
  readonly path: readonly string[];
  /** The shorthand is a whole number of these, where the target is a duration. */
  readonly unit: 'ms' | 's' | undefined;
  /** Understood for clnrm's sake; new files write the target. */
  readonly deprecated: boolean;
}

/** Integers beyond 2^53 stay bigint. Tables become null-prototype objects. */
export type AnyValue =
  | string
  | number
  | bigint
  | boolean
  | readonly AnyValue[]
  | { readonly [key: string]: AnyValue };

interface Doc {
  readonly doc: string;
  readonly examples?: readonly string[];
  readonly mistakes?: readonly Mistake[];
  readonly hint?: string;
}

function schema<T>(shape: Shape, doc: Doc): Schema<T> {
  return { shape, doc: doc.doc, examples: doc.examples ?? [], mistakes: doc.mistakes ?? [], hint: doc.hint };
}

interface TextOptions extends Doc {
  readonly nonBlank?: boolean;
  readonly format?: TextFormat;
  readonly runtime?: boolean;
}

export function text({ nonBlank = false, format, runtime = false, ...doc }: TextOptions): Schema<string> {
  return schema({ kind: 'string', nonBlank, format, runtime }, doc);
}

export function integer(options: Doc & { readonly min?: number; readonly max?: number }): Schema<number> {
  return schema({ kind: 'integer', min: options.min, max: options.max }, options);
}

/** A float; whole numbers are accepted too, as clnrm does. */
export function number(options: Doc & { readonly min?: number; readonly max?: number }): Schema<number> {
  return schema({ kind: 'number', min: options.min, max: options.max }, options);
}

export function boolean(options: Doc): Schema<boolean> {
  return schema({ kind: 'boolean' }, options);
}

export function duration(options: Doc): Schema<number> {
  return schema({ kind: 'duration' }, { mistakes: durationMistakes, ...options });
}

/** `"30"`, `"5 seconds"`, `"1 min"`, `"100msec"`. */
const durationMistakes: readonly Mistake[] = [
  { pattern: /^(\d+)$/, write: '"$1s"' },
  { pattern: /^(\d+) *(?:ms|msecs?|millis|milliseconds?)$/i, write: '"$1ms"' },
  { pattern: /^(\d+) *(?:s|secs?|seconds?)$/i, write: '"$1s"' },
  { pattern: /^(\d+) *(?:m|mins?|minutes?)$/i, write: '"$1m"' },
  { pattern: /^(\d+) *(?:h|hrs?|hours?)$/i, write: '"$1h"' },
];

export function choice<const V extends string>(
  values: readonly V[],
  options: Doc & { readonly anyCase?: boolean },
): Schema<V> {
  return schema({ kind: 'choice', values, anyCase: options.anyCase ?? false }, options);
}

export function list<T>(item: Schema<T>, options: Doc & { readonly min?: number }): Schema<readonly T[]> {
  return schema({ kind: 'list', item, min: options.min ?? 0 }, options);
}

export function tuple<const S extends readonly Schema<unknown>[]>(
  items: S,
  options: Doc,
): Schema<{ readonly [K in keyof S]: Infer<S[K]> }> {
  return schema({ kind: 'tuple', items }, options);
}

/** `keys` says in a word or two what the author's keys stand for, such as "service name". */
export function map<T>(
  value: Schema<T>,
  options: Doc & { readonly keys: string; readonly keyFormat?: TextFormat },
): Schema<{ readonly [key: string]: T }> {
  return schema({ kind: 'map', value, keys: options.keys, keyFormat: options.keyFormat }, options);
}

export function union<const S extends readonly Schema<unknown>[]>(
  options: S,
  doc: Doc,
): Schema<Infer<S[number]>> {
  return schema({ kind: 'union', options }, doc);
}

export function anything(options: Doc): Schema<AnyValue> {
  return schema({ kind: 'any' }, options);
}

type Fields = Readonly<Record<string, Field>>;
type Always<F extends Fields> = {
  [K in keyof F]: F[K] extends Field<unknown, true> ? K : never;
}[keyof F];
type Spelling<F extends Fields> = {
  [K in keyof F]: F[K] extends Shorthand ? K : never;
}[keyof F];
type FieldValue<F> = F extends Field<infer T, boolean> ? T : never;
type ObjectOf<F extends Fields> = { readonly [K in Always<F>]: FieldValue<F[K]> } & {
  readonly [K in Exclude<keyof F, Always<F> | Spelling<F>>]?: FieldValue<F[K]> | undefined;
};
type Flat<T> = { [K in keyof T]: T[K] };

export function object<const F extends Fields>(
  name: string,
  fields: F,
  options: Doc & { readonly slips?: Readonly<Record<string, string>> },
): Schema<Flat<ObjectOf<F>>> {
  return schema({ kind: 'object', name, fields, slips: options.slips ?? {} }, options);
}

/** Accepts in clnrm files only what `narrower` accepts. */
export function narrowed<T>(wide: Schema<T>, narrower: Schema<T>): Schema<T> {
  return { ...wide, clnrm: narrower };
}

export function required<T>(field: Schema<T>): Field<T, true> {
  return { schema: field, required: true, fallback: undefined, becomes: undefined };
}

export function optional<T>(field: Schema<T>): Field<T, false> {
  return { schema: field, required: false, fallback: undefined, becomes: undefined };
}

/** Optional to write, always present in the model. */
export function defaulted<T>(field: Schema<T>, fallback: NoInfer<T>): Field<T, true> {
  return { schema: field, required: true, fallback, becomes: undefined };
}

/** A shorter spelling of `path` (keys joined by dots). */
export function shorthand<T>(field: Schema<T>, path: string): Shorthand<T> {
  return spelling(field, { path: path.split('.'), unit: undefined, deprecated: false });
}

/** clnrm's spelling of `path`. */
export function legacy<T>(field: Schema<T>, path: string, unit?: Target['unit']): Shorthand<T> {
  return spelling(field, { path: path.split('.'), unit, deprecated: true });
}

function spelling<T>(field: Schema<T>, becomes: Target): Shorthand<T> {
  return { schema: field, required: false, fallback: undefined, becomes };
}
