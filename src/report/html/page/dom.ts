/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

interface Details {
  readonly class?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** An element with children. Text is only ever set as text. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  details: Details = {},
  children: readonly (Node | string)[] = [],
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (details.class !== undefined) made.className = details.class;
  if (details.text !== undefined) made.textContent = details.text;
  for (const [key, value] of Object.entries(details.attributes ?? {})) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** A button that does something in the page. */
export function button(text: string, details: Details, act: () => void): HTMLButtonElement {
  const made = element('button', { ...details, text, attributes: { type: 'button', ...details.attributes } });
  made.addEventListener('click', act);
  return made;
}

/** A button that is on or off. */
export function toggle(text: string, title: string, act: (on: boolean) => void): HTMLButtonElement {
  const attributes = { 'aria-pressed': 'false', title };
  const made = button(text, { class: 'chip', attributes }, () => {
    const on = made.getAttribute('aria-pressed') !== 'true';
    made.setAttribute('aria-pressed', String(on));
    act(on);
  });
  return made;
}

export function all(selector: string, within: ParentNode = document): HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>(selector)];
}

/** Calls of one frame come to one; the page is drawn as often as the screen. */
export function oncePerFrame(draw: () => void): () => void {
  let isPlanned = false;
  return () => {
    if (isPlanned) return;
    isPlanned = true;
    requestAnimationFrame(() => {
      isPlanned = false;
      draw();
    });
  };
}

/** The same for what can come after the frame, in a task of its own. */
export function onceInTime(draw: () => void): () => void {
  let isPlanned = false;
  return oncePerFrame(() => {
    if (isPlanned) return;
    isPlanned = true;
    setTimeout(() => {
      isPlanned = false;
      draw();
    });
  });
}
