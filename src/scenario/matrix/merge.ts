import type { Diagnostic } from '../../diagnostic/index.ts';
import { createProblems } from '../problems.ts';
import { type Combination, combinationLabel } from './label.ts';

/** Combinations that are named one by one. */
const MAX_NAMED = 3;

/** What is wrong in one rendering of a file. */
export interface Found {
  /** Undefined for a file without a matrix. */
  readonly combination: Combination | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Diagnostics of all combinations of a file, each said once. One of only some of them says of which. The order is that
 * of the first combination that has it. Those of several combinations are bounded in number together, as those of each
 * are by themselves.
 */
export function mergeCombinations(file: string, found: readonly Found[]): readonly Diagnostic[] {
  const [only] = found;
  if (found.length <= 1) return only?.diagnostics ?? [];
  const merged = new Map<string, { readonly diagnostic: Diagnostic; readonly labels: Set<string> }>();
  for (const { combination, diagnostics } of found) {
    const label = combination ? combinationLabel(combination) : '';
    for (const each of diagnostics) {
      const known = merged.get(keyOf(each));
      if (known) known.labels.add(label);
      else merged.set(keyOf(each), { diagnostic: each, labels: new Set([label]) });
    }
  }
  const problems = createProblems(file);
  for (const { diagnostic, labels } of merged.values()) {
    const where = labels.size === found.length ? '' : `, in ${listed([...labels])}`;
    problems.add([{ ...diagnostic, message: `${diagnostic.message}${where}` }]);
  }
  return problems.list();
}

/** Related places show what came of a value, which differs, and says nothing new. */
function keyOf({ code, severity, place, message, expected, hint }: Diagnostic): string {
  return JSON.stringify([code, severity, place, message, expected, hint]);
}

function listed(labels: readonly string[]): string {
  const named = labels.slice(0, MAX_NAMED).join(', ');
  const more = labels.length - MAX_NAMED;
  return more > 0 ? `${named} and ${more} more` : named;
}
