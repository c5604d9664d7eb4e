import { isList, isMap, type Value } from './value.ts';

const INDEX = /^(?:0|[1-9]\d{0,15})$/;

/** A member by one key: own keys of maps, indices of lists. Undefined when there is none. */
export function memberOf(target: Value, key: string): Value | undefined {
  if (isMap(target)) return target.get(key);
  return isList(target) && INDEX.test(key) ? target[Number(key)] : undefined;
}

/** A member by a dotted path, such as `author.name`; the value itself for an empty one. */
export function memberAt(target: Value, path: string): Value | undefined {
  if (path === '') return target;
  let value: Value | undefined = target;
  for (const key of path.split('.')) {
    value = memberOf(value, key);
    if (value === undefined) return undefined;
  }
  return value;
}
