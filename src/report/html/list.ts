import type { RunRecord, ScenarioRecord } from '../../event/index.ts';
import { count, seconds } from '../amount.ts';
import { looks, type Outcome, outcomeOf, outcomes } from '../outcome.ts';
import { clip } from '../visible.ts';
import { limits } from './limits.ts';
import { html, type Markup } from './markup.ts';

/** The list of all scenarios, each leading to its section; those without one are named all the same. */
export function scenarioList(
  { scenarios }: RunRecord,
  sections: ReadonlyMap<ScenarioRecord, string>,
): Markup {
  const listed = scenarios.slice(0, limits.listed);
  const rest = scenarios.length - listed.length;
  const withoutDetails = scenarios.length - sections.size;
  return html`<nav class="scenarios" aria-label="Scenarios">
<div class="tools" data-needs-script hidden>
<label class="search"><span class="hidden">Search scenarios</span><input type="search" id="search" placeholder="Search scenarios" autocomplete="off" spellcheck="false"></label>
<div class="chips" role="group" aria-label="Show only">${chips(scenarios)}</div>
</div>
<p class="none" hidden>No scenario matches.</p>
<ol id="list">
${listed.map((each) => item(each, sections.get(each)))}</ol>
${rest > 0 ? html`<p class="cut">${count(rest, 'more scenario')} left out of this page.</p>` : ''}${withoutDetails > 0 ? html`<p class="cut">${count(withoutDetails, 'scenario')} without details here: a page holds ${limits.scenarios} at most, those that did not pass first.</p>` : ''}
</nav>\n`;
}

function chips(scenarios: readonly ScenarioRecord[]): readonly Markup[] {
  const amounts = new Map<Outcome | 'flaky', number>();
  for (const each of scenarios) {
    const outcome = outcomeOf(each);
    amounts.set(outcome, (amounts.get(outcome) ?? 0) + 1);
    if (each.flaky) amounts.set('flaky', (amounts.get('flaky') ?? 0) + 1);
  }
  const kinds = ([...outcomes, 'flaky'] as const).filter((each) => amounts.has(each));
  return kinds.map(
    (each) =>
      html`<button type="button" class="chip ${each}" data-outcome="${each}" aria-pressed="false">${each} <span class="amount">${amounts.get(each)}</span></button> `,
  );
}

function item(scenario: ScenarioRecord, section: string | undefined): Markup {
  const outcome = outcomeOf(scenario);
  const { id, name, file, durationMs, flaky } = scenario;
  const time = outcome === 'skipped' ? '' : seconds(durationMs);
  const parts = html`<span class="mark" aria-hidden="true"></span><span class="name">${clip(name, limits.name)}</span> <span class="time">${time}</span> <span class="file">${clip(file, limits.name)}</span><span class="hidden"> ${looks[outcome].label.toLowerCase()}${flaky ? ', flaky' : ''}</span>`;
  const body =
    section === undefined
      ? html`<span class="item">${parts}</span>`
      : html`<a class="item" href="#${section}">${parts}</a>`;
  return html`<li class="${outcome}${flaky ? ' flaky' : ''}" data-text="${clip(id, 2 * limits.name)}">${body}</li>\n`;
}
