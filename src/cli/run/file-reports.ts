import { resolve } from 'node:path';
import type { Diagnostic } from '../../diagnostic/index.ts';
import type { RunRecord } from '../../event/index.ts';
import { type ReporterName, summaryOf } from '../../report/index.ts';
import type { LoadedFile } from '../../scenario/index.ts';
import { type ReportingOptions, reporterOf, startReporting, type Target, writeReport } from './reporting.ts';

/**
 * Writes what the `[report]` tables of the scenario files ask for, each about the scenarios of its own file; paths start
 * at the folder of that file. Returns what cannot be written.
 */
export function writeFileReports(
  record: RunRecord,
  files: readonly LoadedFile[],
  options: ReportingOptions,
): readonly Diagnostic[] {
  return files.flatMap((file) => {
    const scenarios = record.scenarios.filter((scenario) => scenario.file === file.file);
    return scenarios.length > 0 ? writeReportsOf(file, { ...record, scenarios }, options) : [];
  });
}

function writeReportsOf(file: LoadedFile, record: RunRecord, options: ReportingOptions): Diagnostic[] {
  const { json, junit, digest } = file.model.report ?? {};
  const targets = [targetOf('json', json, file), targetOf('junit', junit, file)].filter(
    (each) => each !== undefined,
  );
  const faults = startReporting(targets, options).finish(record, false);
  if (digest === undefined) return [...faults];
  const target = { file: resolve(file.dir, digest), place: file.locate(['report', 'digest']) };
  const fault = writeReport(target, `${summaryOf(record).digest ?? ''}\n`, options.host);
  return fault ? [...faults, fault] : [...faults];
}

function targetOf(name: ReporterName, path: string | undefined, file: LoadedFile): Target | undefined {
  if (path === undefined) return undefined;
  return { entry: reporterOf(name), file: resolve(file.dir, path), place: file.locate(['report', name]) };
}
