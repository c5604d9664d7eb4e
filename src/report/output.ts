import { visible } from '../diagnostic/index.ts';
import type { EndRecord, OutputRecord, ScenarioRecord, ServiceRecord, StepRecord } from '../event/index.ts';
import { count, seconds } from './amount.ts';
import { isUnmet } from './focus.ts';
import { type Paint, painter } from './paint.ts';
import type { ReporterOptions } from './reporter.ts';
import { clip, visibleLines } from './visible.ts';

const SHOWN_LINES = 10;
const SHOWN_LINES_VERBOSE = 200;
/** A minified page in one line must not flood the terminal. */
const SHOWN_COLUMNS = 400;

/**
 * What services and steps said, as far as it helps to understand the result: of those that had a part in it, or of all
 * when verbose. Each ends with the last lines of its output.
 */
export function outputLines(scenario: ScenarioRecord, options: ReporterOptions): string[] {
  const all = options.verbose;
  const services = scenario.services.filter((each) => all || isServiceInvolved(each, scenario));
  const steps = scenario.steps.filter((each) => all || isStepInvolved(each, scenario));
  return [
    ...services.flatMap((each) =>
      section(`service \`${visible(each.id)}\` ${serviceStory(each)}`, each, options),
    ),
    ...steps.flatMap((each) => section(`step \`${visible(each.name)}\` ${stepStory(each)}`, each, options)),
  ];
}

/** Whether what a service said helps to understand the result. */
export function isServiceInvolved({ id, readyAfterMs }: ServiceRecord, scenario: ScenarioRecord): boolean {
  return (
    readyAfterMs === undefined ||
    isAbout(scenario, `service[${id}]`) ||
    scenario.telemetry?.silent.includes(id) === true
  );
}

/** The same of a step. */
export function isStepInvolved({ name, end }: StepRecord, scenario: ScenarioRecord): boolean {
  return end.kind !== 'exited' || isAbout(scenario, `step[${name}]`);
}

/** Rules begin with what they are about. */
function isAbout({ findings }: ScenarioRecord, subject: string): boolean {
  return findings.some((each) => isUnmet(each) && each.rule.startsWith(subject));
}

/** What became of a service, in words. */
export function serviceStory({ readyAfterMs, end, killed }: ServiceRecord): string {
  const ready =
    readyAfterMs === undefined ? 'never became ready' : `was ready after ${seconds(readyAfterMs)}`;
  return [ready, ...(end ? [printEnd(end)] : []), ...(killed ? ['had to be killed'] : [])].join(', ');
}

/** What became of a step, in words. */
export function stepStory({ end, durationMs, leaked }: StepRecord): string {
  const left = leaked ? ', left processes behind (they were killed)' : '';
  return `${printEnd(end)} after ${seconds(durationMs)}${left}`;
}

function printEnd(end: EndRecord): string {
  switch (end.kind) {
    case 'exited':
      return `exited with code ${end.code}`;
    case 'signalled':
      return `was ended by ${visible(end.signal)}${end.limit === undefined ? '' : `: it reached ${visible(end.limit)}`}`;
    case 'timedOut':
      return `was stopped at its timeout of ${seconds(end.afterMs)}`;
    case 'cancelled':
      return 'was cancelled';
    case 'notStarted':
      return `could not be started: ${visible(end.message)}`;
    default:
      return end satisfies never;
  }
}

type Streams = Pick<StepRecord, 'stdout' | 'stderr'>;

function section(title: string, { stdout, stderr }: Streams, options: ReporterOptions): string[] {
  const paint = painter(options.color);
  const said = [...tail('stdout', stdout, options, paint), ...tail('stderr', stderr, options, paint)];
  return [said.length === 0 ? `${title}, without output` : title, ...said];
}

/** Each line begins with a bar, so that what a program said is never taken for a line of the report. */
function tail(name: string, output: OutputRecord, options: ReporterOptions, paint: Paint): string[] {
  const lines = visibleLines(output.text);
  if (lines.length === 0) return [];
  const shown = lines.slice(-(options.verbose ? SHOWN_LINES_VERBOSE : SHOWN_LINES));
  const extent =
    output.omittedBytes > 0
      ? ` (last ${count(shown.length, 'line')} of ${count(output.bytes, 'byte')})`
      : shown.length < lines.length
        ? ` (last ${shown.length} of ${lines.length} lines)`
        : '';
  const columns = Math.max(40, (options.width ?? SHOWN_COLUMNS) - 8);
  return [`  ${name}${extent}:`, ...shown.map((line) => `  ${paint('dim', '|')} ${clip(line, columns)}`)];
}
