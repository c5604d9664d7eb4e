import { type Change, changeOf } from '../compare/change.ts';
import { type Edit, editsBetween } from '../compare/edits.ts';
import { statement } from '../compare/reason.ts';
import { impliedBy, Surroundings } from './implied.ts';
import type { DiffStrategy } from './strategy.ts';

/**
 * As sets, and then without what changes nothing: an expectation that was removed while another one of the same scenario
 * (or step) still implies it, or that was added although another one implied it already, is equivalent. So writing an
 * edge as a span with a parent, or a count by name as the count of a span, is no loss.
 */
export const semantic: DiffStrategy = {
  summary: 'as sets, but what another expectation of the scenario implies is equivalent',
  compare(old, now, options) {
    const { edits, counterparts } = editsBetween(old, now, options);
    const surroundings = new Surroundings(counterparts);
    return { changes: edits.map((edit) => folded(edit, surroundings)), notes: [] };
  },
};

function folded(edit: Edit, surroundings: Surroundings): Change {
  const change = changeOf(edit);
  if (edit.kind !== 'removed' && edit.kind !== 'added') return change;
  const trail = edit.before ?? edit.after;
  const claim = trail && impliedBy(trail.node, surroundings.around(trail));
  if (!claim) return change;
  const words = edit.kind === 'removed' ? 'implies it' : 'implied it already';
  return { ...change, kind: 'equivalent', reason: `${change.reason}, but ${statement(claim)} ${words}` };
}
