import type { ScenarioRecord } from '../event/index.ts';
import type { Verdict } from '../expect/index.ts';
import type { Style } from './paint.ts';

/** What became of a scenario: its verdict, or that it was skipped, which is none. */
export type Outcome = Verdict | 'skipped';

export function outcomeOf(scenario: ScenarioRecord): Outcome {
  return scenario.skipped === undefined ? scenario.verdict : 'skipped';
}

/** Whether someone has to do something about it: it failed, or nothing can be said. */
export function isRed(scenario: ScenarioRecord): boolean {
  const outcome = outcomeOf(scenario);
  return outcome !== 'passed' && outcome !== 'skipped';
}

/** Of an interrupted run: nothing is to be said of it but that, and there may be hundreds of them. */
export function isNotStarted({ attempts, diagnostics }: ScenarioRecord): boolean {
  return attempts === 0 && diagnostics.some(({ code }) => code === 'SW6201');
}

/** Each outcome has a word and a colour of its own, in the order of the summary. */
export const looks = {
  failed: { label: 'FAIL', style: 'red' },
  error: { label: 'ERROR', style: 'magenta' },
  undecided: { label: 'UNDECIDED', style: 'yellow' },
  passed: { label: 'PASS', style: 'green' },
  skipped: { label: 'SKIP', style: 'cyan' },
} as const satisfies Record<Outcome, { readonly label: string; readonly style: Style }>;

export const outcomes = Object.keys(looks) as readonly Outcome[]; // the keys are those of the table above
