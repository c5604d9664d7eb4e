import type { Diagnostic, Place } from '../../diagnostic/index.ts';
import type { Determinism, Value } from '../../render/index.ts';
import type { Placer } from '../origin.ts';
import type { Located, LocatedTable } from '../toml/index.ts';
import type { Id } from './own-tables.ts';

/** A key of `[matrix]`, with a way from its places to the file. */
export interface MatrixKey {
  readonly name: string;
  readonly keyPlace: Place;
  readonly value: Located;
  readonly origin: Placer;
}

/** What is known of a file's own tables so far. */
export class OwnValues {
  readonly vars: Map<string, Value>;
  readonly determinism: Map<string, Value>;
  readonly matrix: MatrixKey[];
  /** What could not be worked out, and why. */
  readonly failed: Map<Id, readonly Diagnostic[]>;

  constructor(from?: OwnValues) {
    this.vars = new Map(from?.vars);
    this.determinism = new Map(from?.determinism);
    this.matrix = [...(from?.matrix ?? [])];
    this.failed = new Map(from?.failed);
  }

  /** Takes over what a parsed text says in these tables. */
  add(root: LocatedTable, origin: Placer): void {
    const template = tableOf(root, 'template');
    for (const vars of [template && tableOf(template, 'vars'), tableOf(root, 'vars')]) {
      for (const [name, { value }] of vars?.entries ?? []) this.vars.set(name, templateValue(value));
    }
    for (const [name, { value }] of tableOf(root, 'determinism')?.entries ?? []) {
      this.determinism.set(name, templateValue(value));
    }
    for (const [name, { value, keyPlace }] of tableOf(root, 'matrix')?.entries ?? []) {
      this.matrix.push({ name, value, keyPlace: origin(keyPlace), origin });
    }
  }

  /** How `[determinism]` fixes what is random and what the clock shows. */
  fixed(): Determinism {
    const seed = this.determinism.get('seed');
    const freezeClock = this.determinism.get('freeze_clock');
    return {
      seed: typeof seed === 'bigint' ? seed : undefined,
      freezeClock: typeof freezeClock === 'string' ? freezeClock : undefined,
    };
  }
}

function tableOf(table: LocatedTable, key: string): LocatedTable | undefined {
  const value = table.entries.get(key)?.value;
  return value?.kind === 'table' ? value : undefined;
}

/** A TOML value as templates compute with it. A date or time is its text. */
export function templateValue(located: Located): Value {
  switch (located.kind) {
    case 'table':
      return new Map([...located.entries].map(([key, { value }]) => [key, templateValue(value)]));
    case 'array':
      return located.items.map(templateValue);
    case 'integer':
      return BigInt(located.value);
    case 'datetime':
      return located.text;
    case 'string':
    case 'float':
    case 'boolean':
      return located.value;
    default:
      return located satisfies never;
  }
}
