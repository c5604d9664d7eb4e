/**
 * What replacing one condition by another does to the set of traces that pass. `tighter`: whatever passes the new one
 * passed the old one. `looser`: the reverse. `equal`: both. `incomparable`: neither is certain.
 */
export type Relation = 'equal' | 'tighter' | 'looser' | 'incomparable';

/** From the two inclusions, each of which may only be claimed when it is certain. */
export function relationOf(newInOld: boolean, oldInNew: boolean): Relation {
  if (newInOld) return oldInNew ? 'equal' : 'tighter';
  return oldInNew ? 'looser' : 'incomparable';
}

/** Of two conditions that must both hold, when each changes in its own way. */
export function both(a: Relation, b: Relation): Relation {
  if (a === 'equal') return b;
  return b === 'equal' || a === b ? a : 'incomparable';
}

/** Of a condition that must not hold, or that says when another is judged; and of the change read backwards. */
export function flipped(relation: Relation): Relation {
  if (relation === 'tighter') return 'looser';
  return relation === 'looser' ? 'tighter' : relation;
}
