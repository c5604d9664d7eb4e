import type { PageTrace } from '../../waterfall/page-trace.ts';
import { all } from '../dom.ts';
import { startFindings } from './findings.ts';
import { createPanel, type TracePanel } from './panel.ts';

/** What the page can do with the trace of the scenario that is shown. */
export interface OpenTrace {
  stepFinding(by: 1 | -1): void;
  search(): void;
  focus(): void;
}

const begun = new Set<string>();
const opened = new Map<string, OpenTrace>();
let shown: string | undefined;

export function shownTrace(): OpenTrace | undefined {
  return opened.get(shown ?? '');
}

/**
 * Draws the waterfall of a section when it is shown first: data is read no sooner, and only after the rest of the section
 * is on the screen.
 */
export function openTrace(section: HTMLElement): void {
  shown = section.id;
  if (begun.has(section.id)) return;
  begun.add(section.id);
  requestAnimationFrame(() => setTimeout(() => draw(section)));
}

function draw(section: HTMLElement): void {
  const slot = section.querySelector<HTMLElement>('.waterfall');
  const panel = slot ? panelIn(slot, keysIn(section)) : undefined;
  for (const mark of all('.excerpt mark', section)) bringIntoView(mark);
  const findings = startFindings(section, panel);
  opened.set(section.id, {
    stepFinding: (by) => findings.step(by),
    search: () => panel?.search(),
    focus: () => panel?.focus(),
  });
}

function panelIn(slot: HTMLElement, keys: ReadonlySet<string>): TracePanel | undefined {
  const data = document.getElementById(slot.dataset.trace ?? '')?.textContent;
  if (!data) return undefined;
  // Written by the encoder of the same version, in the same file.
  const trace = JSON.parse(data) as PageTrace;
  const panel = createPanel(trace, keys);
  slot.replaceChildren(panel.element);
  panel.show();
  return panel;
}

/** Lines of a file can be long, and what is meant far to the right. */
function bringIntoView(mark: HTMLElement): void {
  const box = mark.closest('pre');
  if (box && mark.offsetLeft + mark.offsetWidth > box.clientWidth) box.scrollLeft = mark.offsetLeft - MARGIN;
}

/** In front of what is brought into view: the number of the line and a few words. */
const MARGIN = 90;

/** The spans that the findings of a section name. */
function keysIn(section: HTMLElement): ReadonlySet<string> {
  return new Set(all('[data-span]', section).map((each) => each.dataset.span ?? ''));
}
