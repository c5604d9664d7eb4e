import type { PageTrace } from '../../waterfall/page-trace.ts';
import { startFindings } from './findings.ts';
import { createPanel, type TracePanel } from './panel.ts';

/** What the page can do with the trace of the scenario that is shown. */
export interface OpenTrace {
  stepFinding(by: 1 | -1): void;
  search(): void;
  focus(): void;
}

const opened = new Map<string, OpenTrace>();
let shown: string | undefined;

export function shownTrace(): OpenTrace | undefined {
  return opened.get(shown ?? '');
}

/** Draws the waterfall of a section when it is shown first: data is read no sooner. */
export function openTrace(section: HTMLElement): void {
  shown = section.id;
  if (opened.has(section.id)) return;
  const slot = section.querySelector<HTMLElement>('.waterfall');
  const panel = slot ? panelIn(slot) : undefined;
  const findings = startFindings(section, panel);
  opened.set(section.id, {
    stepFinding: (by) => findings.step(by),
    search: () => panel?.search(),
    focus: () => panel?.focus(),
  });
}

function panelIn(slot: HTMLElement): TracePanel | undefined {
  const data = document.getElementById(slot.dataset.trace ?? '')?.textContent;
  if (!data) return undefined;
  // Written by the encoder of the same version, in the same file.
  const trace = JSON.parse(data) as PageTrace;
  const panel = createPanel(trace);
  slot.replaceChildren(panel.element);
  panel.show();
  return panel;
}
