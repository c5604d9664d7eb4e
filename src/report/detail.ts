import { type Diagnostic, visible } from '../diagnostic/index.ts';
import type { ScenarioRecord } from '../event/index.ts';
import { evidenceLines } from './evidence.ts';
import { diagnosticLines, excerptLines, printPlace } from './excerpt.ts';
import { findingLine, findingLines } from './finding.ts';
import { flakeLines, repeatLines } from './flake.ts';
import { type Focus, focusOf, isUnmet } from './focus.ts';
import { outputLines } from './output.ts';
import type { ReporterOptions } from './reporter.ts';

/**
 * Everything that helps to understand a scenario that is not green, without its status line: the reason in full, what
 * else speaks against it in a line each, where its telemetry stands, and what the services and steps concerned said.
 */
export function detailLines(scenario: ScenarioRecord, options: ReporterOptions): string[] {
  const focus = focusOf(scenario);
  const judged = options.verbose ? scenario.findings.filter((each) => !isUnmet(each)) : [];
  return [
    ...reasonLines(scenario, focus, options),
    ...[...focus.others, ...judged].map((each) => findingLine(each, options)),
    ...focus.notes.map(diagnosticLine),
    ...reusedLines(scenario),
    ...repeatLines(scenario),
    ...evidenceLines(scenario, options),
    ...outputLines(scenario, options),
  ];
}

/** What is said of a scenario that is green, or skipped: its warnings; everything when verbose. */
export function noteLines(scenario: ScenarioRecord, options: ReporterOptions): string[] {
  const flake = flakeLines(scenario, options);
  const notes = [...scenario.diagnostics.map(diagnosticLine), ...reusedLines(scenario), ...flake];
  if (!options.verbose) return notes;
  return [
    ...scenario.findings.map((each) => findingLine(each, options)),
    ...notes,
    ...evidenceLines(scenario, options),
    ...outputLines(scenario, options),
  ];
}

/** It did not begin as clean as the others. */
function reusedLines({ services }: ScenarioRecord): string[] {
  return services
    .filter(({ reused }) => reused)
    .map(({ id }) => `reused: service \`${visible(id)}\` was as an earlier scenario had left it`);
}

/** A diagnostic in one line: `warning[SW7001]: message (file:line:column)`. */
export function diagnosticLine({ severity, code, message, place }: Diagnostic): string {
  const where = place ? ` (${visible(printPlace(place))})` : '';
  return `${severity}[${code}]: ${visible(message)}${where}`;
}

function reasonLines({ place }: ScenarioRecord, focus: Focus, options: ReporterOptions): string[] {
  if (focus.finding) return findingLines(focus.finding, options);
  if (focus.diagnostics.length === 0) return [focus.message, ...excerptLines(place, 'warning', options)];
  return focus.diagnostics.flatMap((each) => diagnosticLines(each, options));
}
