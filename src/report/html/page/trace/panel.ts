import type { PageTrace } from '../../waterfall/page-trace.ts';
import { type TimeRange, zoomed } from '../../waterfall/time.ts';
import { element } from '../dom.ts';
import { createAxis } from './axis.ts';
import { serviceColors } from './colors.ts';
import { detailsOf } from './details.ts';
import { createGrid } from './grid.ts';
import { startGridKeys } from './grid-keys.ts';
import { createOverview } from './overview.ts';
import { arrange, createState, isMarked, positionsOf, rowOf, showOwn } from './state.ts';
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

/** `keys` name the spans that will be asked for. */
export function createPanel(trace: PageTrace, keys: ReadonlySet<string>): TracePanel {
  const state = createState(trace);
  const positions = positionsOf(trace, keys);
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
    tools.draw();
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
    if (rowOf(state, position) === -1) tools.reset();
    drawRows();
  };
  const showAllOwn = (on: boolean) => {
    showOwn(state, on);
    setRange(undefined);
    drawRows();
  };
  const reveal = (position: number) => {
    if (rowOf(state, position) === -1) makeRoom(position);
    const start = trace.start[position] ?? -1;
    if (start !== -1 && (start < state.range.from || start > state.range.to)) setRange(undefined);
    setActive(position);
  };
  const step = (by: 1 | -1) => {
    const marked = state.rows.filter((position) => isMarked(state, position));
    const at = rowOf(state, state.active);
    const next =
      by === 1
        ? marked.find((position) => rowOf(state, position) > at)
        : marked.findLast((position) => rowOf(state, position) < at);
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
      const [first] = [...state.proof, ...state.nearest].sort((a, b) => rowOf(state, a) - rowOf(state, b));
      if (first !== undefined) grid.reveal(first);
    },
    reveal(key) {
      const position = positions.get(key);
      if (position !== undefined) reveal(position);
    },
    search: () => tools.search(),
    focus: () => grid.element.focus(),
  };
}
