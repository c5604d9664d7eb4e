import { all } from '../dom.ts';
import type { TracePanel } from './panel.ts';

export interface Findings {
  step(by: 1 | -1): void;
}

/**
 * Ties findings to the waterfall: the one that is chosen has its spans marked there, and each span it names leads to its
 * row. The first that is not met is chosen to begin with.
 */
export function startFindings(section: HTMLElement, panel: TracePanel | undefined): Findings {
  const cards = all('[data-finding]', section);
  let chosen: HTMLElement | undefined;
  const choose = (card: HTMLElement, { reveal }: { readonly reveal: boolean }) => {
    chosen?.classList.remove('chosen');
    chosen?.removeAttribute('aria-current');
    chosen = card;
    card.classList.add('chosen');
    card.setAttribute('aria-current', 'true');
    panel?.mark(keysIn(card, 'proof'), keysIn(card, 'nearest'));
    if (reveal) panel?.revealMarked();
  };
  for (const card of cards) {
    makeChoosable(card, () => choose(card, { reveal: true }));
  }
  for (const reference of all('[data-span]', section)) {
    // Spans are named elsewhere too.
    const card = reference.closest<HTMLElement>('[data-finding]');
    lead(reference, panel, () => {
      if (card && chosen !== card) choose(card, { reveal: false });
    });
  }
  const first =
    cards.find((each) => each.matches('.failed')) ??
    cards.find((each) => each.matches('.undecided')) ??
    cards[0];
  if (first) choose(first, { reveal: true });
  return {
    step(by) {
      const at = chosen ? cards.indexOf(chosen) : -1;
      const next = cards[at + by];
      if (!next) return;
      const folded = next.closest('details');
      if (folded) folded.open = true;
      choose(next, { reveal: true });
      next.scrollIntoView({ block: 'nearest' });
    },
  };
}

/** The head of a card becomes a button: it says what the finding is, and shows it in the trace. */
function makeChoosable(card: HTMLElement, act: () => void): void {
  const head = card.querySelector('h4');
  if (!head) return;
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'choose';
  made.title = 'Mark its spans in the waterfall';
  made.append(...head.childNodes);
  head.append(made);
  made.addEventListener('click', act);
}

function lead(reference: HTMLElement, panel: TracePanel | undefined, before: () => void): void {
  const key = reference.dataset.span ?? '';
  if (!panel?.has(key)) return;
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'ref';
  made.title = 'Show in the waterfall';
  made.textContent = reference.textContent;
  made.dataset.span = key;
  made.dataset.role = reference.dataset.role ?? '';
  made.addEventListener('click', () => {
    before();
    panel.reveal(key);
  });
  reference.replaceWith(made);
}

function keysIn(card: HTMLElement, role: 'proof' | 'nearest'): string[] {
  return all(`[data-span][data-role="${role}"]`, card).map((each) => each.dataset.span ?? '');
}
