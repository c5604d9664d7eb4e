import { visible } from '../diagnostic/index.ts';
import type { RunRecord, ScenarioRecord } from '../event/index.ts';
import { count, seconds } from './amount.ts';
import { closingFacts } from './closing.ts';
import { flakeLines } from './flake.ts';
import { focusOf } from './focus.ts';
import { isNotStarted, isRed, looks, outcomeOf, outcomes } from './outcome.ts';
import { rerunCommand } from './rerun.ts';
import { summaryOf } from './summary.ts';
import { clip } from './visible.ts';

/** GitHub takes 1 MiB of a step, and people a screen. */
const SHOWN = 50;
const MAX_REASON = 300;

/** A run as the page of a GitHub Actions job shows it below its steps (GITHUB_STEP_SUMMARY), in Markdown. */
export function printStepSummary(record: RunRecord): string {
  const { counts, flaky, total } = summaryOf(record);
  const head = outcomes.filter((each) => counts[each] > 0).map((each) => `${counts[each]} ${each}`);
  if (flaky > 0) head.push(`${flaky} flaky`);
  const red = record.scenarios.filter((each) => isRed(each) && !isNotStarted(each));
  const wavering = record.scenarios.filter((each) => each.flaky);
  const rerun = rerunCommand(record);
  const facts = closingFacts(record, { verbose: false });
  const lines = [
    `### Spanwright: ${total === 0 ? 'nothing was selected' : head.join(', ')}`,
    '',
    `${count(total, 'scenario')} in ${seconds(record.durationMs)}${record.interrupted ? `, interrupted by ${record.interrupted}` : ''}`,
    ...table(red, ['Scenario', 'Verdict', 'Reason'], (each) => [
      code(each.id),
      looks[outcomeOf(each)].label,
      escaped(clip(focusOf(each).message, MAX_REASON)),
    ]),
    ...table(wavering, ['Flaky scenario', 'Attempts', 'Why'], (each) => [
      code(each.id),
      String(each.attempts),
      flakeLines(each, { color: false }).map(escaped).join('<br>'),
    ]),
    ...(facts.length > 0 ? ['', ...facts.map(({ name, text }) => `- **${name}**: ${escaped(text)}`)] : []),
    ...(rerun === undefined ? [] : ['', ...fenced(rerun)]),
  ];
  return `${lines.join('\n')}\n`;
}

function table(
  scenarios: readonly ScenarioRecord[],
  head: readonly string[],
  row: (scenario: ScenarioRecord) => readonly string[],
): string[] {
  if (scenarios.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const more = scenarios.length > SHOWN ? ['', `and ${scenarios.length - SHOWN} more`] : [];
  const shown = scenarios.slice(0, SHOWN).map((each) => line(row(each)));
  return ['', line(head), line(head.map(() => '---')), ...shown, ...more];
}

/** Text of others in Markdown: shown as it is, whatever it means there. Characters that could, as character references. */
function escaped(text: string): string {
  return visible(text).replace(/[&<>|\\`*_[\]()#!~@:{}]/g, (char) => `&#${char.codePointAt(0)};`);
}

function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}

/** A fence that is longer than any run of backquotes inside. */
function fenced(text: string): string[] {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((each) => each.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}sh`, text, fence];
}
