import { type Diagnostic, diagnostic, EXIT } from '../../diagnostic/index.ts';
import { baselineText } from '../../diff/index.ts';
import type { ScenarioRecord } from '../../event/index.ts';
import { createTrace } from '../../trace/index.ts';
import { baselinePath } from '../archive/baseline.ts';
import { type KeptRun, openRun } from '../archive/open.ts';
import type { Command, CommandContext } from '../context.ts';
import { shownPath } from '../files/say.ts';
import { writeText } from '../files/write.ts';
import type { commands } from '../options/table.ts';

type RecordContext = CommandContext<typeof commands.record.options>;

/** `spanwright record [SCENARIOS]`: what a run did, as what later runs are compared with. */
export const record: Command<typeof commands.record.options> = async (context) => {
  const { settings, complain } = context;
  const kept = openRun(settings.run, context);
  if ('code' in kept) {
    complain([kept]);
    return EXIT.invalid;
  }
  const wanted = kept.archive.record.scenarios.filter(({ id }) => isWanted(id, settings.only.value));
  // What is judged over several scenarios together has no trace of its own.
  const recorded = new Set(kept.archive.attempts.map(({ id }) => id));
  const scenarios = wanted.filter(({ id, skipped }) => recorded.has(id) || skipped !== undefined);
  if (scenarios.length === 0) {
    complain([nothingSelected(kept, context)]);
    return EXIT.nothingSelected;
  }
  const faults = scenarios.flatMap((each) => write(each, kept, context) ?? []);
  if (faults.length > 0) complain(faults);
  return faults.length > 0 ? EXIT.undecided : EXIT.passed;
};

function isWanted(id: string, only: readonly string[]): boolean {
  return only.length === 0 || only.some((text) => id.includes(text));
}

function write(scenario: ScenarioRecord, kept: KeptRun, context: RecordContext): Diagnostic | undefined {
  const { host, terminal } = context;
  if (scenario.verdict !== 'passed' || scenario.skipped !== undefined) return notPassed(scenario, kept);
  const attempt = kept.archive.attempts.findLast(({ id }) => id === scenario.id);
  if (!attempt) return undefined;
  const path = baselinePath(scenario, context);
  const text = baselineText(createTrace(attempt), { ignore: context.settings.ignore.value });
  const before = host.files.read(path);
  const state = !before ? 'new' : Buffer.from(before).toString() === text ? 'same' : 'changed';
  const fault = state === 'same' ? undefined : writeText(path, text, host);
  if (!fault) terminal.out.write(`${state.padEnd(7)}  ${scenario.id}  ${shownPath(path, host.cwd)}\n`);
  return fault;
}

function notPassed({ id, verdict, skipped, place }: ScenarioRecord, { archive }: KeptRun): Diagnostic {
  const what = skipped === undefined ? verdict : 'skipped';
  return diagnostic({
    code: 'SW6136',
    message: `${id} came out as ${what} in run ${archive.record.runId}, so it is not made a baseline`,
    place,
    hint: 'run it again until it passes, or leave it out by naming others',
  });
}

function nothingSelected({ archive, shown }: KeptRun, { settings }: RecordContext): Diagnostic {
  const ids = archive.record.scenarios.map(({ id }) => id);
  return diagnostic({
    code: 'SW0013',
    message: `no scenario of ${shown} is named by ${settings.only.value.join(', ') || 'nothing'}`,
    place: settings.only.origin.places[0],
    hint: ids.length === 0 ? 'the run has no scenario' : `it has ${ids.slice(0, 5).join(', ')}`,
  });
}
