import { printDiagnostics } from '../../diagnostic/index.ts';
import { visible } from '../../report/index.ts';
import type { CycleEvent, FileReport } from '../../watch/index.ts';
import type { JudgedNews, News, ScenarioNews, View } from './news.ts';
import {
  amount,
  causeText,
  milliseconds,
  outcomesText,
  reasonText,
  timingText,
  totalsText,
} from './words.ts';

export interface LinesOptions {
  readonly write: (text: string) => void;
  readonly color: boolean;
  /** Whether changes of expectations are shown. */
  readonly diff: boolean;
  /** The text of a file as it is now. */
  readonly source: (file: string) => string | undefined;
}

/** At the start of a large project with many faults, so many files are shown and the others counted. */
const SHOWN_FILES = 50;

/** A watch in lines that come one after the other, for pipes, logs, and terminals that cannot do better. */
export function linesView({ write, ...options }: LinesOptions): View {
  return {
    show(news) {
      const text = newsText(news, options);
      if (text !== '') write(text);
    },
    close() {},
  };
}

type Look = Omit<LinesOptions, 'write'>;

function newsText(news: News, look: Look): string {
  switch (news.type) {
    case 'watching': {
      const how = news.polling ? ', looking every 300 ms' : '';
      return line(`watching ${amount(news.files, 'file')}${how} (ready after ${milliseconds(news.ms)} ms)`);
    }
    case 'notice':
      return printDiagnostics(news.diagnostics, look);
    case 'progress':
      return '';
    case 'cycle':
      return cycleText(news, look);
    case 'runStarted':
      return line(`running ${amount(news.files.length, 'file')}`);
    case 'scenario':
      return scenarioText(news.scenario);
    case 'runEnded':
      return news.said + line(`run ${news.stopped ? 'stopped' : 'ended'} after ${milliseconds(news.ms)} ms`);
    case 'judged':
      return judgedText(news);
    case 'notJudged':
      return printDiagnostics([news.problem], look);
    default:
      return news satisfies never;
  }
}

function cycleText(cycle: CycleEvent, look: Look): string {
  const { reports, deleted, timings, ms, totals } = cycle;
  const isFirst = cycle.cycle === 1;
  // A touch is no news.
  if (reports.length + deleted.length === 0 && !isFirst) return '';
  const worth = reports.filter((each) => !each.atStart || each.diagnostics.length > 0);
  const more = worth.length - SHOWN_FILES;
  const cause = isFirst ? '' : `${visible(causeText(cycle))}; `;
  return [
    ...worth.slice(0, SHOWN_FILES).map((report) => fileText(report, look)),
    more > 0 ? line(`and ${amount(more, 'more file')}`) : '',
    ...deleted.map((shown) => line(`${visible(shown)}: deleted`)),
    line(`${totalsText(totals)} (${cause}${timingText(ms, timings)})`),
  ].join('');
}

function fileText({ shown, reason, verdict, diagnostics, changes }: FileReport, look: Look): string {
  const changed = changes.map(({ kind, path, reason: why }) => {
    const where = path.slice(1, -1).join(' > ');
    return line(`  ${kind}: ${visible(where === '' ? why : `${where}: ${why}`)}`);
  });
  return [
    printDiagnostics(diagnostics, look),
    line(`${visible(shown)}: ${verdict} (${reasonText(reason)})`),
    ...(look.diff ? changed : []),
  ].join('');
}

function judgedText({ runId, scenarios, warnings }: JudgedNews): string {
  return [
    line(`judged by run ${runId}: ${outcomesText(scenarios.map(({ outcome }) => outcome))}`),
    ...warnings.map((each) => line(`  warning: ${visible(each)}`)),
    ...scenarios.filter(({ outcome }) => outcome !== 'passed').map(scenarioText),
  ].join('');
}

function scenarioText({ outcome, id, durationMs, problems }: ScenarioNews): string {
  const why = problems.map(({ message, place }) => {
    const where = place ? `${place.file}:${place.line}: ` : '';
    return line(`  ${visible(where + message)}`);
  });
  return [line(`${outcome}: ${visible(id)} (${milliseconds(durationMs)} ms)`), ...why].join('');
}

function line(text: string): string {
  return `${text}\n`;
}

/** One event a line. Results in the midst of a cycle are left out: the cycle has them all. */
export function jsonView(write: (text: string) => void): View {
  return {
    show(news) {
      if (news.type !== 'progress') write(`${JSON.stringify(news)}\n`);
    },
    close() {},
  };
}
