import { type Diagnostic, diagnostic, EXIT, type ExitCode } from '../../diagnostic/index.ts';
import { systemReason } from '../../host/index.ts';
import type { Command } from '../context.ts';
import type { commands } from '../options/table.ts';
import { badControls } from '../self-test/controls.ts';
import { usableEngine } from '../self-test/engine.ts';
import { BREAK_VARIABLE, type Fault, faultIn } from '../self-test/faults.ts';
import { CONTROLS, filesOf, type Group, groups } from '../self-test/groups.ts';
import {
  type ControlResult,
  codeOf,
  type GroupResult,
  groupResult,
  resultLines,
} from '../self-test/report.ts';
import { runFiles, type SelfTestContext, type Trial, withEngine } from '../self-test/run-files.ts';
import { makeWorkplace, type Workplace } from '../self-test/workplace.ts';

/** `spanwright self-test [GROUPS]`: Spanwright's own scenarios, run as any others are, and the controls. */
export const selfTest: Command<(typeof commands)['self-test']['options']> = async (context) => {
  const fault = faultIn(context.host.env);
  if (fault && 'code' in fault) {
    context.complain([fault]);
    return EXIT.invalid;
  }
  let workplace: Workplace;
  try {
    workplace = makeWorkplace(context);
  } catch (error) {
    context.complain([noWorkplace(systemReason(error))]);
    return EXIT.undecided;
  }
  let isKept = false;
  try {
    const { code, keep } = await tryAll({ workplace, context, fault });
    isKept = keep;
    return code;
  } finally {
    if (isKept) context.terminal.err.write(keptText(workplace.folder));
    else workplace.remove();
  }
};

interface Tried {
  readonly code: ExitCode;
  /** There is something to be looked at where it was run. */
  readonly keep: boolean;
}

async function tryAll(trial: Trial): Promise<Tried> {
  const { context, fault } = trial;
  const choice = await chooseGroups(context);
  if ('code' in choice) {
    context.complain([choice]);
    return { code: EXIT.undecided, keep: false };
  }
  const { record, code } = await runFiles(withEngine(trial, choice.engine), choice.wanted.flatMap(filesOf));
  if (!record || record.interrupted) return { code, keep: false };
  const controls = await runControls(trial);
  if (typeof controls === 'number') return { code: controls, keep: false };
  const results = [...groups].flatMap((group): GroupResult[] => {
    const skipped = choice.skipped.get(group);
    if (skipped !== undefined) return [{ group, skipped }];
    return choice.wanted.includes(group) ? [groupResult(group, record)] : [];
  });
  const final = codeOf(code, results, controls);
  report(final, resultLines(results, controls), context);
  if (!fault) return { code: final, keep: final !== EXIT.passed };
  if (final === EXIT.passed) context.complain([unnoticed(fault)]);
  return { code: final === EXIT.passed ? EXIT.failed : final, keep: false };
}

interface Choice {
  readonly wanted: readonly Group[];
  /** What is left out, and why. */
  readonly skipped: ReadonlyMap<Group, string>;
  /** Where the engine for containers listens; undefined where none is needed. */
  readonly engine?: string;
}

/** What was asked for, or all that can be run here; a diagnostic where what was asked for cannot. */
async function chooseGroups({ settings, host }: SelfTestContext): Promise<Choice | Diagnostic> {
  const asked = settings.groups.value;
  const wanted = asked.length > 0 ? groups.filter((group) => asked.includes(group)) : groups;
  if (!wanted.includes('container')) return { wanted, skipped: new Map() };
  const engine = await usableEngine(host, settings['engine-timeout'].value);
  if ('url' in engine) return { wanted, skipped: new Map(), engine: engine.url };
  if (asked.length > 0) return engine;
  const rest = wanted.filter((group) => group !== 'container');
  return { wanted: rest, skipped: new Map([['container', engine.message]]) };
}

/** Without a report of its own: what it says of them would be that they failed. */
async function runControls(trial: Trial): Promise<ControlResult | ExitCode> {
  const { record, plan, code } = await runFiles(trial, filesOf(CONTROLS), []);
  if (!record || !plan || record.interrupted) return code;
  return { count: plan.scenarios.length, bad: badControls(plan, record.scenarios) };
}

/** Beside a report for programs it goes to standard error. */
function report(code: ExitCode, lines: string, { settings, terminal }: SelfTestContext): void {
  if (settings.quiet.value && code === EXIT.passed) return;
  const isForPeople = settings.reporter.value.every((text) => text === 'human' || text.includes(':'));
  (isForPeople ? terminal.out : terminal.err).write(`\n${lines}`);
}

function keptText(folder: string): string {
  return `what was run is kept in ${folder}; there \`PATH="$PWD:$PATH" spanwright run\` runs it as it was run\n`;
}

function noWorkplace(reason: string): Diagnostic {
  return diagnostic({
    code: 'SW6151',
    message: `the scenarios of the self-test cannot be laid out: ${reason}`,
    hint: 'make room in the temporary folder (TMPDIR); where files of the package are missing, install it again',
  });
}

function unnoticed({ name }: Fault): Diagnostic {
  return diagnostic({
    code: 'SW6152',
    message: `the ${name} was broken by ${BREAK_VARIABLE}, and everything passed`,
    hint: 'add a scenario or a control that finds it',
  });
}
