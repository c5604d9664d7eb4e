import { visible } from '../diagnostic/index.ts';
import type { RunRecord, ScenarioRecord } from '../event/index.ts';
import { count } from './amount.ts';
import { closingFacts } from './closing.ts';
import { detailLines, noteLines } from './detail.ts';
import { isNotStarted, isRed } from './outcome.ts';
import { painter } from './paint.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';
import { rerunCommand } from './rerun.ts';
import { label, noticeLine, retryLine, slowLine, statusLine } from './status.ts';
import { printRunSummary } from './summary.ts';

/**
 * For people. A line for each scenario, as soon as it has ended where events are handed in; then, only when something is
 * not green, what went wrong with each such scenario, in plan order; a summary; and the command that runs those again.
 */
export function createHuman(options: ReporterOptions): Reporter {
  const told = new Set<string>();
  return {
    event(event) {
      if (event.type === 'interrupted') return interruption(event.signal, options);
      if (event.type === 'scenarioSlow') return `${slowLine(event, options)}\n`;
      if (event.type === 'stopping' || event.type === 'boundsChanged')
        return `${noticeLine(event, options)}\n`;
      if (event.type !== 'scenarioFinished') return '';
      const { record, willRetry } = event;
      if (willRetry) return `${retryLine(record, options)}\n`;
      if (isNotStarted(record)) return '';
      told.add(record.id);
      return text(scenarioLines(record, options));
    },
    finish(record) {
      const started = record.scenarios.filter((each) => !isNotStarted(each));
      const head = [
        ...started.filter(({ id }) => !told.has(id)).flatMap((each) => scenarioLines(each, options)),
        ...notStartedLines(record.scenarios.filter(isNotStarted), options),
      ];
      const details = started.filter(isRed).map((each) => detailBlock(each, options));
      const blocks = details.flatMap((block) => ['', ...block]);
      return `${text([...head, ...blocks, ...(blocks.length > 0 ? [''] : [])])}${ending(record, options)}`;
    },
  };
}

/** The status of a scenario, and its warnings when it is green: what is not green is explained at the end. */
function scenarioLines(scenario: ScenarioRecord, options: ReporterOptions): string[] {
  const notes = isRed(scenario) ? [] : noteLines(scenario, options);
  return [statusLine(scenario, options), ...indented(notes)];
}

function detailBlock(scenario: ScenarioRecord, options: ReporterOptions): string[] {
  const paint = painter(options.color);
  const head = `${label(scenario, paint)}  ${paint('bold', visible(scenario.id))}`;
  return [head, ...indented(detailLines(scenario, options))];
}

const SHOWN_NOT_STARTED = 5;

function notStartedLines(scenarios: readonly ScenarioRecord[], options: ReporterOptions): string[] {
  const [first] = scenarios;
  if (!first) return [];
  const shown = options.verbose ? scenarios : scenarios.slice(0, SHOWN_NOT_STARTED);
  const more = scenarios.length > shown.length ? [`and ${scenarios.length - shown.length} more`] : [];
  const names = [...shown.map(({ id }) => visible(id)), ...more].join(', ');
  return [
    `${label(first, painter(options.color))}  ${count(scenarios.length, 'scenario')} not started: ${names}`,
  ];
}

function interruption(signal: string, { color }: ReporterOptions): string {
  const again = signal === 'SIGINT' ? '; Ctrl-C again stops at once' : '';
  return `${painter(color)('yellow', `${signal}: stopping`)}${again}\n`;
}

function ending(record: RunRecord, options: ReporterOptions): string {
  const paint = painter(options.color);
  const facts = closingFacts(record, options).map(({ name, text }) => `${paint('bold', name)}: ${text}\n`);
  const command = rerunCommand(record, options.kept);
  const again = command === undefined ? '' : `run again: ${paint('cyan', command)}\n`;
  return `${facts.join('')}${printRunSummary(record, options)}${options.verbose ? circumstances(record) : ''}${again}`;
}

function circumstances({ runId, tool, startedAt, jobs, isolation }: RunRecord): string {
  const facts = [`run ${runId}`, tool, `started ${startedAt}`, count(jobs, 'job'), `isolation: ${isolation}`];
  return `${visible(facts.join(', '))}\n`;
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
