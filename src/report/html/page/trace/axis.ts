import { durationText, ticksOf } from '../../waterfall/time.ts';
import { element, oncePerFrame } from '../dom.ts';
import type { TraceState } from './state.ts';

/** A number and the space around it. */
const PIXELS_PER_TICK = 64;

export interface Axis {
  readonly element: HTMLElement;
  draw(): void;
}

/** Times above the rows. Hidden from those who hear the page: each row says its own. */
export function createAxis(state: TraceState): Axis {
  const axis = element('div', { class: 'ticks' });
  const draw = oncePerFrame(() => {
    // Counted from the beginning of what is shown.
    const zero = state.whole.from;
    const range = { from: state.range.from - zero, to: state.range.to - zero };
    const ticks = ticksOf(range, Math.max(2, Math.floor(axis.clientWidth / PIXELS_PER_TICK)));
    axis.replaceChildren(
      ...ticks.map((at) => {
        const tick = element('span', { text: at === 0 ? '0' : durationText(at) });
        tick.style.left = `${(100 * (at - range.from)) / (range.to - range.from)}%`;
        return tick;
      }),
    );
  });
  new ResizeObserver(draw).observe(axis);
  const head = element('div', { class: 'axis', attributes: { 'aria-hidden': 'true' } }, [
    element('div', { class: 'label', text: 'span' }),
    axis,
  ]);
  return { element: head, draw };
}
