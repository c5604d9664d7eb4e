import type { Code, DiagnosticInput } from '../../../diagnostic/index.ts';
import type { Dialect } from '../../dialect.ts';
import { placeInside, type Stretch } from '../../inside.ts';
import type { PatternBudget } from '../../pattern.ts';
import type { Report } from '../../problems.ts';
import type { Located, LocatedEntry } from '../../toml/index.ts';
import { writtenKey } from '../../written.ts';
import type { Schema } from '../dsl.ts';

export interface CheckContext {
  readonly dialect: Dialect;
  /** Text of the file, to place a fault inside a string. */
  readonly source: string;
  readonly report: Report;
  readonly patterns?: PatternBudget | undefined;
  /** Checks a value against any schema; how tables and arrays reach what is in them. */
  readonly visit: (value: Unchecked) => unknown;
}

/** One value to be checked. */
export interface Unchecked<Node extends Located = Located> {
  readonly node: Node;
  readonly schema: Schema<unknown>;
  /** What is expected where the value stands: the schema itself, or the union it is an option of. */
  readonly declared: Schema<unknown>;
  readonly at: At | undefined;
  readonly context: CheckContext;
}

/** Where a value stands; undefined for the root. Linked, so that going down costs nothing. */
export interface At {
  readonly parent: At | undefined;
  /** An entry of a table, or a position in an array. */
  readonly part: LocatedEntry | number;
}

/** What a check gives instead of a value, having reported why there is none. */
export const INVALID = Symbol('invalid');

export function below(at: At | undefined, part: LocatedEntry | number): At {
  return { parent: at, part };
}

/** The keys as a table header has them: without positions, such as `scenario.steps`. Empty for the root. */
export function headerText(at: At | undefined): string {
  return partsOf(at)
    .filter((part) => typeof part === 'string' && part !== '')
    .join('.');
}

/** The last key with its positions, such as `must_include[0][1]`. */
export function nameText(at: At | undefined): string {
  const parts = partsOf(at);
  const last = parts.findLastIndex((part) => typeof part === 'string' && part !== '');
  return parts
    .slice(Math.max(0, last))
    .map((part) => (typeof part === 'number' ? `[${part}]` : part))
    .join('');
}

/** Keys in the author's own words; empty for a level that the author did not write. */
function partsOf(at: At | undefined): (string | number)[] {
  const parts: (string | number)[] = [];
  for (let each = at; each !== undefined; each = each.parent) {
    parts.push(typeof each.part === 'number' ? each.part : writtenKey(each.part));
  }
  return parts.reverse();
}

export interface Fault extends Omit<DiagnosticInput, 'code' | 'severity' | 'place'> {
  /** The part of a string that is at fault; without it the whole value. */
  readonly stretch?: Stretch | undefined;
}

/** Reports a fault of a value at its place and gives {@link INVALID}. */
export function invalid({ node, context }: Unchecked, code: Code, build: () => Fault): typeof INVALID {
  context.report(code, () => {
    const { stretch, ...details } = build();
    return { ...details, place: stretch ? placeInside(context.source, node.place, stretch) : node.place };
  });
  return INVALID;
}
