import { sha256 } from '../digest/index.ts';
import type { PlacedFinding, RunRecord, ScenarioRecord } from '../event/index.ts';
import { count } from './amount.ts';
import { closingFacts } from './closing.ts';
import { detailLines } from './detail.ts';
import { flakeLines } from './flake.ts';
import { focusOf } from './focus.ts';
import { isNotStarted, isRed, looks, outcomeOf } from './outcome.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';
import { noticeLine, retryLine, slowLine, statusLine } from './status.ts';
import { printRunSummary } from './summary.ts';
import { clip } from './visible.ts';
import { type Annotation, annotationCommand, groupCommands, inert } from './workflow-command.ts';

/** GitHub shows so many annotations of each level from one step, and drops the rest without a word. */
const SHOWN_EACH = 10;
/** An annotation is a note in the margin; the log has the whole. */
const SHOWN_LINES = 20;
const SHOWN_COLUMNS = 500;

/**
 * For the log of a GitHub Actions step: a line for each scenario as it ends, what went wrong with each scenario in a fold of its own, and annotations at the
 * lines of the scenario files. The first ten errors come from as many scenarios as possible.
 */
export function createGithub(options: ReporterOptions): Reporter {
  const plain = { ...options, color: false, width: undefined };
  return {
    event(event) {
      if (event.type === 'scenarioSlow') return harmless(slowLine(event, plain));
      if (event.type === 'stopping' || event.type === 'boundsChanged')
        return harmless(noticeLine(event, plain));
      if (event.type !== 'scenarioFinished' || isNotStarted(event.record)) return '';
      return harmless(event.willRetry ? retryLine(event.record, plain) : statusLine(event.record, plain));
    },
    finish(record) {
      const started = record.scenarios.filter((each) => !isNotStarted(each));
      const annotations = [...runAnnotations(record), ...firstOfEach(started.map(scenarioAnnotations))];
      const lines = [
        ...started.filter(isRed).flatMap((each) => group(each, plain)),
        ...annotationLines(annotations, options.env),
      ];
      const facts = closingFacts(record, plain).map(({ name, text }) => harmless(`${name}: ${text}`));
      return `${lines.map((line) => `${line}\n`).join('')}${facts.join('')}${printRunSummary(record, plain)}`;
    },
  };
}

/** A line that may hold names of others, which the older form of commands is obeyed in. */
function harmless(line: string): string {
  const lines = line.includes('##[') ? inert([line], sha256(line)) : [line];
  return lines.map((each) => `${each}\n`).join('');
}

/**
 * What programs under test said is in the detail and must not be obeyed. The token that ends it is the digest of the
 * whole, so nothing in it can be the token.
 */
function group(scenario: ScenarioRecord, options: ReporterOptions): string[] {
  const lines = detailLines(scenario, options);
  const title = `${looks[outcomeOf(scenario)].label}  ${scenario.id}`;
  return groupCommands(title, inert(lines, sha256(lines.join('\n'))));
}

function annotationLines(all: readonly Annotation[], env: ReporterOptions['env']): string[] {
  const errors = all.filter(({ level }) => level === 'error');
  const warnings = all.filter(({ level }) => level === 'warning');
  const shown = [...errors.slice(0, SHOWN_EACH), ...warnings.slice(0, SHOWN_EACH)];
  const hidden = [
    ...(errors.length > SHOWN_EACH ? [count(errors.length - SHOWN_EACH, 'more error')] : []),
    ...(warnings.length > SHOWN_EACH ? [count(warnings.length - SHOWN_EACH, 'more warning')] : []),
  ];
  const rest = `${hidden.join(' and ')} in the log only: GitHub shows ${SHOWN_EACH} of each`;
  return [...shown.map((each) => annotationCommand(each, env)), ...(hidden.length > 0 ? [rest] : [])];
}

function runAnnotations({ interrupted, scenarios }: RunRecord): Annotation[] {
  const behind = scenarios.filter(isNotStarted).length;
  const left = behind === 0 ? [] : [`${count(behind, 'scenario')} not started`];
  if (interrupted)
    return [runError('Run interrupted', [`interrupted by ${interrupted}`, ...left].join(', '))];
  if (left[0]) return [runError('Run incomplete', left[0])];
  return scenarios.length === 0 ? [runError('Nothing selected', 'no scenario was selected')] : [];
}

function runError(title: string, message: string): Annotation {
  return { level: 'error', title, message, place: undefined };
}

/** What is to be said of one scenario, the reason first. */
function scenarioAnnotations(scenario: ScenarioRecord): Annotation[] {
  const { name, place, attempts } = scenario;
  if (!isRed(scenario)) {
    const flaky = {
      level: 'warning',
      title: `${name}: flaky`,
      message: [`passed only on attempt ${attempts}`, ...flakeLines(scenario, { color: false })].join('\n'),
      place,
    } as const;
    return [...notes(scenario, scenario.diagnostics, 'warning'), ...(scenario.flaky ? [flaky] : [])];
  }
  const { diagnostics, finding, message, others, notes: rest } = focusOf(scenario);
  const title = `${name}: ${scenario.verdict}`;
  const findings = [...(finding ? [finding] : []), ...others].map(
    (each): Annotation => ({ level: 'error', title, message: findingMessage(each), place: each.place }),
  );
  const unexplained = findings.length === 0 && diagnostics.length === 0;
  return [
    ...notes(scenario, diagnostics, 'error'),
    ...findings,
    ...(unexplained ? [{ level: 'error', title, message, place } as const] : []),
    ...notes(scenario, rest, 'warning'),
  ];
}

function notes(
  scenario: ScenarioRecord,
  diagnostics: ScenarioRecord['diagnostics'],
  level: Annotation['level'],
): Annotation[] {
  return diagnostics.map(({ code, message, hint, place = scenario.place }) => ({
    level,
    title:
      level === 'error' ? `${scenario.name}: ${scenario.verdict} (${code})` : `${scenario.name} (${code})`,
    message: hint === undefined ? message : `${message}\n${hint}`,
    place,
  }));
}

function findingMessage({ rule, message, expected, actual, nearest, edit }: PlacedFinding): string {
  const parts = [
    `${rule}: ${message}`,
    `expected: ${expected}`,
    `actual: ${actual}`,
    ...(nearest ? [`nearest: ${nearest.span.name}`, ...nearest.differences] : []),
    ...(edit === undefined ? [] : [`smallest edit: ${edit}`]),
  ];
  const lines = parts.flatMap((part) => part.split('\n')).slice(0, SHOWN_LINES);
  return lines.map((line) => clip(line, SHOWN_COLUMNS)).join('\n');
}

/** The first of each list, then the second of each, and so on. */
function firstOfEach<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = lists.reduce((most, list) => Math.max(most, list.length), 0);
  const ranks = Array.from({ length: longest }, (_, rank) => rank);
  return ranks.flatMap((rank) => lists.flatMap((list) => list.slice(rank, rank + 1)));
}
