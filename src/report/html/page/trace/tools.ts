import { durationText, type TimeRange } from '../../waterfall/time.ts';
import { button, element, oncePerFrame, toggle } from '../dom.ts';
import type { TraceState } from './state.ts';

export interface Tools {
  readonly element: HTMLElement;
  draw(): void;
  /** Gives up every search and filter. */
  reset(): void;
  search(): void;
}

interface ToolActions {
  /** Changes the state, and draws the rows that it has then. */
  rearrange(change: () => void): void;
  zoom(factor: number): void;
  setRange(range: TimeRange | undefined): void;
  showOwn(on: boolean): void;
}

/** Search, filters, zoom and the services of a trace, above its rows. */
export function createTools(
  state: TraceState,
  colors: ReadonlyMap<number, number>,
  { rearrange, zoom, setRange, showOwn }: ToolActions,
): Tools {
  const { trace } = state;
  const input = element('input', {
    attributes: {
      type: 'search',
      placeholder: 'Search spans: name, key=value, error',
      'aria-label': 'Search spans',
      autocomplete: 'off',
      spellcheck: 'false',
    },
  });
  const search = oncePerFrame(() =>
    rearrange(() => {
      state.query = input.value;
    }),
  );
  input.addEventListener('input', search);
  const marked = toggle('◆ marked', 'Only spans that the finding names', (on) =>
    rearrange(() => {
      state.onlyMarked = on;
    }),
  );
  const errors = toggle('errors', 'Only spans with status error', (on) =>
    rearrange(() => {
      state.onlyErrors = on;
    }),
  );
  const hasOwn = trace.own.includes(1) && trace.own.includes(0);
  const own = toggle("Spanwright's own", 'The spans of the run itself too', showOwn);
  const amount = element('p', { class: 'amount', attributes: { role: 'status' } });
  const draw = oncePerFrame(() => {
    own.setAttribute('aria-pressed', String(state.withOwn));
    amount.textContent = amountText(state);
  });
  const step = (text: string, label: string, act: () => void) =>
    button(text, { class: 'tool', attributes: { 'aria-label': label, title: label } }, act);
  const first = element('div', { class: 'line' }, [
    element('label', { class: 'search' }, [input]),
    element('div', { class: 'chips', attributes: { role: 'group', 'aria-label': 'Show only' } }, [
      marked,
      errors,
      ...(hasOwn ? [own] : []),
    ]),
    element('div', { class: 'zoom', attributes: { role: 'group', 'aria-label': 'Zoom' } }, [
      step('−', 'Zoom out (−)', () => zoom(2)),
      step('+', 'Zoom in (+)', () => zoom(0.5)),
      step('↔', 'Show all (0)', () => setRange(undefined)),
    ]),
  ]);
  return {
    element: element('div', { class: 'tools' }, [
      first,
      element('div', { class: 'line' }, [amount, legend(state, colors)]),
    ]),
    draw,
    reset() {
      input.value = '';
      for (const each of [marked, errors]) each.setAttribute('aria-pressed', 'false');
      rearrange(() => {
        state.query = '';
        state.onlyMarked = false;
        state.onlyErrors = false;
      });
    },
    search() {
      input.focus();
      input.select();
    },
  };
}

function amountText({ found, tree, whole, range }: TraceState): string {
  const total = tree.order.length;
  // As toLocaleString would have it, for which browsers load all they know of languages.
  const spans = (amount: number) => String(amount).replace(/\B(?=(\d{3})+$)/g, ',');
  const shown = found === undefined ? spans(total) : `${spans(found.size)} of ${spans(total)}`;
  const length = whole.to - whole.from;
  const isPart = range.to - range.from < length;
  return `${shown} ${total === 1 ? 'span' : 'spans'} · ${durationText(length)}${isPart ? ' (zoomed)' : ''}`;
}

/** More services than this are not told apart by colour anyway. */
const SHOWN = 8;

function legend({ trace }: TraceState, colors: ReadonlyMap<number, number>): HTMLElement {
  const sent = new Set(trace.service.filter((_, position) => trace.own[position] !== 1));
  const services = [...colors].filter(([service]) => service !== 0 && sent.has(service));
  const items = services
    .slice(0, SHOWN)
    .map(([service, color]) =>
      element('li', { class: `c${color}` }, [
        element('span', { class: 'swatch', attributes: { 'aria-hidden': 'true' } }),
        element('span', { text: trace.texts[service] ?? '' }),
      ]),
    );
  const rest = services.length - items.length;
  const more = rest > 0 ? [element('li', { text: `and ${rest} more` })] : [];
  return element('ul', { class: 'legend', attributes: { 'aria-label': 'Services' } }, [...items, ...more]);
}
