import type { PlacedFinding } from '../../event/index.ts';
import type { FindingOutcome } from '../../expect/index.ts';
import type { SpanRef } from '../../trace/index.ts';
import { count } from '../amount.ts';
import { printPlace } from '../excerpt.ts';
import { clip } from '../visible.ts';
import { excerpt } from './excerpt.ts';
import { limits } from './limits.ts';
import { html, lines, type Markup } from './markup.ts';
import { spanKey } from './waterfall/page-trace.ts';

interface FindingOptions {
  /** Of the element, unique in the page. */
  readonly id: string;
  readonly source: (file: string) => string | undefined;
}

const words: Readonly<Record<FindingOutcome, string>> = {
  failed: 'failed',
  undecided: 'undecided',
  passed: 'passed',
  notApplicable: 'not applicable',
};

/** A finding in full: what was claimed, where, what there is instead, what came nearest, and the spans that prove it. */
export function findingCard(finding: PlacedFinding, { id, source }: FindingOptions): Markup {
  const { outcome, rule, message, expected, actual, nearest, edit, cheat, place } = finding;
  return html`<article class="finding ${outcome}" id="${id}" data-finding>
<h4><span class="mark" aria-hidden="true"></span><span class="word">${words[outcome]}</span> <code>${rule}</code></h4>
<p class="message">${clip(message, limits.message)}</p>
<dl>
<div><dt>expected</dt><dd>${longText(expected)}</dd></div>
<div><dt>actual</dt><dd>${longText(actual)}</dd></div>
${cheat ? html`<div><dt>looks like</dt><dd>${cheat}</dd></div>\n` : ''}${nearest ? nearestMiss(nearest) : ''}${edit ? html`<div><dt>smallest edit</dt><dd><pre tabindex="0">${lines(clip(edit, limits.message))}</pre></dd></div>\n` : ''}${finding.proofCount > 0 ? proof(finding) : ''}</dl>
${excerpt(place, source)}
</article>\n`;
}

/** A finding in a line, with the spans that prove it. */
export function findingRow(finding: PlacedFinding, { id }: Pick<FindingOptions, 'id'>): Markup {
  const { outcome, rule, message, place } = finding;
  return html`<article class="finding row ${outcome}" id="${id}" data-finding>
<h4><span class="mark" aria-hidden="true"></span><span class="word">${words[outcome]}</span> <code>${rule}</code></h4>
<p class="message">${clip(message, limits.message)} <span class="place">${printPlace(place)}</span></p>
${finding.proofCount > 0 ? html`<dl>${proof(finding)}</dl>` : ''}</article>\n`;
}

function longText(text: string): Markup {
  const shown = clip(text, limits.message);
  return shown.includes('\n') ? html`<pre tabindex="0">${lines(shown)}</pre>` : html`${shown}`;
}

function nearestMiss({ span, differences }: NonNullable<PlacedFinding['nearest']>): Markup {
  const list = differences
    .slice(0, limits.differencesOfSpan)
    .map((each) => html`<li>${clip(each, limits.message)}</li>`);
  const rest = differences.length - list.length;
  if (rest > 0) list.push(html`<li>and ${count(rest, 'more difference')}</li>`);
  return html`<div class="nearest"><dt>nearest miss</dt><dd>${reference(span, 'nearest')}<ul>${list}</ul></dd></div>\n`;
}

function proof({ proof: spans, proofCount }: PlacedFinding): Markup {
  const rest = proofCount - spans.length;
  const items = spans.map((each) => html`<li>${reference(each, 'proof')}</li>`);
  const more = rest > 0 ? html`<li class="more">and ${count(rest, 'more span')}</li>` : '';
  return html`<div class="proof"><dt>proof</dt><dd><ul>${items}${more}</ul></dd></div>\n`;
}

/** The script of the page makes it lead to the span in the waterfall. */
export function reference({ traceId, spanId, name }: SpanRef, role: 'proof' | 'nearest'): Markup {
  return html`<span class="ref" data-span="${spanKey(traceId, spanId)}" data-role="${role}">${clip(name, limits.name)}</span> <code class="id">${clip(spanId, 16)}</code>`;
}
