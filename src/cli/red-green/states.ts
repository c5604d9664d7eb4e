import { type CanonicalValue, type Digest, digestOf } from '../../digest/index.ts';
import type { ScenarioRecord } from '../../event/index.ts';
import type { Plan, ScenarioId } from '../../plan/index.ts';
import { outcomeOf } from '../../report/index.ts';

/**
 * What a scenario was: `red` is judged and false, `green` judged and true. All else is `open`: it was not run, broke, or
 * could not be judged, and says nothing of what is or is not built.
 */
export type State = 'red' | 'green' | 'open';

export function stateOf(record: ScenarioRecord): State {
  switch (outcomeOf(record)) {
    case 'failed':
      return 'red';
    case 'passed':
      return 'green';
    default:
      return 'open';
  }
}

/**
 * What each scenario, and each judgement over several, claims: a digest of its expectations, of the trace and of steps, and
 * of nothing else. Red is only worth something for the expectations that were red.
 */
export function claimsOf({ scenarios, judgements }: Plan): ReadonlyMap<ScenarioId, Digest> {
  const claims = new Map<ScenarioId, Digest>();
  // Plans are plain data by contract, which their interfaces cannot say.
  const add = (id: ScenarioId, expectations: object) =>
    claims.set(id, digestOf(expectations as CanonicalValue));
  for (const { id, expectations, steps } of scenarios) {
    add(id, [expectations.map((each) => each.expectations), steps.map(({ expect }) => expect)]);
  }
  for (const { id, expectations } of judgements) add(id, expectations.expectations);
  return claims;
}
