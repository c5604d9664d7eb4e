import type { PageTrace } from '../../waterfall/page-trace.ts';
import { type TimeRange, zoomed } from '../../waterfall/time.ts';
import { element } from '../dom.ts';
import { createAxis } from './axis.ts';
import { serviceColors } from './colors.ts';
import { detailsOf } from './details.ts';
import { createGrid } from './grid.ts';
import { startGridKeys } from './grid-keys.ts';
import { createOverview } from './overview.ts';
import { arrange, createState, isMarked, positionsOf, showOwn } from './state.ts';
import { createTools } from './tools.ts';

/** A waterfall with all that belongs to it. */
export interface TracePanel {
  readonly element: HTMLElement;
  /** When it is in the page. */
  show(): void;
  has(key: string): boolean;
  mark(proof: readonly string[], nearest: readonly string[]): void;
  /** The first span that is marked, without moving the focus. */
  revealMarked(): void;
  reveal(key: string): void;
  search(): void;
  focus(): void;
}

export function createPanel(trace: PageTrace): TracePanel {
  const state = createState(trace);
  const positions = positionsOf(trace);
  const colors = serviceColors(trace);
  const grid = createGrid(state, colors);
  const axis = createAxis(state);
  const details = element('section', {
    class: 'details',
    attributes: { 'aria-label': 'Details of the span', tabindex: '0' },
  });
  details.hidden = true;

  const drawRows = () => {
    grid.draw();
    overview.draw();
    tools.draw();
  };
  const rearrange = (change: () => void) => {
    change();
    arrange(state);
    drawRows();
  };
  const setRange = (range: TimeRange | undefined) => {
    state.range = range ?? state.whole;
    grid.draw();
    axis.draw();
    overview.drawRange();
  };
  const zoom = (factor: number) => {
    const { active, range, whole } = state;
    const middle = (range.from + range.to) / 2;
    const start = active === undefined ? -1 : (trace.start[active] ?? -1);
    const around = start >= range.from && start <= range.to ? start : middle;
    setRange(zoomed(range, { factor, around, whole }));
  };
  const setActive = (position: number | undefined) => {
    state.active = position;
    details.replaceChildren(...detailsOf(state, { onClose: () => setActive(undefined), onSpan: reveal }));
    details.hidden = position === undefined;
    details.scrollTop = 0;
    if (position === undefined) grid.draw();
    else grid.reveal(position);
  };
  /** Makes a row for a span if there is none: what hides it is given up. */
  const makeRoom = (position: number) => {
    if (trace.own[position] === 1 && !state.withOwn) showAllOwn(true);
    for (let at = state.tree.parent[position] ?? -1; at !== -1; at = state.tree.parent[at] ?? -1)
      state.folded.delete(at);
    arrange(state);
    if (!state.rowOf.has(position)) tools.reset();
    drawRows();
  };
  const showAllOwn = (on: boolean) => {
    showOwn(state, on);
    setRange(undefined);
    drawRows();
  };
  const reveal = (position: number) => {
    if (!state.rowOf.has(position)) makeRoom(position);
    const start = trace.start[position] ?? -1;
    if (start !== -1 && (start < state.range.from || start > state.range.to)) setRange(undefined);
    setActive(position);
  };
  const step = (by: 1 | -1) => {
    const marked = state.rows.filter((position) => isMarked(state, position));
    const at = state.active === undefined ? -1 : (state.rowOf.get(state.active) ?? -1);
    const rowOf = (position: number) => state.rowOf.get(position) ?? 0;
    const next =
      by === 1
        ? marked.find((position) => rowOf(position) > at)
        : marked.findLast((position) => rowOf(position) < at);
    if (next !== undefined) setActive(next);
  };
  const fold = (position: number, folded: boolean) =>
    rearrange(() => {
      if (folded) state.folded.add(position);
      else state.folded.delete(position);
    });

  const overview = createOverview(state, colors, { onRange: setRange });
  const tools = createTools(state, colors, {
    rearrange,
    zoom,
    setRange,
    showOwn: showAllOwn,
  });
  startGridKeys(grid.element, state, { setActive, fold, zoom, setRange, stepMarked: step });
  const root = element('div', { class: 'panel' }, [
    tools.element,
    overview.element,
    axis.element,
    grid.element,
    details,
  ]);
  const positionsFor = (keys: readonly string[]) => new Set(keys.flatMap((key) => positions.get(key) ?? []));
  return {
    element: root,
    show() {
      setRange(undefined);
      drawRows();
    },
    has: (key) => positions.has(key),
    mark(proof, nearest) {
      state.proof = positionsFor(proof);
      state.nearest = positionsFor(nearest);
      const marked = [...state.proof, ...state.nearest];
      if (marked.some((position) => trace.own[position] === 1) && !state.withOwn) showAllOwn(true);
      if (state.onlyMarked) arrange(state);
      drawRows();
    },
    revealMarked() {
      const [first] = [...state.proof, ...state.nearest].sort(
        (a, b) => (state.rowOf.get(a) ?? 0) - (state.rowOf.get(b) ?? 0),
      );
      if (first !== undefined && state.rowOf.has(first)) grid.reveal(first);
    },
    reveal(key) {
      const position = positions.get(key);
      if (position !== undefined) reveal(position);
    },
    search: () => tools.search(),
    focus: () => grid.element.focus(),
  };
}
