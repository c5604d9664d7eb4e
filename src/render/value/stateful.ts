import type { Value } from './value.ts';

/**
 * What `cycler()` of Nunjucks gives: the only value, with a {@link Joiner}, that changes. To everything but its own
 * calls it is an empty map, so that no bound on values depends on what it holds.
 */
export class Cycler extends Map<string, Value> {
  private readonly items: readonly Value[];
  private at = -1;

  constructor(items: readonly Value[]) {
    super();
    this.items = items;
  }

  /** The item of the last `next()`; null before the first. */
  get current(): Value {
    return this.items[this.at] ?? null;
  }

  next(): Value {
    this.at = (this.at + 1) % this.items.length;
    return this.current;
  }

  reset(): Value {
    this.at = -1;
    return null;
  }
}

/** What `joiner()` gives: nothing when it is called first, then its separator. */
export class Joiner extends Map<string, Value> {
  private readonly separator: string;
  private called = false;

  constructor(separator: string) {
    super();
    this.separator = separator;
  }

  next(): Value {
    const text = this.called ? this.separator : '';
    this.called = true;
    return text;
  }
}
