import type { PlacedFinding, ScenarioRecord } from '../../event/index.ts';
import { count, seconds } from '../amount.ts';
import { evidenceLines } from '../evidence.ts';
import { diagnosticLines, printPlace } from '../excerpt.ts';
import { flakeLines, repeatLines } from '../flake.ts';
import { isUnmet } from '../focus.ts';
import { looks, outcomeOf } from '../outcome.ts';
import type { ReporterOptions } from '../reporter.ts';
import { clip } from '../visible.ts';
import { baselineSection } from './baseline.ts';
import { findingCard, findingRow } from './finding.ts';
import { limits } from './limits.ts';
import { type Content, html, lines, type Markup } from './markup.ts';
import { outputSections } from './output.ts';
import { proofSection } from './proof.ts';
import type { KeptTrace } from './traces.ts';

export interface ScenarioView {
  /** Of its element, such as `s3`. */
  readonly id: string;
  readonly scenario: ScenarioRecord;
  /** Undefined when there is none, or when it did not fit. */
  readonly trace: KeptTrace | undefined;
  readonly options: ReporterOptions;
}

/** Everything about one scenario. It can be read without a script; the waterfall is drawn by one. */
export function scenarioSection(view: ScenarioView): Markup {
  const { id, scenario } = view;
  const outcome = outcomeOf(scenario);
  return html`<section class="scenario" id="${id}" aria-labelledby="${id}-title" data-scenario="${id}">
<header class="title">
<p class="verdict ${outcome}"><span class="mark" aria-hidden="true"></span>${looks[outcome].label.toLowerCase()}</p>
<h2 id="${id}-title" tabindex="-1">${scenario.name}</h2>
<p class="facts">${facts(scenario).map((each) => html`<span>${each}</span> `)}</p>
</header>
${troubles(view)}
<div class="columns">
<div class="findings">${findings(view)}</div>
<div class="trace">${traceSlot(view)}</div>
</div>
${circumstances(view)}
</section>\n`;
}

function facts(scenario: ScenarioRecord): readonly string[] {
  const { place, durationMs, telemetry, attempts, flaky, skipped, slow, repeat } = scenario;
  const where = printPlace(place);
  if (skipped !== undefined) return [where, `skipped: ${skipped}`];
  return [
    where,
    seconds(durationMs),
    ...(telemetry ? [count(telemetry.spans, 'span')] : []),
    ...(flaky ? [`flaky: passed on attempt ${attempts}`] : attempts > 1 ? [`attempt ${attempts}`] : []),
    ...(repeat ? [`run ${repeat.done} of ${repeat.wanted} times`] : []),
    ...(slow ? ['slow'] : []),
  ];
}

/** What broke, and what there is to say about attempts. */
function troubles({ scenario, options }: ScenarioView): Content {
  const plain = { color: false, source: options.source };
  const said = scenario.diagnostics.slice(0, limits.diagnosticsOfScenario).map((each) => {
    const text = diagnosticLines(each, plain).join('\n');
    return html`<pre class="diagnostic ${each.severity}" tabindex="0">${lines(clip(text, limits.message))}</pre>\n`;
  });
  const rest = scenario.diagnostics.length - said.length;
  const changes = [...flakeLines(scenario, plain), ...repeatLines(scenario)];
  return [
    ...said,
    rest > 0 ? html`<p class="cut">${count(rest, 'more diagnostic')} left out of this page.</p>` : '',
    changes.length > 0 ? html`<pre class="diagnostic" tabindex="0">${lines(changes.join('\n'))}</pre>\n` : '',
  ];
}

function findings({ id, scenario, options }: ScenarioView): Content {
  const shown = scenario.findings.slice(0, limits.findingsOfScenario);
  const numbered = shown.map((finding, index) => ({
    finding,
    options: { id: `${id}-f${index}`, source: options.source },
  }));
  const unmet = numbered.filter(({ finding }) => isUnmet(finding));
  const met = numbered.filter(({ finding }) => !isUnmet(finding));
  const rest = scenario.findings.length - shown.length;
  if (scenario.findings.length === 0) {
    const why = scenario.skipped === undefined ? 'Nothing was judged.' : 'A skipped scenario is not judged.';
    return html`<h3>Expectations</h3><p class="quiet">${why}</p>`;
  }
  // Of a scenario that broke, what broke is the reason, and each finding says no more than that.
  const isBroken = outcomeOf(scenario) === 'error';
  const cards = isBroken ? [] : unmet;
  const rows = isBroken ? [...unmet, ...met] : met;
  const title = isBroken ? `${count(rows.length, 'expectation')}` : `${met.length} met`;
  return html`<h3>${heading(scenario.findings)}</h3>
${cards.map((each) => findingCard(each.finding, each.options))}${rows.length > 0 ? findingRows(rows, { title, isOpen: cards.length === 0 && !isBroken }) : ''}${rest > 0 ? html`<p class="cut">${count(rest, 'more finding')} left out of this page; \`--reporter json\` has them all.</p>` : ''}`;
}

const counted = {
  failed: 'failed',
  undecided: 'undecided',
  passed: 'met',
  notApplicable: 'not applicable',
} as const;

function heading(all: readonly PlacedFinding[]): string {
  const parts = (Object.keys(counted) as (keyof typeof counted)[]) // the keys of the table above
    .map((outcome) => ({
      amount: all.filter((each) => each.outcome === outcome).length,
      word: counted[outcome],
    }))
    .filter(({ amount }) => amount > 0);
  const [only, ...others] = parts;
  const total = count(all.length, 'expectation');
  if (only && others.length === 0) return `${total} ${only.word}`;
  return `${total}: ${parts.map(({ amount, word }) => `${amount} ${word}`).join(', ')}`;
}

interface Numbered {
  readonly finding: PlacedFinding;
  readonly options: { readonly id: string; readonly source: ReporterOptions['source'] };
}

function findingRows(
  findings: readonly Numbered[],
  { title, isOpen }: { readonly title: string; readonly isOpen: boolean },
): Markup {
  const rows = findings.map((each) => findingRow(each.finding, each.options));
  return html`<details class="met"${isOpen ? ' open' : ''}><summary>${title}</summary>
${rows}</details>`;
}

/** Where the waterfall goes, and what is said in its place as long as no script draws it. */
function traceSlot({ id, scenario, trace }: ScenarioView): Content {
  const head = html`<h3>Trace</h3>`;
  if (trace === undefined) {
    const spans = scenario.telemetry?.spans ?? 0;
    const why =
      spans === 0
        ? 'No span was received.'
        : `${count(spans, 'span')} received; they are not in this page, see \`spanwright spans\`.`;
    return html`${head}<p class="quiet">${why}</p>`;
  }
  const cuts = [
    ...(trace.omittedSpans > 0
      ? [`${count(trace.omittedSpans, 'span')} beyond the first ${limits.spansOfTrace}`]
      : []),
    ...(trace.omittedTexts > 0
      ? [`${count(trace.omittedTexts, 'text')} beyond ${limits.textOfTrace} characters`]
      : []),
  ];
  return html`${head}<div class="waterfall" data-trace="${id}-trace"><p class="quiet">${count(trace.spans, 'span')}. Drawing the waterfall takes JavaScript; \`spanwright spans\` prints the spans.</p></div>
${cuts.length > 0 ? html`<p class="cut">Left out of this page: ${cuts.join(', ')}; \`spanwright spans --format json\` has them all.</p>` : ''}`;
}

function circumstances({ id, scenario, trace, options }: ScenarioView): Content {
  const evidence = evidenceLines(scenario, { ...options, color: false, verbose: true });
  const clean = options.clean ?? ((text: string) => text);
  return [
    trace?.proof ? proofSection(trace.proof, clean) : '',
    trace?.baseline ? baselineSection(trace.baseline, clean) : '',
    outputSections(scenario),
    evidence.length > 0
      ? html`<details class="evidence"><summary>Telemetry and settling</summary><pre tabindex="0" id="${id}-evidence">${lines(evidence.join('\n'))}</pre></details>\n`
      : '',
  ];
}
