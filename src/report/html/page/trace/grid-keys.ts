import type { TimeRange } from '../../waterfall/time.ts';
import { ROW_HEIGHT } from './grid.ts';
import { rowOf, type TraceState } from './state.ts';

interface GridActions {
  setActive(position: number | undefined): void;
  fold(position: number, folded: boolean): void;
  zoom(factor: number): void;
  setRange(range: TimeRange | undefined): void;
  stepMarked(by: 1 | -1): void;
}

/** Keys and clicks in the rows, as the ARIA practices have them for tree grids. */
export function startGridKeys(grid: HTMLElement, state: TraceState, actions: GridActions): void {
  const move = (to: number) => {
    const last = state.rows.length - 1;
    actions.setActive(state.rows[Math.min(last, Math.max(0, to))]);
  };
  const at = () => rowOf(state, state.active);
  const page = () => Math.max(1, Math.floor(grid.clientHeight / ROW_HEIGHT) - 1);
  const keys = new Map<string, () => void>([
    ['ArrowDown', () => move(at() + 1)],
    ['ArrowUp', () => move(at() - 1)],
    ['PageDown', () => move(at() + page())],
    ['PageUp', () => move(at() - page())],
    ['Home', () => move(0)],
    ['End', () => move(state.rows.length - 1)],
    ['ArrowRight', () => inwards(state, actions)],
    ['ArrowLeft', () => outwards(state, actions)],
    [
      'Enter',
      () => {
        const { active } = state;
        if (active !== undefined && hasChildren(state, active))
          actions.fold(active, !state.folded.has(active));
      },
    ],
    ['Escape', () => actions.setActive(undefined)],
    ['[', () => actions.stepMarked(-1)],
    [']', () => actions.stepMarked(1)],
    ['+', () => actions.zoom(0.5)],
    ['=', () => actions.zoom(0.5)],
    ['-', () => actions.zoom(2)],
    ['0', () => actions.setRange(undefined)],
  ]);
  grid.addEventListener('keydown', (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys.get(event.key);
    if (!act || state.rows.length === 0) return;
    event.preventDefault();
    act();
  });
  grid.addEventListener('click', (event) => {
    const position = positionAt(event.target);
    if (position === undefined) return;
    const isFold = event.target instanceof Element && event.target.closest('.fold') !== null;
    if (isFold && hasChildren(state, position)) actions.fold(position, !state.folded.has(position));
    else actions.setActive(position);
  });
  grid.addEventListener('dblclick', (event) => {
    const position = positionAt(event.target);
    if (position !== undefined) zoomTo(state, position, actions);
  });
}

function inwards(state: TraceState, actions: GridActions): void {
  const { active, rows } = state;
  if (active === undefined || !hasChildren(state, active)) return;
  if (state.folded.has(active)) actions.fold(active, false);
  else actions.setActive(rows[rowOf(state, active) + 1]);
}

function outwards(state: TraceState, actions: GridActions): void {
  const { active, tree } = state;
  if (active === undefined) return;
  if (hasChildren(state, active) && !state.folded.has(active) && state.found === undefined) {
    actions.fold(active, true);
    return;
  }
  const parent = tree.parent[active] ?? -1;
  if (parent !== -1) actions.setActive(parent);
}

function zoomTo({ trace, whole }: TraceState, position: number, { setRange }: GridActions): void {
  const [start, duration] = [trace.start[position] ?? -1, trace.duration[position] ?? -1];
  if (start === -1 || duration <= 0) return;
  const margin = duration * 0.05;
  setRange({ from: Math.max(whole.from, start - margin), to: Math.min(whole.to, start + duration + margin) });
}

function hasChildren({ tree }: TraceState, position: number): boolean {
  return (tree.below[position] ?? 0) > 0;
}

function positionAt(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>('.row') : null;
  return row?.dataset.position === undefined ? undefined : Number(row.dataset.position);
}
