import { resolve } from 'node:path';
import type { Diagnostic } from '../../diagnostic/index.ts';
import type { RunRecord, ScenarioRecord } from '../../event/index.ts';
import { summaryOf } from '../../report/index.ts';
import { combinationLabel, type LoadedFile } from '../../scenario/index.ts';
import { type ReportingOptions, reporterOf, startReporting, type Target, writeReport } from './reporting.ts';

/**
 * Writes what the `[report]` tables of the scenario files ask for, each about the scenarios of its own file; paths start
 * at the folder of that file. Combinations of a matrix that name the same path are reported there together. Returns what
 * cannot be written.
 */
export function writeFileReports(
  record: RunRecord,
  files: readonly LoadedFile[],
  options: ReportingOptions,
): readonly Diagnostic[] {
  return wantedReports(files).flatMap((wanted) => {
    const scenarios = record.scenarios.filter((scenario) =>
      wanted.files.some((file) => isOf(scenario, file)),
    );
    return scenarios.length > 0 ? write(wanted, { ...record, scenarios }, options) : [];
  });
}

interface Wanted {
  readonly name: (typeof kinds)[number];
  /** Absolute. */
  readonly path: string;
  /** One file, in several combinations if it has a matrix. */
  readonly files: readonly LoadedFile[];
}

const kinds = ['json', 'junit', 'digest'] as const;

function wantedReports(files: readonly LoadedFile[]): readonly Wanted[] {
  const wanted = new Map<string, Wanted>();
  for (const file of files) {
    for (const name of kinds) {
      const asked = file.model.report?.[name];
      if (asked === undefined) continue;
      const path = resolve(file.dir, asked);
      const key = JSON.stringify([file.file, name, path]);
      wanted.set(key, { name, path, files: [...(wanted.get(key)?.files ?? []), file] });
    }
  }
  return [...wanted.values()];
}

function isOf({ file, id }: ScenarioRecord, loaded: LoadedFile): boolean {
  // The label of a combination ends the ids of its scenarios, and those of no other combination.
  return file === loaded.file && (!loaded.combination || id.endsWith(combinationLabel(loaded.combination)));
}

function write(
  { name, path, files }: Wanted,
  record: RunRecord,
  options: ReportingOptions,
): readonly Diagnostic[] {
  const target = { file: path, place: files[0]?.locate(['report', name]) };
  if (name !== 'digest') {
    const reported: Target = { ...target, entry: reporterOf(name) };
    return startReporting([reported], options).finish(record, false);
  }
  const fault = writeReport(target, `${summaryOf(record).digest ?? ''}\n`, options.host);
  return fault ? [fault] : [];
}
