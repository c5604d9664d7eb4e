/** What is wrong with one value of a stored record; `at` is a path such as `scenarios[3].verdict`. */
export interface ShapeFault {
  readonly at: string;
  readonly expected: string;
  readonly received: string;
}

/** Stands for a value that has the wrong shape; the fault itself is in the list handed to {@link Shape.read}. */
export const INVALID: unique symbol = Symbol('invalid');

/**
 * How a piece of recorded data looks in JSON. One declaration gives the check on reading, the order of keys on writing,
 * and the places where free text stands, which is where secrets can be.
 */
export interface Shape<T> {
  /** The checked value with keys in declared order; keys that are not declared are left out. */
  read(value: unknown, at: string, faults: ShapeFault[]): T | typeof INVALID;
  /** A copy with keys in declared order and every free text changed. */
  map(value: T, change: (text: string) => string): T;
}

/** Free text: it may hold anything the tested programs or the scenario files said. */
export const text: Shape<string> = leaf<string>('text', (value) => typeof value === 'string', true);
export const number: Shape<number> = leaf<number>('a number', (value) => Number.isFinite(value));
export const boolean: Shape<boolean> = leaf<boolean>('true or false', (value) => typeof value === 'boolean');

/** One of a few words. A table rather than a list, so that a word added to the type must be added here too. */
export function word<T extends string>(words: Readonly<Record<T, true>>): Shape<T> {
  const expected = Object.keys(words).map((each) => JSON.stringify(each));
  return leaf<T>(expected.join(' or '), (value) => typeof value === 'string' && Object.hasOwn(words, value));
}

/** A text of a fixed form that is never free text, such as a diagnostic code. */
export function matching<T extends string>(expected: string, pattern: RegExp): Shape<T> {
  return leaf<T>(expected, (value) => typeof value === 'string' && pattern.test(value));
}

export function constant<T extends number | boolean>(wanted: T): Shape<T> {
  return leaf<T>(String(wanted), (value) => value === wanted);
}

/** Absent and null are both read as undefined; undefined is left out on writing. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return {
    read: (value, at, faults) =>
      value === undefined || value === null ? undefined : shape.read(value, at, faults),
    map: (value, change) => (value === undefined ? undefined : shape.map(value, change)),
  };
}

export function list<T>(item: Shape<T>): Shape<readonly T[]> {
  return {
    read(value, at, faults) {
      if (!Array.isArray(value)) return fault(faults, at, 'a list', value);
      const items: T[] = [];
      let valid = true;
      for (const [index, each] of value.entries()) {
        const read = item.read(each, `${at}[${index}]`, faults);
        if (read === INVALID) valid = false;
        else items.push(read);
      }
      return valid ? items : INVALID;
    },
    map: (value, change) => value.map((each) => item.map(each, change)),
  };
}

/** Text or number, as in a key path. */
export const key: Shape<string | number> = {
  read: (value, at, faults) =>
    typeof value === 'number' ? number.read(value, at, faults) : text.read(value, at, faults),
  map: (value, change) => (typeof value === 'number' ? value : change(value)),
};

export function object<T extends object>(fields: { readonly [K in keyof T]-?: Shape<T[K]> }): Shape<T> {
  const names = Object.keys(fields) as (keyof T & string)[]; // Object.keys forgets the names it is given
  return {
    read(value, at, faults) {
      if (!isObject(value)) return fault(faults, at, 'an object', value);
      const read = names.map(
        (name) => [name, fields[name].read(value[name], within(at, name), faults)] as const,
      );
      if (read.some(([, each]) => each === INVALID)) return INVALID;
      return Object.fromEntries(read) as T; // each field was read by the shape declared for it
    },
    map(value, change) {
      return Object.fromEntries(names.map((name) => [name, fields[name].map(value[name], change)])) as T; // as above
    },
  };
}

/** A union told apart by the word at `tag`; each option declares that word too. */
export function tagged<Tag extends string, T extends { readonly [K in Tag]: string }>(
  tag: Tag,
  options: { readonly [Name in T[Tag]]: Shape<Extract<T, { readonly [K in Tag]: Name }>> },
): Shape<T> {
  const shapes = new Map<string, Shape<T>>(Object.entries<Shape<T>>(options as Record<string, Shape<T>>)); // by its tag
  return {
    read(value, at, faults) {
      if (!isObject(value)) return fault(faults, at, 'an object', value);
      const name = value[tag];
      const shape = typeof name === 'string' ? shapes.get(name) : undefined;
      return (
        shape?.read(value, at, faults) ??
        fault(faults, within(at, tag), [...shapes.keys()].join(' or '), name)
      );
    },
    map: (value, change) => shapes.get(value[tag])?.map(value, change) ?? value,
  };
}

function leaf<T extends string | number | boolean>(
  expected: string,
  fits: (value: unknown) => boolean,
  free = false,
): Shape<T> {
  return {
    read: (value, at, faults) => (fits(value) ? (value as T) : fault(faults, at, expected, value)), // `fits` has checked it
    map: (value, change) => (free && typeof value === 'string' ? (change(value) as T) : value), // free text is any string
  };
}

function fault(faults: ShapeFault[], at: string, expected: string, value: unknown): typeof INVALID {
  faults.push({ at, expected, received: described(value) });
  return INVALID;
}

const MAX_SHOWN = 60;

function described(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  const shown = JSON.stringify(value);
  return shown.length <= MAX_SHOWN ? shown : `${shown.slice(0, MAX_SHOWN)}…`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function within(at: string, name: string): string {
  return at === '' ? name : `${at}.${name}`;
}
