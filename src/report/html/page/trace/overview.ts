import { element, onceInTime } from '../dom.ts';
import { rowOf, type TraceState } from './state.ts';

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
  const draw = onceInTime(() => paint(canvas, state, colors));
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

/** Pixel by pixel: thousands of spans share each line of it, and a rectangle for each would take ten times as long. */
function paint(canvas: HTMLCanvasElement, state: TraceState, colors: ReadonlyMap<number, number>): void {
  const width = Math.round((canvas.parentElement?.clientWidth ?? 0) * devicePixelRatio);
  const height = Math.round(HEIGHT * devicePixelRatio);
  const context = canvas.getContext('2d');
  if (width === 0 || !context) return;
  canvas.width = width;
  canvas.height = height;
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const style = getComputedStyle(canvas);
  const pixel = (name: string) => pixelOf(style.getPropertyValue(name));
  const shades = [0, 1, 2, 3, 4, 5, 6, 7].map((index) => pixel(`--c${index}`));
  const [marked, failed] = [pixel('--proof'), pixel('--failed')];
  const { rows, trace, whole, proof, nearest } = state;
  const scale = width / (whole.to - whole.from);
  const step = height / Math.max(rows.length, HEIGHT / 4);
  const thick = Math.max(1, Math.min(3 * devicePixelRatio, step - 1));
  const draw = (position: number, row: number, color: number, least: number) => {
    const start = trace.start[position] ?? -1;
    if (start === -1) return;
    const left = Math.min(width - 1, Math.floor(scale * (start - whole.from)));
    const right = left + Math.max(least, Math.round(scale * (trace.duration[position] ?? 0)));
    const bottom = Math.min(height, Math.floor(row * step + thick));
    for (let y = Math.floor(row * step); y < bottom; y++)
      pixels.fill(color, y * width + left, y * width + Math.min(width, right));
  };
  for (const [row, position] of rows.entries()) {
    const isFailed = trace.status[position] === 2;
    const shade = shades[colors.get(trace.service[position] ?? 0) ?? 0];
    if (shade !== undefined) draw(position, row, isFailed ? failed : shade, 1);
  }
  for (const position of [...proof, ...nearest]) {
    const row = rowOf(state, position);
    if (row !== -1) draw(position, row, marked, 3);
  }
  context.putImageData(image, 0, 0);
}

/** A colour of our own style, `#rrggbb`, as the four bytes of a pixel; every machine with a browser is little-endian. */
function pixelOf(color: string): number {
  const value = Number.parseInt(color.trim().slice(1), 16);
  return ((255 << 24) | ((value & 255) << 16) | (value & 0xff00) | ((value >> 16) & 255)) >>> 0;
}
