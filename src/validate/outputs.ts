import type { KeyPath, OutputExpectation, ScenarioFile, Step } from '../scenario/index.ts';
import { remembered } from './remembered.ts';

export interface PlacedStep {
  readonly step: Step;
  readonly at: KeyPath;
}

export const stepsIn = remembered(({ scenario }: ScenarioFile): readonly PlacedStep[] =>
  scenario.flatMap(({ steps }, index) =>
    steps.map((step, position) => ({ step, at: ['scenario', index, 'steps', position] })),
  ),
);

/** What one stream of a step must hold. */
export interface PlacedOutput {
  readonly output: OutputExpectation;
  readonly at: KeyPath;
}

export function outputsOf({ step, at }: PlacedStep): readonly PlacedOutput[] {
  if (!step.expect) return [];
  return (['stdout', 'stderr'] as const).flatMap((stream) => {
    const output = step.expect?.[stream];
    return output ? [{ output, at: [...at, 'expect', stream] }] : [];
  });
}

export type OutputKey = 'contains' | 'not_contains' | 'matches' | 'not_matches' | 'equals';

export interface OutputItem {
  readonly key: OutputKey;
  readonly text: string;
  readonly at: KeyPath;
}

const keys: readonly OutputKey[] = ['contains', 'not_contains', 'matches', 'not_matches', 'equals'];

/** The texts and patterns one by one, whether they were written singly or as a list. */
export function itemsOf({ output, at }: PlacedOutput): readonly OutputItem[] {
  return keys.flatMap((key) => {
    const wanted = output[key];
    if (wanted === undefined) return [];
    if (typeof wanted === 'string') return [{ key, text: wanted, at: [...at, key] }];
    return wanted.map((text, index) => ({ key, text, at: [...at, key, index] }));
  });
}

/** Whether a text is known before the run: it holds no placeholder. */
export function isFixed(text: string): boolean {
  return !text.includes('${');
}
