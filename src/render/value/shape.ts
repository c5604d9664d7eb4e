import { isList, type Value } from './value.ts';

/** How much a value is, counted as if nothing in it were shared, and how many levels it has. */
export interface Shape {
  readonly weight: number;
  readonly levels: number;
}

/** Lists and maps never change once made, so each is measured once, when it is made or first met. */
const measured = new WeakMap<object, Shape>();

/**
 * Measures a value. Members are looked up rather than walked again, so `[a, a]` doubles the weight at the cost of two
 * look-ups: a value that would take for ever to print is found out when it is made.
 */
export function shapeOf(value: Value): Shape {
  if (typeof value === 'string') return { weight: 1 + (value.length >> 4), levels: 0 };
  if (typeof value !== 'object' || value === null) return { weight: 1, levels: 0 };
  const known = measured.get(value);
  if (known !== undefined) return known;
  let weight = 1;
  let levels = 0;
  const add = (member: Value) => {
    const shape = shapeOf(member);
    weight += shape.weight;
    levels = Math.max(levels, shape.levels);
  };
  if (isList(value)) for (const item of value) add(item);
  else {
    for (const [key, member] of value) {
      weight += 1 + (key.length >> 4);
      add(member);
    }
  }
  const shape = { weight, levels: levels + 1 };
  measured.set(value, shape);
  return shape;
}
