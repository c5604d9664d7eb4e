import { printDiagnostic } from '../../../diagnostic/index.ts';
import { visible } from '../../../report/index.ts';
import type { FileReport, WatchVerdict } from '../../../watch/index.ts';
import type { Line, Segment } from '../../screen/line.ts';
import type { JudgedNews, ScenarioNews } from '../news.ts';
import {
  amount,
  cacheText,
  causeText,
  grouped,
  milliseconds,
  outcomesText,
  reasonText,
  timingText,
  totalsText,
} from '../words.ts';
import { type RunState, type ScreenState, shownFiles } from './state.ts';

export interface Surface {
  readonly columns: number;
  readonly rows: number;
  /** The text of a file, for excerpts. */
  readonly source: (file: string) => string | undefined;
}

/** The screen as lines, never more than there are rows. What has no room is counted. */
export function screenLines(state: ScreenState, surface: Surface): Line[] {
  const rows = Math.max(1, surface.rows);
  const head = headLines(state);
  const foot = footLines(state, surface.columns);
  const room = Math.max(0, rows - head.length - foot.length);
  const body = state.help ? HELP : bodyLines(state, surface, room);
  return [...head, ...body.slice(0, room), ...foot].slice(0, rows);
}

function headLines({ watching, last, left, shows, filter, typing }: ScreenState): Line[] {
  const what = last
    ? totalsText(last.totals)
    : watching
      ? amount(watching.files, 'file')
      : 'looking for files';
  const isBad = last !== undefined && last.totals.invalid + last.totals.unreadable > 0;
  const title: Segment[] = [
    { text: 'spanwright watch', style: 'bold' },
    { text: '  ' },
    { text: what, style: last ? (isBad ? 'red' : 'green') : 'dim' },
  ];
  if (left > 0) title.push({ text: `  checking, ${grouped(left)} left`, style: 'dim' });
  if (watching?.polling) title.push({ text: '  polling', style: 'yellow' });
  if (shows === 'failed') title.push({ text: '  failed only', style: 'cyan' });
  if (typing || filter !== '')
    title.push({ text: `  /${visible(filter)}${typing ? '_' : ''}`, style: 'cyan' });
  return [title, []];
}

function footLines({ last, typing }: ScreenState, columns: number): Line[] {
  const keys = typing
    ? 'type a name or tag, Enter keeps it, Esc drops it'
    : columns >= 90
      ? 'a all  f failed  Enter again  r run  d diff  / filter  c clear  q quit  ? help'
      : 'q quit  ? help';
  const cycle: Line[] = last
    ? [
        [{ text: `${visible(causeText(last))}; ${timingText(last.ms, last.timings)}`, style: 'dim' }],
        [{ text: `cache: ${cacheText(last.cache)}`, style: 'dim' }],
      ]
    : [];
  return [[], ...cycle, [{ text: keys, style: 'dim' }]];
}

const HELP: readonly Line[] = [
  ['a', 'all files'],
  ['f', 'only files with errors'],
  ['Enter', 'check everything again'],
  ['r', 'run the scenarios of what changed last'],
  ['d', 'show or hide what changed in the expectations'],
  ['/', 'only files whose name, scenarios or tags contain a text; Esc shows all again'],
  ['c', 'clear what the last save brought'],
  ['q', 'quit, as Ctrl-C does'],
  ['?', 'this help'],
].map(([key = '', meaning = '']) => [{ text: key.padEnd(8), style: 'bold' }, { text: meaning }]);

function bodyLines(state: ScreenState, surface: Surface, room: number): Line[] {
  const lines: Line[] = [];
  for (const notice of state.notices) lines.push(...diagnosticLines(notice, surface.source));
  if (state.run) lines.push(...runLines(state.run));
  if (state.notJudged !== undefined) lines.push([{ text: visible(state.notJudged), style: 'yellow' }]);
  const files = shownFiles(state);
  for (const [index, file] of files.entries()) {
    if (lines.length >= room) return withRest(lines, room, files.length - index);
    lines.push(...fileLines(file, state, surface));
  }
  return lines.length > room ? withRest(lines, room, 0) : lines;
}

/** The last line says what there is no room for. */
function withRest(lines: readonly Line[], room: number, files: number): Line[] {
  const rest = files > 0 ? `and ${grouped(files)} more` : 'and more';
  return [...lines.slice(0, Math.max(0, room - 1)), [{ text: rest, style: 'dim' }]];
}

const marks: Readonly<Record<WatchVerdict, Segment>> = {
  valid: { text: '✓ ', style: 'green' },
  warning: { text: '! ', style: 'yellow' },
  invalid: { text: '✗ ', style: 'red' },
  unreadable: { text: '✗ ', style: 'red' },
};

function fileLines(file: FileReport, state: ScreenState, { source }: Surface): Line[] {
  const { shown, verdict, reason, diagnostics, changes, path } = file;
  const isRecent = state.recent.has(path);
  const judged = state.judged.get(shown);
  return [
    [
      marks[verdict],
      { text: visible(shown), style: isRecent ? 'bold' : undefined },
      { text: isRecent ? `  ${reasonText(reason)}` : '', style: 'dim' },
    ],
    ...(verdict === 'valid' ? [] : diagnostics.flatMap((each) => indented(diagnosticLines(each, source)))),
    ...(state.diff && isRecent ? changes.map(changeLine) : []),
    ...(judged ? indented(judgedLines(judged)) : []),
  ];
}

function changeLine({ kind, path, reason }: FileReport['changes'][number]): Line {
  const where = path.slice(1, -1).join(' > ');
  const isLess = kind === 'removed' || kind === 'loosened';
  return [
    { text: '    ' },
    { text: kind, style: isLess ? 'red' : kind === 'incomparable' ? 'yellow' : 'green' },
    { text: ` ${visible(where === '' ? reason : `${where}: ${reason}`)}` },
  ];
}

function diagnosticLines(diagnostic: FileReport['diagnostics'][number], source: Surface['source']): Line[] {
  const [first = '', ...others] = printDiagnostic(diagnostic, { source, color: false }).trimEnd().split('\n');
  const style =
    diagnostic.severity === 'error' ? 'red' : diagnostic.severity === 'warning' ? 'yellow' : 'cyan';
  return [[{ text: tabless(first), style }], ...others.map((text): Line => [{ text: tabless(text) }])];
}

/** A tab is as wide as the terminal likes, which nobody can reckon with. */
function tabless(text: string): string {
  return text.replaceAll('\t', '  ');
}

function indented(lines: readonly Line[]): Line[] {
  return lines.map((line) => [{ text: '    ' }, ...line]);
}

function runLines({ state, scenarios, said, ms }: RunState): Line[] {
  const outcomes = outcomesText(scenarios.map(({ outcome }) => outcome));
  const isBad = scenarios.some(({ outcome }) => outcome !== 'passed' && outcome !== 'skipped');
  const words = { running: 'running', ended: `run in ${milliseconds(ms)} ms`, stopped: 'run stopped' }[state];
  return [
    [
      { text: words, style: state === 'ended' ? (isBad || said !== '' ? 'red' : 'green') : 'cyan' },
      { text: outcomes === '' ? '' : `: ${outcomes}` },
    ],
    ...said
      .split('\n')
      .filter((line) => line !== '')
      .map((text): Line => [{ text: `    ${visible(text)}` }]),
    ...scenarios.flatMap(problemLines),
  ];
}

function judgedLines({ runId, scenarios, warnings, ms }: JudgedNews): Line[] {
  const isGood = scenarios.every(({ outcome }) => outcome === 'passed' || outcome === 'skipped');
  const outcomes = outcomesText(scenarios.map(({ outcome }) => outcome));
  return [
    [
      { text: outcomes, style: isGood ? 'green' : 'red' },
      { text: `  by run ${runId}, ${milliseconds(ms)} ms`, style: 'dim' },
    ],
    ...warnings.map((text): Line => [{ text: visible(text), style: 'yellow' }]),
    ...scenarios.flatMap(problemLines),
  ];
}

function problemLines({ outcome, name, problems }: ScenarioNews): Line[] {
  if (outcome === 'passed' || outcome === 'skipped') return [];
  return [
    [{ text: `  ${outcome} `, style: outcome === 'failed' ? 'red' : 'yellow' }, { text: visible(name) }],
    ...problems.map(({ message, place }): Line => {
      const where = place ? `${place.file}:${place.line}: ` : '';
      return [{ text: `    ${visible(where + message)}` }];
    }),
  ];
}
