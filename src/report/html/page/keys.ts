import type { Help } from './help.ts';
import type { Scenarios } from './scenarios.ts';
import type { Theme } from './theme.ts';
import { shownTrace } from './trace/open.ts';

interface Parts {
  readonly theme: Theme;
  readonly help: Help;
  readonly scenarios: Scenarios;
}

/** Keys of the whole page. Those of the waterfall are its own. */
export function startKeys({ theme, help, scenarios }: Parts): void {
  const actions: Readonly<Record<string, () => void>> = {
    j: () => scenarios.step(1),
    k: () => scenarios.step(-1),
    n: () => shownTrace()?.stepFinding(1),
    p: () => shownTrace()?.stepFinding(-1),
    '/': () => scenarios.search(),
    f: () => shownTrace()?.search(),
    w: () => shownTrace()?.focus(),
    t: () => theme.next(),
    '?': () => help.toggle(),
  };
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && isTyping(event.target)) {
      leave(event.target);
      return;
    }
    const isModified = event.ctrlKey || event.metaKey || event.altKey;
    if (isModified || event.defaultPrevented || isTyping(event.target) || !help.areKeysOn) return;
    const action = actions[event.key];
    if (!action || (document.querySelector('dialog[open]') && event.key !== '?')) return;
    event.preventDefault();
    action();
  });
}

function isTyping(target: EventTarget | null): target is HTMLInputElement {
  return target instanceof HTMLInputElement && target.type !== 'checkbox';
}

/** The first Escape empties a search, the next one leaves it. */
function leave(input: HTMLInputElement): void {
  if (input.value === '') {
    input.blur();
    return;
  }
  input.value = '';
  input.dispatchEvent(new Event('input', { bubbles: true }));
}
