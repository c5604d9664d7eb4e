import { element, oncePerFrame } from '../dom.ts';
import type { TraceState } from './state.ts';

export interface Overview {
  readonly element: HTMLElement;
  /** After rows or marks have changed. */
  draw(): void;
  /** After the part of time has changed. */
  drawRange(): void;
}

interface OverviewEvents {
  /** Part of the time was chosen with the pointer; undefined for all of it. */
  readonly onRange: (range: { readonly from: number; readonly to: number } | undefined) => void;
}

const HEIGHT = 44;
/** A shorter way of the pointer is a click. */
const DRAG_PIXELS = 4;

/** The whole trace at a glance, a line for each row; dragging across it zooms, a double click shows all again. */
export function createOverview(
  state: TraceState,
  colors: ReadonlyMap<number, number>,
  { onRange }: OverviewEvents,
): Overview {
  const canvas = element('canvas');
  const before = element('div', { class: 'shade before' });
  const after = element('div', { class: 'shade after' });
  const box = element(
    'div',
    {
      class: 'overview',
      attributes: { 'aria-hidden': 'true', title: 'Drag to zoom; double-click shows all' },
    },
    [canvas, before, after],
  );
  const draw = oncePerFrame(() => paint(canvas, state, colors));
  const drawRange = () => {
    const { range, whole } = state;
    const percent = (ns: number) => (100 * ns) / (whole.to - whole.from);
    before.style.width = `${percent(range.from - whole.from)}%`;
    after.style.width = `${percent(whole.to - range.to)}%`;
  };
  const timeAt = (x: number) => {
    const { left, width } = box.getBoundingClientRect();
    const { from, to } = state.whole;
    return from + Math.min(1, Math.max(0, (x - left) / width)) * (to - from);
  };
  let begin: number | undefined;
  box.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    begin = event.clientX;
    box.setPointerCapture(event.pointerId);
  });
  box.addEventListener('pointermove', (event) => {
    if (begin === undefined || Math.abs(event.clientX - begin) < DRAG_PIXELS) return;
    const [a, b] = [timeAt(begin), timeAt(event.clientX)];
    if (a !== b) onRange({ from: Math.min(a, b), to: Math.max(a, b) });
  });
  const end = () => {
    begin = undefined;
  };
  box.addEventListener('pointerup', end);
  box.addEventListener('pointercancel', end);
  box.addEventListener('dblclick', () => onRange(undefined));
  new ResizeObserver(draw).observe(box);
  document.addEventListener('themechange', draw);
  return { element: box, draw, drawRange };
}

function paint(canvas: HTMLCanvasElement, state: TraceState, colors: ReadonlyMap<number, number>): void {
  const width = canvas.parentElement?.clientWidth ?? 0;
  const context = canvas.getContext('2d');
  if (width === 0 || !context) return;
  const scale = devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(HEIGHT * scale);
  context.scale(scale, scale);
  const style = getComputedStyle(canvas);
  const shades = [0, 1, 2, 3, 4, 5, 6, 7].map((index) => style.getPropertyValue(`--c${index}`));
  const marked = style.getPropertyValue('--proof');
  const failed = style.getPropertyValue('--failed');
  const { rows, trace, whole, proof, nearest } = state;
  const scaleX = width / (whole.to - whole.from);
  const step = HEIGHT / Math.max(rows.length, HEIGHT / 4);
  const draw = (position: number, row: number, color: string, least: number) => {
    const start = trace.start[position] ?? -1;
    if (start === -1) return;
    const wide = Math.max(least, scaleX * Math.max(0, trace.duration[position] ?? 0));
    context.fillStyle = color;
    context.fillRect(scaleX * (start - whole.from), row * step, wide, Math.max(1, Math.min(3, step - 0.5)));
  };
  for (const [row, position] of rows.entries()) {
    const isFailed = trace.status[position] === 2;
    draw(position, row, isFailed ? failed : (shades[colors.get(trace.service[position] ?? 0) ?? 0] ?? ''), 1);
  }
  for (const position of [...proof, ...nearest]) {
    const row = state.rowOf.get(position);
    if (row !== undefined) draw(position, row, marked, 3);
  }
}
