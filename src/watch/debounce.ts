export interface DebounceOptions {
  /** A path is due when it was quiet for so long. */
  readonly quietMs: number;
  /** A path that is never quiet is due so long after its first hint. */
  readonly capMs: number;
}

/** How a path was heard of. What is `gone` was already waited for: it was not merely being replaced. */
export type Hint = 'touched' | 'gone';

interface Pending {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly hint: Hint;
}

/**
 * Paths that were heard of, until they are due. Together they wait for quiet, so that a save of many files is one batch;
 * but no path waits longer than the cap. At the cap, paths that are being written at that moment stay behind, as long as
 * their own cap allows: whoever writes a file in pieces has it judged when the last piece is there. Times are monotonic.
 */
export class Debounce {
  /** In the order of their first hints: a map keeps the place of a key that is set again. */
  private readonly pending = new Map<string, Pending>();
  private readonly options: DebounceOptions;
  /** Of the last hint among all that are pending. */
  private lastMs = Number.NEGATIVE_INFINITY;

  constructor(options: DebounceOptions) {
    this.options = options;
  }

  has(path: string): boolean {
    return this.pending.has(path);
  }

  add(path: string, hint: Hint, nowMs: number): void {
    const firstMs = this.pending.get(path)?.firstMs ?? nowMs;
    this.pending.set(path, { firstMs, lastMs: nowMs, hint });
    this.lastMs = nowMs;
  }

  /** Of the hint that waits longest; undefined while nothing is pending. */
  firstMs(): number | undefined {
    for (const { firstMs } of this.pending.values()) return firstMs;
    return undefined;
  }

  /** When {@link take} will have something to give; undefined while nothing is pending. */
  dueMs(): number | undefined {
    const firstMs = this.firstMs();
    if (firstMs === undefined) return undefined;
    return Math.min(this.lastMs + this.options.quietMs, firstMs + this.options.capMs);
  }

  /** Takes out what is due, those heard of first in front; empty when it is too early. */
  take(nowMs: number): Map<string, Hint> {
    const due = new Map<string, Hint>();
    const dueMs = this.dueMs();
    if (dueMs === undefined || nowMs < dueMs) return due;
    const { quietMs, capMs } = this.options;
    let lastMs = Number.NEGATIVE_INFINITY;
    for (const [path, each] of this.pending) {
      if (each.lastMs + quietMs > nowMs && each.firstMs + capMs > nowMs) {
        lastMs = Math.max(lastMs, each.lastMs);
        continue;
      }
      due.set(path, each.hint);
      this.pending.delete(path);
    }
    this.lastMs = lastMs;
    return due;
  }
}
