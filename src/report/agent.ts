import { type Diagnostic, visible } from '../diagnostic/index.ts';
import { sha256 } from '../digest/index.ts';
import type { PlacedFinding, RunRecord, ScenarioRecord } from '../event/index.ts';
import type { SpanRef } from '../trace/index.ts';
import { count, seconds } from './amount.ts';
import { printPlace } from './excerpt.ts';
import { exitCodeOf } from './exit.ts';
import { isUnmet } from './focus.ts';
import { isNotStarted, isRed, outcomeOf } from './outcome.ts';
import { outputLines } from './output.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';
import { rerunCommand, shellWord } from './rerun.ts';
import { summaryOf } from './summary.ts';
import { clip, visibleLines } from './visible.ts';

/** The version of the format. Words at the beginning of lines may be added without raising it, never removed or changed. */
const FORMAT = 1;

/** What is shown of a run, so that the whole of it is read: the rest is counted. */
const SCENARIOS = 20;
const FINDINGS = 10;
const PROOF = 5;
const LINES = 12;
const COLUMNS = 300;

/**
 * For programs that read text and act on it, such as coding assistants: nothing but what does not pass, a fact to a line,
 * each line begun by a word of a fixed set; ids that stay the same from run to run; and the command to give next.
 */
export function createAgent(options: ReporterOptions): Reporter {
  return { finish: (record) => `${linesOf(record, options).join('\n')}\n` };
}

function linesOf(record: RunRecord, options: ReporterOptions): readonly string[] {
  const { scenarios, runId, durationMs, interrupted } = record;
  const { counts, flaky, total } = summaryOf(record);
  const code = exitCodeOf(record);
  const amounts = Object.entries({ ...counts, flaky }).filter(([, amount]) => amount > 0);
  const red = scenarios.filter((each) => isRed(each) && !isNotStarted(each));
  const wavering = scenarios.filter((each) => each.flaky);
  const again = rerunCommand(record, options.kept);
  return [
    `spanwright agent=${FORMAT} exit=${code} scenarios=${total}${amounts.map(([name, amount]) => ` ${name}=${amount}`).join('')}`,
    `run ${visible(runId)} ${seconds(durationMs)}${interrupted ? ` interrupted=${interrupted}` : ''}`,
    ...red.slice(0, SCENARIOS).flatMap((each) => scenarioLines(each, record, options)),
    ...more(red.length - SCENARIOS, 'scenario'),
    ...wavering
      .slice(0, SCENARIOS)
      .map(({ place, id }) => `flaky ${visible(printPlace(place))} ${visible(id)}`),
    ...(again === undefined ? [] : [`next ${again}`]),
  ];
}

function scenarioLines(scenario: ScenarioRecord, { runId }: RunRecord, options: ReporterOptions): string[] {
  const { id, place, findings, diagnostics, telemetry } = scenario;
  const unmet = findings.filter(isUnmet);
  const spans = telemetry?.spans ?? 0;
  const look = `spanwright spans ${visible(runId)} --only ${shellWord(id)} --format tree`;
  return [
    `scenario ${outcomeOf(scenario)} ${visible(printPlace(place))} ${visible(id)}`,
    ...diagnostics.flatMap(diagnosticLines),
    ...unmet.slice(0, FINDINGS).flatMap((each) => findingLines(each, scenario)),
    ...more(unmet.length - FINDINGS, 'finding'),
    ...outputLines(scenario, { ...options, color: false, verbose: false }).map(
      (line) => `  output ${line.trim()}`,
    ),
    ...(options.kept && spans > 0 ? [`  look ${look}`] : []),
  ];
}

function diagnosticLines({ severity, code, message, place, hint }: Diagnostic): string[] {
  const where = place ? ` ${visible(printPlace(place))}` : '';
  return [
    `  ${severity} ${code}${where} ${oneLine(message)}`,
    ...(hint === undefined ? [] : [`    hint ${oneLine(hint)}`]),
    `    explain spanwright explain ${code}`,
  ];
}

function findingLines(finding: PlacedFinding, scenario: ScenarioRecord): string[] {
  const { outcome, place, rule, message, expected, actual, nearest, edit, cheat, proof, proofCount } =
    finding;
  const shown = proof.slice(0, PROOF).map(spanText);
  return [
    `  finding ${idOf(finding, scenario)} ${outcome} ${visible(printPlace(place))} ${oneLine(rule)}`,
    `    message ${oneLine(message)}`,
    ...facts('expected', expected),
    ...facts('actual', actual),
    ...(cheat === undefined ? [] : [`    looks-like ${oneLine(cheat)}`]),
    ...(nearest ? [`    nearest ${spanText(nearest.span)}`] : []),
    ...(nearest?.differences.map((text) => `    differs ${oneLine(text)}`) ?? []),
    ...(edit === undefined ? [] : facts('edit', edit)),
    ...shown.map((text) => `    proof ${text}`),
    ...more(proofCount - shown.length, 'span').map((line) => `    ${line}`),
  ];
}

/** The same for the same claim of the same scenario in every run, whatever came of it. */
function idOf({ rule, path }: PlacedFinding, { id }: ScenarioRecord): string {
  return `f-${sha256(JSON.stringify([id, rule, path])).slice(0, 8)}`;
}

function spanText({ spanId, name }: SpanRef): string {
  return `${oneLine(spanId)} ${oneLine(name)}`;
}

/** A text of several lines as so many facts. */
function facts(word: string, text: string): string[] {
  const lines = visibleLines(text);
  const shown = lines.slice(0, LINES).map((line) => `    ${word} ${clip(line, COLUMNS)}`);
  return [...shown, ...more(lines.length - LINES, 'line').map((line) => `    ${line}`)];
}

function more(rest: number, noun: string): string[] {
  return rest > 0 ? [`more ${count(rest, noun)}`] : [];
}

function oneLine(text: string): string {
  return clip(visible(text), COLUMNS);
}
