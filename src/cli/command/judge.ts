import { EXIT } from '../../diagnostic/index.ts';
import type { RunRecord } from '../../event/index.ts';
import { rejudge } from '../../executor/index.ts';
import { createLocate } from '../../plan/index.ts';
import { exitCodeOf } from '../../report/index.ts';
import { recordedRun } from '../archive/evidence.ts';
import { type KeptRun, openRun } from '../archive/open.ts';
import { reportedTrace } from '../archive/reported.ts';
import type { Command, CommandContext } from '../context.ts';
import { type Discovery, discover } from '../files/discover.ts';
import { baseOf, namedPaths } from '../files/paths.ts';
import { surroundingsOf } from '../files/surroundings.ts';
import type { commands } from '../options/table.ts';
import { chooseLoudness } from '../run/choices.ts';
import { loadFiles } from '../run/load.ts';
import { chooseReporters, reportingOptions, startReporting } from '../run/reporting.ts';
import { select } from '../run/select.ts';

type JudgeContext = CommandContext<typeof commands.judge.options>;

/** `spanwright judge [PATHS]`: the verdict that a recorded run would get now. Starts nothing, and keeps no record. */
export const judge: Command<typeof commands.judge.options> = async (context) => {
  const { settings, host, terminal, complain } = context;
  const kept = openRun(settings.run, context);
  if ('code' in kept) {
    complain([kept]);
    return EXIT.invalid;
  }
  const loudness = chooseLoudness(settings);
  const reporters = chooseReporters(settings.reporter, baseOf(settings.reporter, context), host);
  const found = filesOf(kept, context);
  const { files, diagnostics } = loadFiles(found.files, surroundingsOf(context));
  const choice = typeof loudness === 'object' ? [loudness] : [];
  const faults = [
    ...choice,
    ...reporters.diagnostics,
    ...found.problems.map((each) => each.diagnostic),
    ...diagnostics,
  ];
  if (faults.length > 0) complain(faults);
  if (typeof loudness === 'object' || faults.some(({ severity }) => severity === 'error'))
    return EXIT.invalid;
  const plan = select(files, settings);
  if ('code' in plan) {
    complain([plan]);
    return EXIT.nothingSelected;
  }
  const { runId } = kept.archive.record;
  if (loudness !== 'quiet') terminal.err.write(`judged by run ${runId}, ${kept.shown}\n`);
  const begunMs = host.monotonicMs();
  const recorded = recordedRun(kept.archive);
  const scenarios = rejudge(plan, recorded, {
    host,
    locate: createLocate(files),
  });
  const record: RunRecord = {
    ...kept.archive.record,
    durationMs: host.monotonicMs() - begunMs,
    interrupted: undefined,
    scenarios,
  };
  context.spans?.finished(scenarios);
  const code = exitCodeOf(record);
  const reporting = startReporting(reporters.targets, reportingOptions({ loudness, files }, context));
  for (const each of scenarios) {
    const evidence = recorded.evidence.get(each.id);
    if (evidence) reporting.trace(reportedTrace({ ...evidence, record: each }, context));
  }
  const unwritten = reporting.finish(record, code === EXIT.passed);
  if (unwritten.length > 0) complain(unwritten);
  return code === EXIT.passed && unwritten.length > 0 ? EXIT.undecided : code;
};

/** Without paths, the files that the run was made of. */
function filesOf({ archive }: KeptRun, context: JudgeContext): Discovery {
  const { host, settings } = context;
  if (settings.paths.origin.kind !== 'default') return discover(namedPaths(context), host);
  const files = new Set(archive.files.map(({ file }) => file));
  return discover(
    [...files].map((text) => ({ text, base: host.cwd, place: undefined })),
    host,
  );
}
