import { type Containment, containmentIn } from './containment.ts';
import { type Sought, type Tally, tallyAll } from './span/tally.ts';
import type { Subject } from './subject.ts';

/** What claims that are judged together have in common: worked out once, however many of them ask. */
export interface Shared {
  /** Of what {@link createShared} was told of; undefined for anything else. */
  tallyOf(sought: Sought): Tally | undefined;
  /** Whether spans lie inside one of those that a name or glob stands for. */
  containmentIn(outer: string, toleranceNs: bigint): Containment;
}

export function createShared(sought: readonly Sought[], subject: Subject): Shared {
  const tallies = tallyAll(sought, subject);
  const containments = new Map<string, Containment>();
  return {
    tallyOf: (each) => tallies.get(each),
    containmentIn(outer, toleranceNs) {
      const key = `${toleranceNs} ${outer}`;
      const found = containments.get(key) ?? containmentIn(subject.select(outer), toleranceNs);
      containments.set(key, found);
      return found;
    },
  };
}
