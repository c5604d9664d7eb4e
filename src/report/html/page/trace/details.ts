import type { PageAttribute, PageEvent, PageLink } from '../../waterfall/page-trace.ts';
import { durationText, type TimeRange } from '../../waterfall/time.ts';
import { button, element } from '../dom.ts';
import type { TraceState } from './state.ts';

interface DetailsEvents {
  readonly onClose: () => void;
  /** Another span is asked for. */
  readonly onSpan: (position: number) => void;
}

/** Everything about the span that was chosen; empty when none was. */
export function detailsOf(state: TraceState, { onClose, onSpan }: DetailsEvents): readonly HTMLElement[] {
  const { active, trace, whole } = state;
  if (active === undefined) return [];
  const text = (index: number | undefined) => trace.texts[index ?? 0] ?? '';
  const [message, scope, resource, attributes, events, links] = trace.details[active] ?? [
    0,
    0,
    0,
    [],
    [],
    [],
  ];
  const parent = trace.parent[active] ?? -1;
  const head = element('header', {}, [
    element('h4', { text: text(trace.name[active]) || '(no name)' }),
    button(
      '×',
      { class: 'tool', attributes: { 'aria-label': 'Close the details', title: 'Close (Esc)' } },
      onClose,
    ),
  ]);
  const facts = element('dl', { class: 'facts' }, [
    ...fact('service', text(trace.service[active])),
    ...fact('kind', trace.kinds[trace.kind[active] ?? 0] ?? ''),
    ...fact(
      'status',
      [['', 'ok', 'error'][trace.status[active] ?? 0] ?? '', text(message)].filter(Boolean).join(': '),
    ),
    ...fact('starts', startText(trace.start[active], whole)),
    ...fact('takes', timeText(trace.duration[active])),
    ...(parent === -1 ? [] : [parentFact(text(trace.name[parent]), () => onSpan(parent))]),
    ...(trace.orphan[active] === 1 ? fact('parent', 'was not sent') : []),
    ...fact('scope', text(scope)),
    ...fact('span', trace.spanId[active] ?? ''),
    ...fact('trace', text(trace.traceId[active])),
  ]);
  return [
    head,
    facts,
    ...tableOf('Attributes', attributes, text),
    ...events.map((each) => eventOf(each, text)),
    ...links.map((each) => linkOf(each, text)),
    ...tableOf('Resource', trace.resources[resource] ?? [], text),
  ];
}

type Text = (index: number | undefined) => string;

function fact(name: string, value: string): HTMLElement[] {
  if (value === '') return [];
  return [element('div', {}, [element('dt', { text: name }), element('dd', { text: value })])];
}

function parentFact(name: string, act: () => void): HTMLElement {
  const lead = button(name || '(no name)', { class: 'ref' }, act);
  return element('div', {}, [element('dt', { text: 'parent' }), element('dd', {}, [lead])]);
}

/** After the beginning of what is shown, as on the axis. */
function startText(ns: number | undefined, { from }: TimeRange): string {
  return ns === undefined || ns === -1 ? '' : timeText(Math.max(0, ns - from));
}

function timeText(ns: number | undefined): string {
  return ns === undefined || ns === -1 ? '' : durationText(ns);
}

function tableOf(title: string, attributes: readonly PageAttribute[], text: Text): HTMLElement[] {
  if (attributes.length === 0) return [];
  const rows = [...attributes]
    .map(([key, value, isText]) => ({ key: text(key), value: text(value), isText: isText === 1 }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ key, value, isText }) =>
      element('tr', {}, [
        element('th', { text: key, attributes: { scope: 'row' } }),
        element('td', { text: value, class: isText ? 'text' : 'value' }),
      ]),
    );
  const caption = element('caption', { text: title });
  return [element('table', { class: 'attributes' }, [caption, element('tbody', {}, rows)])];
}

function eventOf([name, at, attributes]: PageEvent, text: Text): HTMLElement {
  const title = `Event ${text(name)}${at === -1 ? '' : ` at ${durationText(at)}`}`;
  const [table] = tableOf(title, attributes, text);
  return table ?? element('p', { class: 'event', text: title });
}

function linkOf([traceId, spanId, attributes]: PageLink, text: Text): HTMLElement {
  const title = `Link to ${spanId} of trace ${text(traceId)}`;
  const [table] = tableOf(title, attributes, text);
  return table ?? element('p', { class: 'event', text: title });
}
