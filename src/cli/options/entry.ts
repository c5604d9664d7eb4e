import type { Schema } from '../../scenario/index.ts';

/**
 * One option or positional argument, declared once: parser, help, reference page, completion and project file are all
 * made from it. `T` is the type of the value a command receives.
 */
export interface OptionEntry<T = unknown> {
  /**
   * A switch takes no value and has a `--no-` form; a list may be given several times; a request, such as `--help`, is
   * answered instead of the command and can be made on the command line only.
   */
  readonly kind: 'switch' | 'request' | 'value' | 'list';
  /** What one value may be (one item of a list). Its doc is the help text. */
  readonly schema: Schema<unknown>;
  /**
   * Set for an argument that is given by its position and has no flag; a command has at most one such entry. `many` may
   * be none, `several` is one at least.
   */
  readonly position: 'one' | 'several' | 'optional' | 'many' | undefined;
  readonly short: string | undefined;
  /** Stands for the value in help, such as `N` or `FILE`; undefined for switches. */
  readonly placeholder: string | undefined;
  /** The environment variable, where the name of the option does not give it. */
  readonly variable: string | undefined;
  /** Key in `spanwright.toml`, such as `run.jobs`; undefined when a project has no say in it. */
  readonly key: string | undefined;
  /** What applies when nobody says anything, and how to say so in help (undefined: it goes without saying). */
  readonly fallback: () => T;
  readonly fallbackText: string | undefined;
  readonly suggests: Suggestion | undefined;
}

/** What a shell offers for a value. */
export type Suggestion = 'file' | 'directory' | 'reporter' | 'code';

export type OptionTable = Readonly<Record<string, OptionEntry>>;

interface Details<T> {
  readonly position?: OptionEntry['position'];
  readonly short?: string;
  /** Where another command has an option of this name that means something else, such as `SPANWRIGHT_WATCH_RUN`. */
  readonly variable?: string;
  readonly key?: string;
  readonly fallback?: () => T;
  readonly fallbackText?: string;
  readonly suggests?: Suggestion;
}

export function toggle(
  schema: Schema<boolean>,
  details: Omit<Details<boolean>, 'fallback'> & { readonly on?: boolean } = {},
): OptionEntry<boolean> {
  const on = details.on ?? false;
  return entry('switch', schema, { ...(on && { fallbackText: 'on' }), ...details, fallback: () => on });
}

export function request(schema: Schema<boolean>, details: Details<never>): OptionEntry<boolean> {
  return entry('request', schema, { ...details, fallback: () => false });
}

/** A switch with a third state: not said. */
export function triState(
  schema: Schema<boolean>,
  details: Details<never> = {},
): OptionEntry<boolean | undefined> {
  return entry<boolean | undefined>('switch', schema, details);
}

interface ValueDetails<T> extends Details<T> {
  /** For a positional argument, its name goes here too. */
  readonly placeholder: string;
}

export function value<T>(
  schema: Schema<T>,
  details: ValueDetails<T> & { readonly fallback: () => T },
): OptionEntry<T>;
export function value<T>(schema: Schema<T>, details: ValueDetails<never>): OptionEntry<T | undefined>;
export function value<T>(schema: Schema<T>, details: ValueDetails<T>): OptionEntry<T | undefined> {
  return entry<T | undefined>('value', schema, details);
}

export function list<T>(item: Schema<T>, details: ValueDetails<readonly T[]>): OptionEntry<readonly T[]> {
  return entry<readonly T[]>('list', item, { fallback: () => [], ...details });
}

function entry<T>(
  kind: OptionEntry['kind'],
  schema: Schema<unknown>,
  details: Details<T> & { readonly placeholder?: string },
): OptionEntry<T> {
  return {
    kind,
    schema,
    position: details.position,
    short: details.short,
    placeholder: details.placeholder,
    variable: details.variable,
    key: details.key,
    // Without a fallback T includes undefined: the overloads above see to that.
    fallback: details.fallback ?? (() => undefined as T),
    fallbackText: details.fallbackText,
    suggests: details.suggests,
  };
}

/** The environment variable of an option: unless it says another, `fail-fast` is `SPANWRIGHT_FAIL_FAST`. Positional arguments and requests have none. */
export function variableOf(name: string, entry: OptionEntry): string | undefined {
  if (entry.position || entry.kind === 'request') return undefined;
  return entry.variable ?? `SPANWRIGHT_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** Whether a value follows the option. */
export function takesValue({ kind }: OptionEntry): boolean {
  return kind === 'value' || kind === 'list';
}

/** How an option can be written: `--jobs` and `-j`, `--record` and `--no-record`. */
export function spellingsOf(name: string, entry: OptionEntry): readonly string[] {
  const long = entry.kind === 'switch' ? [`--${name}`, `--no-${name}`] : [`--${name}`];
  return entry.short ? [...long, `-${entry.short}`] : long;
}
