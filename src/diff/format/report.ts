import type { Diagnostic } from '../../diagnostic/index.ts';
import type { Change } from '../compare/change.ts';
import { type ChangeKind, changeKinds } from '../compare/kind.ts';
import type { StrategyName } from '../strategy/strategies.ts';
import type { TreeDiff } from '../strategy/strategy.ts';

/** A file that was left out, because one side of it is not valid: what it expects cannot be told. */
export interface NotCompared {
  readonly file: string;
  readonly side: 'old' | 'new' | 'both';
  /** The first of its errors. */
  readonly reason: string;
}

/** What `spanwright diff` found. Plain data: the `json` format is this, as it stands. */
export interface DiffReport {
  readonly format: 1;
  /** How the two sides are called, such as `main` and `the work tree`. */
  readonly old: string;
  readonly new: string;
  readonly strategy: StrategyName;
  readonly summary: Readonly<Record<ChangeKind, number>>;
  /** In the order of the new files. */
  readonly changes: readonly Change[];
  /** Edits, where the strategy counts them. */
  readonly distance?: number;
  readonly notes: readonly string[];
  readonly notCompared: readonly NotCompared[];
}

export interface ReportInput {
  readonly old: string;
  readonly new: string;
  readonly strategy: StrategyName;
  readonly diff: TreeDiff;
  readonly notCompared: readonly NotCompared[];
}

export function reportOf({ old, new: now, strategy, diff, notCompared }: ReportInput): DiffReport {
  const { changes, notes, distance } = diff;
  return {
    format: 1,
    old,
    new: now,
    strategy,
    summary: summaryOf(changes),
    changes,
    ...(distance !== undefined && { distance }),
    notes,
    notCompared,
  };
}

function summaryOf(changes: readonly Change[]): Record<ChangeKind, number> {
  const summary = {
    removed: 0,
    loosened: 0,
    incomparable: 0,
    tightened: 0,
    added: 0,
    moved: 0,
    equivalent: 0,
  };
  for (const { kind } of changes) summary[kind]++;
  return summary;
}

/** `4 changes: 1 removed, 3 loosened`. */
export function summaryText({ changes, summary, notCompared }: DiffReport): string {
  if (changes.length === 0)
    return notCompared.length === 0
      ? 'no difference in what is expected'
      : 'no difference in what was compared';
  const parts = changeKinds.filter((kind) => summary[kind] > 0).map((kind) => `${summary[kind]} ${kind}`);
  return `${changes.length === 1 ? '1 change' : `${changes.length} changes`}: ${parts.join(', ')}`;
}

/** What may end the command with exit code 1. */
export const failConditions = ['loosened', 'removed', 'incomparable', 'any'] as const;
export type FailCondition = (typeof failConditions)[number];

/**
 * Whether a change is one of those to stop at. `loosened` means everything that asks for less or may ask for less: what was
 * removed, and expectations of which it cannot be said whether the new one implies the old, such as another regular
 * expression; but not what is run, which changes all the time and says nothing of the test. `removed` means that alone,
 * `incomparable` all that cannot be compared, `any` every change there is.
 */
export function isStopped({ kind, about }: Change, conditions: readonly FailCondition[]): boolean {
  const mayWeaken = kind === 'removed' || (kind === 'incomparable' && about === 'expectation');
  return conditions.some(
    (condition) => condition === 'any' || kind === condition || (condition === 'loosened' && mayWeaken),
  );
}

/** The first error of a file, for {@link NotCompared}. */
export function firstError(diagnostics: readonly Diagnostic[]): string {
  const error = diagnostics.find(({ severity }) => severity === 'error');
  return error ? `${error.message} (${error.code})` : 'it cannot be read';
}
