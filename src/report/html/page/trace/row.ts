import { durationText } from '../../waterfall/time.ts';
import { element } from '../dom.ts';
import { isMarked, type TraceState } from './state.ts';

/** The elements of one row, used again for other spans as rows go in and out of view. */
export interface RowParts {
  readonly row: HTMLElement;
  readonly indent: HTMLElement;
  readonly fold: HTMLElement;
  readonly mark: HTMLElement;
  readonly name: HTMLElement;
  readonly service: HTMLElement;
  readonly bar: HTMLElement;
  readonly time: HTMLElement;
  readonly said: HTMLElement;
}

interface Drawn {
  readonly state: TraceState;
  readonly position: number;
  readonly row: number;
  readonly color: number;
}

/** Deeper rows are not moved further to the right: the name has to stay readable. */
const MAX_INDENT = 12;

export function makeRow(): RowParts {
  const hidden = { 'aria-hidden': 'true' };
  const parts = {
    indent: element('span', { class: 'indent', attributes: hidden }),
    fold: element('span', { class: 'fold', attributes: hidden }),
    mark: element('span', { class: 'mark', attributes: hidden }),
    name: element('span', { class: 'name' }),
    service: element('span', { class: 'service' }),
    bar: element('span', { class: 'bar', attributes: hidden }),
    time: element('span', { class: 'time' }),
    said: element('span', { class: 'hidden' }),
  };
  const { indent, fold, mark, name, service, bar, time, said } = parts;
  const scale = element('div', { class: 'scale' }, [bar, time]);
  const row = element('div', { class: 'row', attributes: { role: 'row' } }, [
    element('div', { class: 'label', attributes: { role: 'gridcell' } }, [
      indent,
      fold,
      mark,
      name,
      service,
      said,
    ]),
    element('div', { class: 'track', attributes: { role: 'gridcell' } }, [scale]),
  ]);
  return { row, ...parts };
}

export function drawRow(parts: RowParts, { state, position, row, color }: Drawn): void {
  const { trace, tree } = state;
  const depth = tree.depth[position] ?? 0;
  const below = tree.below[position] ?? 0;
  const isFolded = state.folded.has(position) && state.found === undefined;
  parts.row.dataset.position = String(position);
  parts.row.className = classesOf(state, position, color);
  parts.row.setAttribute('aria-rowindex', String(row + 1));
  parts.row.setAttribute('aria-level', String(depth + 1));
  parts.row.setAttribute('aria-selected', String(position === state.active));
  if (below > 0) parts.row.setAttribute('aria-expanded', String(!isFolded));
  else parts.row.removeAttribute('aria-expanded');
  parts.indent.style.setProperty('--depth', String(Math.min(depth, MAX_INDENT)));
  parts.fold.textContent = below > 0 ? (isFolded ? '▸' : '▾') : '';
  parts.mark.textContent = state.proof.has(position) ? '◆' : state.nearest.has(position) ? '◇' : '';
  const name = trace.texts[trace.name[position] ?? 0] ?? '';
  parts.name.textContent = name === '' ? '(no name)' : name;
  parts.name.title = name;
  parts.service.textContent = trace.texts[trace.service[position] ?? 0] ?? '';
  parts.said.textContent = saidOf(state, position, isFolded ? below : 0);
  drawBar(parts, state, position);
}

function classesOf(state: TraceState, position: number, color: number): string {
  const { trace } = state;
  const isContext = state.found !== undefined && !state.found.has(position);
  return [
    'row',
    `c${color}`,
    ...(trace.status[position] === 2 ? ['error'] : []),
    ...(trace.own[position] === 1 ? ['own'] : []),
    ...(trace.orphan[position] === 1 ? ['orphan'] : []),
    ...(state.proof.has(position) ? ['proof'] : []),
    ...(state.nearest.has(position) ? ['nearest'] : []),
    ...(position === state.active ? ['active'] : []),
    ...(isContext && !isMarked(state, position) ? ['context'] : []),
  ].join(' ');
}

/** What colour and form say, for those who hear the page. */
function saidOf({ trace, proof, nearest }: TraceState, position: number, folded: number): string {
  return [
    ...(proof.has(position) ? ['proves the finding'] : []),
    ...(nearest.has(position) ? ['nearest miss'] : []),
    ...(trace.status[position] === 2 ? ['status error'] : []),
    ...(trace.orphan[position] === 1 ? ['its parent was not sent'] : []),
    ...(folded > 0 ? [`${folded} folded`] : []),
  ]
    .map((each) => `, ${each}`)
    .join('');
}

function drawBar({ bar, time }: RowParts, { trace, range }: TraceState, position: number): void {
  const start = trace.start[position] ?? -1;
  const duration = trace.duration[position] ?? -1;
  const length = range.to - range.from;
  const percent = (ns: number) => Math.min(100, Math.max(0, (100 * (ns - range.from)) / length));
  const [left, right] = [percent(start), percent(start + Math.max(0, duration))];
  const isOutside = start === -1 || start > range.to || start + Math.max(0, duration) < range.from;
  bar.hidden = isOutside;
  bar.style.left = `${left}%`;
  bar.style.width = `${right - left}%`;
  time.textContent = start === -1 || duration === -1 ? 'no times' : durationText(duration);
  time.hidden = isOutside && start !== -1;
  time.style.left = `calc(${right}% + 6px)`;
}
