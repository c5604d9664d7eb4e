import type { RunRecord } from '../../event/index.ts';
import { count, seconds } from '../amount.ts';
import { closingFacts } from '../closing.ts';
import { looks, type Outcome, outcomes } from '../outcome.ts';
import { rerunCommand } from '../rerun.ts';
import { summaryOf } from '../summary.ts';
import { html, type Markup } from './markup.ts';

/** What the run came to, at the head of the page. */
export function summaryHeader(record: RunRecord, kept: boolean | undefined): Markup {
  const { counts, flaky, total } = summaryOf(record);
  const verdict = verdictOf(counts);
  const facts = closingFacts(record, { verbose: false });
  const command = rerunCommand(record, kept);
  return html`<header class="run ${verdict}">
<div class="headline">
<p class="brand">Spanwright</p>
<h1>${headline(counts, total)}</h1>
<p class="facts">${circumstances(record, flaky).map((each) => html`<span>${each}</span> `)}</p>
</div>
${total > 0 ? proportions(counts, total) : ''}
${facts.length > 0 ? html`<ul class="closing">${facts.map(({ name, text }) => html`<li><strong>${name}</strong> ${text}</li>`)}</ul>` : ''}
${command === undefined ? '' : html`<p class="again"><span>run again</span> <code tabindex="0">${command}</code></p>`}
</header>\n`;
}

type Counts = Readonly<Record<Outcome, number>>;

/** The gravest outcome that anything had. */
function verdictOf(counts: Counts): Outcome {
  return outcomes.find((each) => counts[each] > 0) ?? 'skipped';
}

function headline(counts: Counts, total: number): string {
  if (total === 0) return 'Nothing was selected';
  if (counts.passed === total) return `${count(total, 'scenario')} passed`;
  const parts = outcomes.filter((each) => counts[each] > 0).map((each) => `${counts[each]} ${each}`);
  return parts.join(', ');
}

function circumstances(record: RunRecord, flaky: number): readonly string[] {
  const { runId, tool, startedAt, jobs, isolation, durationMs, interrupted, scenarios, shard } = record;
  return [
    count(scenarios.length, 'scenario'),
    seconds(durationMs),
    ...(flaky > 0 ? [`${flaky} flaky`] : []),
    ...(interrupted ? [`interrupted by ${interrupted}`] : []),
    ...(shard ? [`shard ${shard.index} of ${shard.count}`] : []),
    startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC'),
    count(jobs, 'job'),
    `isolation: ${isolation}`,
    `run ${runId}`,
    tool,
  ].filter((each) => each !== '');
}

/** A bar of all outcomes; what it shows stands in the headline too. */
function proportions(counts: Counts, total: number): Markup {
  let at = 0;
  const parts = outcomes
    .filter((each) => counts[each] > 0)
    .map((outcome) => {
      const width = (100 * counts[outcome]) / total;
      const part = html`<rect class="${outcome}" x="${at.toFixed(2)}" y="0" width="${width.toFixed(2)}" height="6"/>`;
      at += width;
      return part;
    });
  const text = outcomes
    .filter((each) => counts[each] > 0)
    .map((each) => `${counts[each]} ${looks[each].label.toLowerCase()}`)
    .join(', ');
  return html`<svg class="proportions" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="${text}">${parts}</svg>`;
}
