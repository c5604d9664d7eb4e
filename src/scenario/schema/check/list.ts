import type { LocatedArray } from '../../toml/index.ts';
import type { Shape } from '../dsl.ts';
import { below, INVALID, invalid, nameText, type Unchecked } from './context.ts';
import { correction } from './correct.ts';
import { accepted } from './describe.ts';
import { wrongType } from './scalar.ts';

type ShapeOf<K extends Shape['kind']> = Extract<Shape, { kind: K }>;

export function checkList(shape: ShapeOf<'list'>, value: Unchecked<LocatedArray>) {
  const { items } = value.node;
  if (items.length < shape.min) {
    return invalid(value, 'SW3014', () => ({
      message: `\`${nameText(value.at)}\` has ${count(items.length)}`,
      expected: `${accepted(value.schema)}, at least ${shape.min}`,
    }));
  }
  if (shape.item.shape.kind === 'tuple' && items.length > 0 && items.every(({ kind }) => kind === 'string')) {
    return wrongType(value);
  }
  return allOrInvalid(items.map((node, index) => visitItem(value, { node, index, schema: shape.item })));
}

export function checkTuple(shape: ShapeOf<'tuple'>, value: Unchecked<LocatedArray>) {
  const { items } = value.node;
  if (items.length !== shape.items.length) {
    return invalid(value, 'SW3014', () => ({
      message: `\`${nameText(value.at)}\` has ${count(items.length)}`,
      expected: accepted(value.schema),
      ...correction(value),
    }));
  }
  return allOrInvalid(
    shape.items.map((schema, index) => {
      const node = items[index];
      return node === undefined ? INVALID : visitItem(value, { node, index, schema });
    }),
  );
}

interface Item extends Pick<Unchecked, 'node' | 'schema'> {
  readonly index: number;
}

function visitItem({ context, at }: Unchecked, { node, schema, index }: Item): unknown {
  return context.visit({ node, schema, declared: schema, at: below(at, index), context });
}

/** Every item is checked, whatever the ones before it came to. */
function allOrInvalid(values: readonly unknown[]): unknown {
  return values.includes(INVALID) ? INVALID : values;
}

function count(length: number): string {
  return length === 0 ? 'no items' : length === 1 ? '1 item' : `${length} items`;
}
