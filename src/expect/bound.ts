import type { Bound } from '../scenario/index.ts';

type BoundKey = 'eq' | 'gte' | 'lte';
const keys: readonly BoundKey[] = ['eq', 'gte', 'lte'];

/** Every bound that is given must hold; clnrm lets `eq` silence the others. */
export function boundHolds(bound: Bound, count: number): boolean {
  return failingBounds(bound, count).length === 0;
}

/** The bounds that do not hold. */
export function failingBounds(bound: Bound, count: number): BoundKey[] {
  return keys.filter((key) => {
    const limit = bound[key];
    return limit !== undefined && !compare(key, count, limit);
  });
}

function compare(key: BoundKey, count: number, limit: number): boolean {
  switch (key) {
    case 'eq':
      return count === limit;
    case 'gte':
      return count >= limit;
    case 'lte':
      return count <= limit;
    default:
      return key satisfies never;
  }
}

/** Whether no bound is given, so that every count would do. */
export function isUnbounded(bound: Bound): boolean {
  return keys.every((key) => bound[key] === undefined);
}

/** `exactly 2`, `at least 1 and at most 5`. */
export function describeBound(bound: Bound): string {
  const words = { eq: 'exactly', gte: 'at least', lte: 'at most' };
  const given = keys.filter((key) => bound[key] !== undefined);
  return given.length === 0 ? 'any number' : given.map((key) => `${words[key]} ${bound[key]}`).join(' and ');
}

/**
 * Whether the outcome for `count` stands if more is still to come: a bound that holds unless there is a limit above,
 * one that fails only if that limit is exceeded already.
 */
export function isFinalCount(bound: Bound, count: number): boolean {
  const most = Math.min(bound.lte ?? Number.POSITIVE_INFINITY, bound.eq ?? Number.POSITIVE_INFINITY);
  return boundHolds(bound, count) ? most === Number.POSITIVE_INFINITY : count > most;
}

/** The assignments, relative to `key`, that would let `count` pass. */
export function boundEdit(key: string, bound: Bound, count: number): string {
  return failingBounds(bound, count)
    .map((failing) => `${key}.${failing} = ${count}`)
    .join('\n');
}
