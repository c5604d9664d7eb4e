import type { Expectations, KeyPath, ScenarioFile } from '../scenario/index.ts';
import { remembered } from './remembered.ts';

/** One table of expectations and where it stands. */
export interface Part {
  readonly expect: Expectations;
  readonly base: KeyPath;
}

/** Expectations that are judged over the same spans, so that they can contradict each other. */
export interface Scope {
  readonly parts: readonly Part[];
}

/**
 * The expectations of the file belong to its only scenario; those of a file with several are judged over all of them
 * together, which is a scope of its own.
 */
export const scopesOf = remembered(({ scenario, expect }: ScenarioFile): readonly Scope[] => {
  const own = scenario.map((each, index) =>
    each.expect ? [{ expect: each.expect, base: ['scenario', index, 'expect'] }] : [],
  );
  const whole = expect ? [{ expect, base: ['expect'] }] : [];
  const scopes = own.length === 1 ? [[...own.flat(), ...whole]] : [...own, whole];
  return scopes.filter((parts) => parts.length > 0).map((parts) => ({ parts }));
});
