import { createHash } from 'node:crypto';
import type { RunRecord, ScenarioRecord } from '../../event/index.ts';
import { isRed } from '../outcome.ts';
import type { ReporterOptions } from '../reporter.ts';
import { summaryOf } from '../summary.ts';
import { limits } from './limits.ts';
import { scenarioList } from './list.ts';
import { html, Markup } from './markup.ts';
import { scenarioSection } from './scenario.ts';
import { summaryHeader } from './summary.ts';
import type { Traces } from './traces.ts';

/** The whole page. It asks for nothing: style, script and data stand in it, and its policy forbids everything else. */
export function printPage(record: RunRecord, traces: Traces, options: ReporterOptions): string {
  const style = options.asset('page.css');
  const script = options.asset('page.js');
  const sections = sectionsOf(record.scenarios, (scenario, id) =>
    scenarioSection({ id, scenario, trace: traces.get(scenario.id, scenario.attempts), options }),
  );
  const data = [...sections].flatMap(([scenario, { id }]) => {
    const trace = traces.get(scenario.id, scenario.attempts);
    return trace
      ? html`<script type="application/json" id="${id}-trace">${new Markup(trace.json)}</script>\n`
      : [];
  });
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${titleOf(record)}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the scenario</a>
${summaryHeader(record, options.kept)}<div class="frame">
${scenarioList(record, new Map([...sections].map(([scenario, { id }]) => [scenario, id])))}<main id="content">
${[...sections.values()].map(({ markup }) => markup)}</main>
</div>
${data}<script>${new Markup(script)}</script>
</body>
</html>
`.text;
}

interface Section {
  readonly id: string;
  readonly markup: Markup;
}

/** Of sections that do not fit any more so many are made: a smaller one may fit, but there can be hundreds. */
const MISSES = 3;

/** Of as many scenarios as fit, in the order of the run; those that did not pass are made first. */
function sectionsOf(
  scenarios: readonly ScenarioRecord[],
  make: (scenario: ScenarioRecord, id: string) => Markup,
): ReadonlyMap<ScenarioRecord, Section> {
  const numbered = scenarios.map((scenario, index) => ({ scenario, id: `s${index + 1}` }));
  const redFirst = [
    ...numbered.filter(({ scenario }) => isRed(scenario)),
    ...numbered.filter(({ scenario }) => !isRed(scenario)),
  ];
  const made = new Map<ScenarioRecord, Section>();
  let [size, misses] = [0, 0];
  for (const { scenario, id } of redFirst.slice(0, limits.scenarios)) {
    const markup = make(scenario, id);
    if (size + markup.text.length <= limits.details) {
      size += markup.text.length;
      made.set(scenario, { id, markup });
    } else if (++misses === MISSES) break;
  }
  return new Map(
    scenarios.flatMap((each) => {
      const section = made.get(each);
      return section ? [[each, section] as const] : [];
    }),
  );
}

function titleOf(record: RunRecord): string {
  const { counts, total } = summaryOf(record);
  const red = total - counts.passed - counts.skipped;
  const result = red > 0 ? `${red} of ${total} not passed` : `${counts.passed} passed`;
  return `${result} · Spanwright`;
}

/** Content Security Policy, level 3: only this style and this script, by their digests, and nothing from anywhere. */
function policy(style: string, script: string): string {
  return [
    "default-src 'none'",
    `style-src '${digest(style)}'`,
    `script-src '${digest(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
