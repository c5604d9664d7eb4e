import type { ValueTest } from '../../scenario/index.ts';
import { literalOf } from './pattern.ts';

type Operators = Exclude<ValueTest, string | number | boolean | readonly unknown[]>;
type Scalar = Exclude<ValueTest, Operators | readonly unknown[]>;

/**
 * A value test taken apart into conditions that must all hold. `absent` holds for a missing key and nothing else, `never`
 * for nothing; all others need a value. Values are compared as the text they stand for (src/expect/value.ts).
 */
export type Atom =
  | { readonly kind: 'absent' }
  | { readonly kind: 'present' }
  | { readonly kind: 'never' }
  /** An array, equal item by item. */
  | { readonly kind: 'items'; readonly texts: readonly string[] }
  | { readonly kind: 'in'; readonly texts: readonly string[] }
  | { readonly kind: 'ne'; readonly text: string }
  | { readonly kind: 'above'; readonly limit: number | bigint; readonly open: boolean }
  | { readonly kind: 'below'; readonly limit: number | bigint; readonly open: boolean }
  | { readonly kind: 'contains' | 'starts' | 'ends'; readonly text: string }
  | { readonly kind: 'lacks'; readonly text: string }
  | { readonly kind: 'matches' | 'notMatches'; readonly source: string };

export function atomsOf(test: ValueTest): Atom[] {
  if (isList(test)) return [{ kind: 'items', texts: test.map(String) }];
  if (typeof test !== 'object') return [{ kind: 'in', texts: [String(test)] }];
  if (test.exists === false) {
    const given = Object.values(test).filter((operand) => operand !== undefined);
    return [given.length === 1 ? { kind: 'absent' } : { kind: 'never' }];
  }
  return [{ kind: 'present' }, ...operatorAtoms(test)];
}

function isList(test: ValueTest): test is readonly Scalar[] {
  return Array.isArray(test);
}

function operatorAtoms(test: Operators): Atom[] {
  const atoms: Atom[] = [];
  const { eq, ne, gt, gte, lt, lte, contains, starts_with, ends_with, matches, not_matches } = test;
  if (eq !== undefined) atoms.push({ kind: 'in', texts: [String(eq)] });
  if (test.in !== undefined) atoms.push({ kind: 'in', texts: test.in.map(String) });
  if (ne !== undefined) atoms.push({ kind: 'ne', text: String(ne) });
  if (gt !== undefined) atoms.push({ kind: 'above', limit: gt, open: true });
  if (gte !== undefined) atoms.push({ kind: 'above', limit: gte, open: false });
  if (lt !== undefined) atoms.push({ kind: 'below', limit: lt, open: true });
  if (lte !== undefined) atoms.push({ kind: 'below', limit: lte, open: false });
  if (contains !== undefined) atoms.push({ kind: 'contains', text: contains });
  if (starts_with !== undefined) atoms.push({ kind: 'starts', text: starts_with });
  if (ends_with !== undefined) atoms.push({ kind: 'ends', text: ends_with });
  if (matches !== undefined) atoms.push(searchFor(matches));
  if (not_matches !== undefined) atoms.push(searchForNo(not_matches));
  return atoms;
}

function searchFor(source: string): Atom {
  const text = literalOf(source);
  return text === undefined ? { kind: 'matches', source } : { kind: 'contains', text };
}

function searchForNo(source: string): Atom {
  const text = literalOf(source);
  return text === undefined ? { kind: 'notMatches', source } : { kind: 'lacks', text };
}
