import { type PageTrace, spanKey } from '../../waterfall/page-trace.ts';
import { rowsOf } from '../../waterfall/rows.ts';
import { searchTrace } from '../../waterfall/search.ts';
import type { TimeRange } from '../../waterfall/time.ts';
import { type SpanTree, treeOf } from '../../waterfall/tree.ts';

/** What a waterfall shows: rows, marks and the part of time. Changed by the panel, drawn by its views. */
export interface TraceState {
  readonly trace: PageTrace;
  /** From the earliest start to the latest end of what is shown. */
  whole: TimeRange;
  tree: SpanTree;
  rows: readonly number[];
  /** Rows by position of the span; -1 for those without a row. */
  rowOf: Int32Array;
  range: TimeRange;
  folded: Set<number>;
  query: string;
  onlyErrors: boolean;
  onlyMarked: boolean;
  withOwn: boolean;
  /** The spans that were asked for; undefined when none were. */
  found: ReadonlySet<number> | undefined;
  proof: ReadonlySet<number>;
  nearest: ReadonlySet<number>;
  active: number | undefined;
}

export function createState(trace: PageTrace): TraceState {
  // A trace of nothing but our own spans would be empty without them.
  const withOwn = trace.own.every((each) => each === 1);
  const tree = treeFor(trace, withOwn);
  const whole = timeOf(trace, tree);
  const state: TraceState = {
    trace,
    whole,
    tree,
    rows: [],
    rowOf: new Int32Array(),
    range: whole,
    folded: new Set(),
    query: '',
    onlyErrors: false,
    onlyMarked: false,
    withOwn,
    found: undefined,
    proof: new Set(),
    nearest: new Set(),
    active: undefined,
  };
  arrange(state);
  return state;
}

/** Works out the rows anew, after anything that decides them has changed. */
export function arrange(state: TraceState): void {
  const { trace, tree, folded, onlyErrors, onlyMarked } = state;
  let found = searchTrace(trace, state.query);
  if (onlyErrors) found = both(found, (position) => trace.status[position] === 2, trace);
  if (onlyMarked) found = both(found, (position) => isMarked(state, position), trace);
  state.found = found;
  state.rows = rowsOf(tree, { folded, found });
  state.rowOf = new Int32Array(trace.name.length).fill(-1);
  for (const [row, position] of state.rows.entries()) state.rowOf[position] = row;
}

export function showOwn(state: TraceState, withOwn: boolean): void {
  state.withOwn = withOwn;
  state.tree = treeFor(state.trace, withOwn);
  state.whole = timeOf(state.trace, state.tree);
  state.range = state.whole;
  arrange(state);
}

/** The row of a span; -1 when it has none. */
export function rowOf(state: TraceState, position: number | undefined): number {
  return position === undefined ? -1 : (state.rowOf[position] ?? -1);
}

export function isMarked({ proof, nearest }: TraceState, position: number): boolean {
  return proof.has(position) || nearest.has(position);
}

/** Positions of the spans that findings name, by those names; of several spans with one id the first. */
export function positionsOf(
  { traceId, spanId, texts }: PageTrace,
  keys: ReadonlySet<string>,
): ReadonlyMap<string, number> {
  // Few are named of many: only those with such an id are looked at closely.
  const ids = new Set([...keys].map((key) => key.slice(key.lastIndexOf('/') + 1)));
  const positions = new Map<string, number>();
  for (const [position, id] of spanId.entries()) {
    if (!ids.has(id)) continue;
    const key = spanKey(texts[traceId[position] ?? 0] ?? '', id);
    if (keys.has(key) && !positions.has(key)) positions.set(key, position);
  }
  return positions;
}

function treeFor({ parent, start, own }: PageTrace, withOwn: boolean): SpanTree {
  return treeOf({ parent, start, isShown: (position) => withOwn || own[position] !== 1 });
}

function timeOf({ start, duration }: PageTrace, { order }: SpanTree): TimeRange {
  let [from, to] = [Number.POSITIVE_INFINITY, 0];
  for (const position of order) {
    const began = start[position] ?? -1;
    if (began === -1) continue;
    from = Math.min(from, began);
    to = Math.max(to, began + Math.max(0, duration[position] ?? 0));
  }
  return from < to ? { from, to } : { from: Math.min(from, to), to: Math.min(from, to) + 1 };
}

function both(
  found: ReadonlySet<number> | undefined,
  test: (position: number) => boolean,
  { name }: PageTrace,
): ReadonlySet<number> {
  const candidates = found ?? new Set(name.keys());
  return new Set([...candidates].filter(test));
}
