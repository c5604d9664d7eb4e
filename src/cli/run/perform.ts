import { EXIT, type ExitCode } from '../../diagnostic/index.ts';
import type { RunRecord } from '../../event/index.ts';
import type { Evidence } from '../../executor/index.ts';
import { exitCodeOf } from '../../report/index.ts';
import { reportedTrace } from '../archive/reported.ts';
import { archivedAttempt, startArchive } from './archive.ts';
import { writeCertificate } from './certificate.ts';
import { boundsOf, policyOf } from './choices.ts';
import { wantedContainers } from './containers.ts';
import { type ExecuteOptions, execute } from './execute.ts';
import { writeFileReports } from './file-reports.ts';
import { wantedIsolation } from './isolation.ts';
import { keepRecord } from './keep.ts';
import type { Prepared, RunContext } from './prepare.ts';
import { createProgress } from './progress.ts';
import { reportingOptions, startReporting } from './reporting.ts';
import { writeStepSummary } from './step-summary.ts';

export interface Performed {
  /** Undefined when nothing could be run the way it was asked for. */
  readonly record: RunRecord | undefined;
  readonly code: ExitCode;
}

export interface PerformOptions extends Pick<ExecuteOptions, 'parts'> {
  /** Given what each attempt left. */
  readonly onEvidence?: (evidence: Evidence) => void;
}

/** Runs what was prepared, reports it, and keeps its record and archive. */
export async function perform(
  prepared: Prepared,
  context: RunContext,
  { onEvidence, parts }: PerformOptions = {},
): Promise<Performed> {
  const { settings, host, version, complain } = context;
  const progress = createProgress(prepared.targets, context);
  const { print } = progress;
  const options = { ...reportingOptions(prepared, context), kept: settings.record.value, print };
  const reporting = startReporting(prepared.targets, options);
  const tool = `spanwright ${version}`;
  const archive = settings.record.value ? startArchive({ tool, files: prepared.files, host }) : undefined;
  const executed = await execute(prepared.plan, {
    host,
    files: prepared.files,
    bounds: boundsOf(settings, prepared.jobs),
    policy: policyOf(settings),
    shard: prepared.shard,
    keepFailed: settings['keep-failed'].value,
    isolation: wantedIsolation(settings),
    helper: prepared.helper,
    containers: wantedContainers(context),
    onLeft: (left) => {
      if (left.length > 0) complain(left);
    },
    projectDir: projectDirOf(context),
    tool,
    onEvent: (event) => {
      progress.event(event);
      reporting.event(event);
    },
    keep: (evidence) => {
      archive?.attempt(archivedAttempt(evidence));
      context.spans?.judged(evidence.record, evidence.trace.own);
      reporting.trace(reportedTrace(evidence, context));
      onEvidence?.(evidence);
    },
    parts,
  });
  await progress.close();
  if ('message' in executed) {
    complain([executed]);
    return { record: undefined, code: EXIT.undecided };
  }
  const { record, unwritten: uncertified } = writeCertificate(executed, prepared, context);
  context.spans?.finished(record.scenarios);
  const code = exitCodeOf(record);
  const unwritten = [
    ...uncertified,
    ...reporting.finish(record, code === EXIT.passed),
    ...writeFileReports(record, prepared.files, options),
    ...writeStepSummary(record, host),
  ];
  const { inputs } = prepared;
  const kept = archive && { record, archive: archive.finish(record), inputs };
  const unkept = kept && keepRecord(kept, projectDirOf(context), options);
  if (unkept || unwritten.length > 0) complain(unkept ? [...unwritten, unkept] : unwritten);
  return { record, code: code === EXIT.passed && unwritten.length > 0 ? EXIT.undecided : code };
}

/** Where `.spanwright/` lies. */
export function projectDirOf({ project, host }: Pick<RunContext, 'project' | 'host'>): string {
  return project?.dir ?? host.cwd;
}
