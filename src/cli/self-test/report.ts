import { EXIT, type ExitCode } from '../../diagnostic/index.ts';
import type { RunRecord } from '../../event/index.ts';
import { outcomeOf } from '../../report/index.ts';
import type { BadControl } from './controls.ts';
import { CONTROLS, filesOf, type Group } from './groups.ts';

/** What became of one group. */
export type GroupResult =
  | { readonly group: Group; readonly passed: number; readonly red: number; readonly notRun: number }
  /** It was left out as a whole, and why. */
  | { readonly group: Group; readonly skipped: string };

export interface ControlResult {
  readonly count: number;
  readonly bad: readonly BadControl[];
}

/** Counted from the record of the run, by the files of the group. */
export function groupResult(group: Group, { scenarios }: RunRecord): GroupResult {
  const outcomes = scenarios.filter(({ file }) => filesOf(group).includes(file)).map(outcomeOf);
  const count = (wanted: (outcome: string) => boolean) => outcomes.filter(wanted).length;
  const passed = count((outcome) => outcome === 'passed');
  const notRun = count((outcome) => outcome === 'skipped');
  return { group, passed, notRun, red: outcomes.length - passed - notRun };
}

/** `code` is that of the run. Red is red; what was not run is undecided, and so is a group or a set of controls that is empty. */
export function codeOf(
  code: ExitCode,
  results: readonly GroupResult[],
  { count, bad }: ControlResult,
): ExitCode {
  if (code !== EXIT.passed) return code;
  if (bad.length > 0) return EXIT.failed;
  const isWhole = results.every((each) => 'skipped' in each || (each.passed > 0 && each.notRun === 0));
  return isWhole && count > 0 ? EXIT.passed : EXIT.undecided;
}

const NAME_WIDTH = 'framework'.length;

/** One line for each group and one for the controls. */
export function resultLines(results: readonly GroupResult[], { count, bad }: ControlResult): string {
  const rows = results.map((each) => [each.group, groupText(each)] as const);
  const red = count - bad.length;
  const controls =
    bad.length === 0 ? `${count} came out as failed, as they must` : `${red} of ${count} came out as failed`;
  const lines = [...rows, [CONTROLS, controls] as const].map(
    ([name, text]) => `${name.padEnd(NAME_WIDTH)}  ${text}\n`,
  );
  const objections = bad.map(({ name, why }) => `${' '.repeat(NAME_WIDTH)}    ${name}: ${why}\n`);
  return [...lines, ...objections].join('');
}

function groupText(result: GroupResult): string {
  if ('skipped' in result) return `skipped: ${result.skipped}`;
  const { passed, red, notRun } = result;
  const parts = [
    `${passed} passed`,
    ...(red > 0 ? [`${red} did not pass`] : []),
    ...(notRun > 0 ? [`${notRun} not run`] : []),
  ];
  return parts.join(', ');
}
