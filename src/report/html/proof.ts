import { count } from '../amount.ts';
import type { ReportedProof } from '../reporter.ts';
import { clip } from '../visible.ts';
import { reference } from './finding.ts';
import { limits } from './limits.ts';
import { html, lines, type Markup } from './markup.ts';

/** Beyond it they would push everything else away. */
const UNFOLDED = 12;

/** How many planted faults the expectations noticed, and those that they did not; `clean` hides what must not be shown. */
export function proofSection(proof: ReportedProof, clean: (text: string) => string): Markup {
  const { score, judged, killed, survivors, suggestion } = proof;
  const shown = survivors.slice(0, limits.survivors);
  const rest = judged - killed - shown.length;
  const items = shown.map(({ operator, span, detail }) => {
    const what = clip(clean(detail), limits.name);
    const named = reference({ ...span, name: clean(span.name) }, 'proof');
    return html`<li><code>${operator}</code> <span>${named} <span class="quiet">${what}</span></span></li>\n`;
  });
  return html`<section class="planted"><h3>Proof <span class="quiet">score ${score} %: ${killed} of ${count(judged, 'mutant')} killed</span></h3>
${
  items.length > 0
    ? html`<details${items.length <= UNFOLDED ? ' open' : ''}><summary>${count(judged - killed, 'fault')} that nothing noticed</summary><ul>${items}</ul>
${rest > 0 ? html`<p class="cut">${rest} more left out of this page; \`spanwright prove --format json\` has more of them.</p>` : ''}</details>`
    : ''
}
${suggestion === undefined ? '' : html`<details><summary>Expectations that would notice, and pass on what was recorded</summary><pre class="log" tabindex="0">${lines(clip(clean(suggestion), limits.message))}</pre></details>`}</section>\n`;
}
