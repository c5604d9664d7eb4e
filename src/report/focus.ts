import type { Diagnostic } from '../diagnostic/index.ts';
import type { PlacedFinding, ScenarioRecord } from '../event/index.ts';

/** Why a scenario is not green: what broke, or else the first finding that decided the verdict, or neither. */
export interface Focus {
  readonly diagnostics: readonly Diagnostic[];
  readonly finding: PlacedFinding | undefined;
  /** The same in a sentence. */
  readonly message: string;
  /** Everything else that speaks against the scenario, in the order of the record. */
  readonly others: readonly PlacedFinding[];
  /** Diagnostics that do not belong to the reason, such as warnings. */
  readonly notes: readonly Diagnostic[];
}

export function focusOf({ verdict, findings, diagnostics }: ScenarioRecord): Focus {
  const unmet = findings.filter(isUnmet);
  const broken = verdict === 'error' && diagnostics.length > 0;
  const decisive = verdict === 'undecided' ? 'undecided' : 'failed';
  const finding = broken ? undefined : (unmet.find(({ outcome }) => outcome === decisive) ?? unmet[0]);
  if (finding) {
    const others = unmet.filter((each) => each !== finding);
    const message = `${finding.rule}: ${finding.message}`;
    return { diagnostics: [], finding, message, others, notes: diagnostics };
  }
  // A scenario without a claim that could be judged is undecided, and no finding says so.
  const message = diagnostics[0]?.message ?? 'nothing was judged: no expectation is stated, or none applied';
  return { diagnostics, finding, message, others: unmet, notes: [] };
}

export function isUnmet({ outcome }: PlacedFinding): boolean {
  return outcome === 'failed' || outcome === 'undecided';
}
