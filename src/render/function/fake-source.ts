import type { Value } from '../value/value.ts';
import type { Args } from './args.ts';
import type { Random } from './random.ts';

/** Where made-up data comes from; a library can stand behind it. The same stream of numbers gives the same data. */
export interface FakeSource {
  /** Kinds of data by name, without `fake_`; each has the parameters it takes beside `seed`. */
  readonly kinds: ReadonlyMap<string, FakeKind>;
}

export interface FakeKind {
  /** As for {@link callable}. */
  readonly parameters: string;
  readonly make: (random: Random, args: Args) => Value;
}
