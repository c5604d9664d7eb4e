import { EXIT } from '../../diagnostic/index.ts';
import { exitCodeOf } from '../../report/index.ts';
import type { Command } from '../context.ts';
import type { commands } from '../options/table.ts';
import { archivedAttempt, startArchive } from '../run/archive.ts';
import { execute } from '../run/execute.ts';
import { writeFileReports } from '../run/file-reports.ts';
import { keepRecord } from '../run/keep.ts';
import { prepare, type RunContext } from '../run/prepare.ts';
import { reportingOptions, startReporting } from '../run/reporting.ts';

/** `spanwright run [PATHS]`: load, plan, execute, report. Nothing is started unless every file is correct. */
export const run: Command<typeof commands.run.options> = async (context) => {
  const prepared = prepare(context);
  if (typeof prepared === 'number') return prepared;
  const { settings, host, version, complain } = context;
  const options = reportingOptions(prepared, context);
  const reporting = startReporting(prepared.targets, options);
  const tool = `spanwright ${version}`;
  const archive = settings.record.value ? startArchive({ tool, files: prepared.files, host }) : undefined;
  const record = await execute(prepared.plan, {
    host,
    files: prepared.files,
    jobs: prepared.jobs,
    failFast: settings['fail-fast'].value,
    keepFailed: settings['keep-failed'].value,
    projectDir: projectDirOf(context),
    tool,
    onEvent: reporting.event,
    keep: archive && ((evidence) => archive.attempt(archivedAttempt(evidence))),
  });
  const code = exitCodeOf(record);
  const unwritten = [
    ...reporting.finish(record, code === EXIT.passed),
    ...writeFileReports(record, prepared.files, options),
  ];
  const unkept = archive && keepRecord(record, archive.finish(record), projectDirOf(context), options);
  if (unkept || unwritten.length > 0) complain(unkept ? [...unwritten, unkept] : unwritten);
  return code === EXIT.passed && unwritten.length > 0 ? EXIT.undecided : code;
};

/** Where `.spanwright/` lies. */
function projectDirOf({ project, host }: RunContext): string {
  return project?.dir ?? host.cwd;
}
