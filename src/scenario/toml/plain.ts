import type { DateTimeVariant, Located } from './located.ts';

/** A date or time as data; its text is the value. Printed without quotes by `printToml`. */
export class TomlDateTime {
  readonly variant: DateTimeVariant;
  readonly text: string;

  constructor(variant: DateTimeVariant, text: string) {
    this.variant = variant;
    this.text = text;
  }

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }
}

/** TOML data without places. Integers outside the safe range of a number are bigints. */
export type TomlData = string | number | bigint | boolean | TomlDateTime | readonly TomlData[] | TomlTable;

export interface TomlTable {
  readonly [key: string]: TomlData;
}

/** The values of a located tree, without places. Tables have no prototype, so that `__proto__` is a key like any other. */
export function toPlain(located: Located): TomlData {
  switch (located.kind) {
    case 'table': {
      const table: Record<string, TomlData> = Object.create(null);
      for (const [key, entry] of located.entries) table[key] = toPlain(entry.value);
      return table;
    }
    case 'array':
      return located.items.map(toPlain);
    case 'datetime':
      return new TomlDateTime(located.variant, located.text);
    case 'string':
    case 'integer':
    case 'float':
    case 'boolean':
      return located.value;
    default:
      return located satisfies never;
  }
}
