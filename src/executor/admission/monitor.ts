import type { Resources } from '../../plan/index.ts';

/** What the machine can bear now. */
export interface Capacity {
  readonly bounds: Resources;
  /** Why the bounds are what they are, in words for people, such as `memory pressure is 24 %`. */
  readonly reason: string;
}

/** Says from time to time what the machine can bear. Never more than what was asked for. */
export interface ResourceMonitor {
  /** How it knows, such as `count` or `cgroup v2`. */
  readonly name: string;
  /** Called before the first scenario begins and then about once a second. */
  look(asked: Resources): Capacity;
}

/** Takes what was asked for as given. */
export const countMonitor: ResourceMonitor = {
  name: 'count',
  look: (bounds) => ({ bounds, reason: 'as asked for' }),
};
