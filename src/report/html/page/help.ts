import { button, element } from './dom.ts';
import { tools } from './theme.ts';

export interface Help {
  toggle(): void;
  /** Whether keys without a modifier do anything. */
  readonly areKeysOn: boolean;
}

const keys: readonly (readonly [keys: string, does: string])[] = [
  ['j  k', 'next, previous scenario'],
  ['n  p', 'next, previous finding'],
  ['/', 'search scenarios'],
  ['f', 'search spans of the trace'],
  ['w', 'go to the waterfall'],
  ['↑  ↓', 'in the waterfall: next, previous span'],
  ['←  →', 'in the waterfall: fold, unfold, to the parent'],
  ['Home  End', 'in the waterfall: first, last span'],
  ['[  ]', 'in the waterfall: previous, next proving span'],
  ['+  −  0', 'in the waterfall: zoom in, out, all'],
  ['Esc', 'leave a search; close the details of a span'],
  ['t', 'colours: as the system, light, dark'],
  ['?', 'this help'],
];

/** What keys do, and a switch for those who type where others press shortcuts (WCAG 2.1.4). */
export function startHelp(): Help {
  const on = element('input', { attributes: { type: 'checkbox', id: 'keys-on' } });
  on.checked = true;
  const rows = keys.map(([pressed, does]) =>
    element('div', {}, [
      element(
        'dt',
        {},
        pressed.split('  ').map((each) => element('kbd', { text: each })),
      ),
      element('dd', { text: does }),
    ]),
  );
  const dialog = element('dialog', { class: 'help', attributes: { 'aria-labelledby': 'help-title' } }, [
    element('h2', { text: 'Keys', attributes: { id: 'help-title' } }),
    element('dl', {}, rows),
    element('label', { class: 'switch' }, [on, ' Keys of one letter are on']),
    button('Close', { class: 'plain', attributes: { autofocus: '' } }, () => dialog.close()),
  ]);
  document.body.append(dialog);
  const toggle = () => {
    if (dialog.open) dialog.close();
    else dialog.showModal();
  };
  tools().append(
    button('?', { class: 'tool', attributes: { 'aria-label': 'Keys', title: 'Keys (?)' } }, toggle),
  );
  return {
    toggle,
    get areKeysOn() {
      return on.checked;
    },
  };
}
