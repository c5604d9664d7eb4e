import { all } from './dom.ts';

export interface Scenarios {
  /** The next or previous one of those that are listed. */
  step(by: 1 | -1): void;
  search(): void;
}

/** One scenario at a time: the one the address names (`#s3`), else the first that is not
 * green, else the first. `open` is called when one is shown. */
export function startScenarios(open: (section: HTMLElement) => void): Scenarios {
  const sections = new Map(all('section.scenario').map((each) => [each.id, each]));
  const links = new Map(
    all('#list a.item').map((each) => [(each.getAttribute('href') ?? '').slice(1), each]),
  );
  let shown: string | undefined;
  const show = (id: string | undefined) => {
    if (id === undefined || id === shown) return;
    for (const [each, section] of sections) section.hidden = each !== id;
    links.get(shown ?? '')?.removeAttribute('aria-current');
    const link = links.get(id);
    link?.setAttribute('aria-current', 'true');
    link?.scrollIntoView({ block: 'nearest' });
    const isFirst = shown === undefined;
    shown = id;
    const section = sections.get(id);
    if (!section) return;
    if (!isFirst) scrollTo({ top: 0 });
    open(section);
  };
  const named = () => {
    const id = sectionOf(location.hash.slice(1));
    return sections.has(id) ? id : undefined;
  };
  addEventListener('hashchange', () => show(named()));
  const isListed = (id: string) => links.get(id)?.closest('li')?.hidden === false;
  startFilter();
  const ids = [...sections.keys()];
  const isRed = (id: string) => links.get(id)?.closest('li')?.matches('.failed, .error, .undecided') === true;
  show(named() ?? ids.find(isRed) ?? ids[0]);
  return {
    step(by) {
      const listed = ids.filter(isListed);
      const at = listed.indexOf(shown ?? '');
      const next = listed[at === -1 ? 0 : Math.min(listed.length - 1, Math.max(0, at + by))];
      if (next !== undefined && next !== shown) location.hash = next;
    },
    search() {
      const input = document.querySelector<HTMLInputElement>('#search');
      input?.focus();
      input?.select();
    },
  };
}

/** The address may name a finding, which is within a section: `s3-f1`. */
function sectionOf(hash: string): string {
  return hash.split('-')[0] ?? '';
}

function startFilter(): void {
  const items = all('#list > li').map((item) => ({ item, text: (item.dataset.text ?? '').toLowerCase() }));
  const input = document.querySelector<HTMLInputElement>('#search');
  const none = document.querySelector<HTMLElement>('p.none');
  const chips = all('.chips .chip');
  const apply = () => {
    const words = (input?.value ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = chips
      .filter((chip) => chip.getAttribute('aria-pressed') === 'true')
      .map((chip) => chip.dataset.outcome ?? '');
    let left = 0;
    for (const { item, text } of items) {
      const isWanted = wanted.length === 0 || wanted.some((each) => item.classList.contains(each));
      item.hidden = !(isWanted && words.every((word) => text.includes(word)));
      if (!item.hidden) left += 1;
    }
    if (none) none.hidden = left > 0;
  };
  input?.addEventListener('input', apply);
  for (const chip of chips) {
    chip.addEventListener('click', () => {
      chip.setAttribute('aria-pressed', String(chip.getAttribute('aria-pressed') !== 'true'));
      apply();
    });
  }
}
