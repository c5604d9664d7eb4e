import { element, oncePerFrame } from '../dom.ts';
import { drawRow, makeRow, type RowParts } from './row.ts';
import { rowOf, type TraceState } from './state.ts';

export const ROW_HEIGHT = 24;
/** Rows kept above and below what is seen, so that a fast scroll shows no gaps. */
const SPARE = 8;

export interface Grid {
  readonly element: HTMLElement;
  /** After anything about the state has changed. */
  draw(): void;
  /** Brings a row into view, in the middle if it was not. */
  reveal(position: number): void;
}

let grids = 0;

/** The rows of a waterfall. Only those in view exist, whatever their number. */
export function createGrid(state: TraceState, colors: ReadonlyMap<number, number>): Grid {
  const id = `grid${grids++}`;
  const space = element('div', { class: 'space', attributes: { role: 'rowgroup' } });
  const grid = element(
    'div',
    { class: 'grid', attributes: { role: 'treegrid', tabindex: '0', 'aria-label': 'Spans of the trace' } },
    [space],
  );
  const pool: RowParts[] = [];
  const draw = oncePerFrame(() => {
    const { rows } = state;
    grid.style.setProperty('--rows', String(rows.length));
    grid.setAttribute('aria-rowcount', String(rows.length));
    const first = Math.max(0, Math.floor(grid.scrollTop / ROW_HEIGHT) - SPARE);
    const last = Math.min(rows.length, Math.ceil((grid.scrollTop + grid.clientHeight) / ROW_HEIGHT) + SPARE);
    while (pool.length < last - first) {
      const made = makeRow();
      pool.push(made);
      space.append(made.row);
    }
    let active = '';
    for (const [index, parts] of pool.entries()) {
      const row = first + index;
      const position = row < last ? rows[row] : undefined;
      parts.row.hidden = position === undefined;
      if (position === undefined) continue;
      parts.row.id = `${id}-${row}`;
      parts.row.style.transform = `translateY(${row * ROW_HEIGHT}px)`;
      drawRow(parts, { state, position, row, color: colors.get(state.trace.service[position] ?? 0) ?? 0 });
      if (position === state.active) active = parts.row.id;
    }
    if (active === '') grid.removeAttribute('aria-activedescendant');
    else grid.setAttribute('aria-activedescendant', active);
  });
  grid.addEventListener('scroll', draw, { passive: true });
  new ResizeObserver(draw).observe(grid);
  return {
    element: grid,
    draw,
    reveal(position) {
      const row = rowOf(state, position);
      if (row === -1) return;
      // The height is known to the browser only once it is drawn.
      grid.style.setProperty('--rows', String(state.rows.length));
      const [top, seen] = [row * ROW_HEIGHT, grid.clientHeight];
      const isSeen = top >= grid.scrollTop && top + ROW_HEIGHT <= grid.scrollTop + seen;
      if (!isSeen) grid.scrollTop = Math.max(0, top - (seen - ROW_HEIGHT) / 2);
      draw();
    },
  };
}
