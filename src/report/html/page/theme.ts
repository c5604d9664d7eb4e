import { button } from './dom.ts';

export interface Theme {
  next(): void;
}

const KEY = 'spanwright-theme';
const modes = ['auto', 'light', 'dark'] as const;
type Mode = (typeof modes)[number];

/** Light, dark, or as the system has it; remembered where the browser lets a file remember anything. */
export function startTheme(): Theme {
  let mode = remembered();
  const control = button('', { class: 'tool theme' }, () => next());
  const show = () => {
    document.documentElement.dataset.theme = mode;
    control.textContent = { auto: '◐', light: '○', dark: '●' }[mode];
    control.title = `Colours: ${mode} (t)`;
    control.setAttribute('aria-label', `Colours: ${mode}`);
    document.dispatchEvent(new Event('themechange'));
  };
  const next = () => {
    mode = modes[(modes.indexOf(mode) + 1) % modes.length] ?? 'auto';
    remember(mode);
    show();
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
  tools().append(control);
  show();
  return { next };
}

/** The corner of the page with what concerns all of it. */
export function tools(): HTMLElement {
  const corner = document.querySelector<HTMLElement>('.corner');
  if (corner) return corner;
  const made = document.createElement('div');
  made.className = 'corner';
  document.querySelector('header.run')?.append(made);
  return made;
}

function remembered(): Mode {
  try {
    const kept = localStorage.getItem(KEY);
    return modes.find((each) => each === kept) ?? 'auto';
  } catch {
    return 'auto';
  }
}

function remember(mode: Mode): void {
  try {
    localStorage.setItem(KEY, mode);
  } catch {
    // A page opened from disk may have no storage; then the choice lasts as long as the page.
  }
}
