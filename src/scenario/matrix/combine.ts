import type { Place } from '../../diagnostic/index.ts';
import type { Value } from '../../render/index.ts';
import type { Combination } from './label.ts';

/** One name of the matrix with its values, of which no two have the same text. */
export interface Axis {
  readonly name: string;
  /** Of the name in the file. */
  readonly place: Place;
  readonly values: readonly { readonly value: Value; readonly text: string }[];
}

export interface Combined {
  readonly combination: Combination;
  /** What `matrix` is in the template. */
  readonly values: ReadonlyMap<string, Value>;
}

/** Every combination, the last name varying fastest; a single empty one without names. */
export function combine(axes: readonly Axis[]): readonly Combined[] {
  let all: Combined[] = [{ combination: new Map(), values: new Map() }];
  for (const { name, values } of axes) {
    all = all.flatMap((each) =>
      values.map(({ value, text }) => ({
        combination: new Map([...each.combination, [name, text]]),
        values: new Map([...each.values, [name, value]]),
      })),
    );
  }
  return all;
}
