import { join } from 'node:path';
import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import { mapRecordText, printRunRecord, type RunRecord } from '../../event/index.ts';
import { type Host, systemReason } from '../../host/index.ts';
import { secretsOf } from '../../report/index.ts';
import { hiding } from '../archive/secrets.ts';
import { makeOwnFolder } from '../files/own.ts';
import { type RunInputs, writeInputs } from './inputs-file.ts';
import type { ReportingOptions } from './reporting.ts';

/** Older records are removed, so that the folder does not grow without end. */
const KEPT_RUNS = 50;
/** As {@link createRunId} makes them; anything else in the folder is not ours to remove. */
const RUN_ID = /^\d{8}-\d{6}-[0-9a-f]{8}$/;

/** Sorts by time, such as `20261121-093000-1a2b3c4d` (UTC). */
export function createRunId(host: Host): string {
  const instant = new Date(Number(host.nowNs() / 1_000_000n)).toISOString();
  const [date = '', time = ''] = instant.replaceAll(/[-:]/g, '').split('T');
  return `${date}-${time.slice(0, 6)}-${host.randomHex(4)}`;
}

/** What is kept of a run. */
export interface KeptParts {
  readonly record: RunRecord;
  readonly archive: Uint8Array;
  readonly inputs: RunInputs | undefined;
}

/**
 * Writes `.spanwright/runs/ID/run.json` and beside it the archive, `run.spw`, and what the scenarios were made of,
 * `inputs.json`, and points `.spanwright/runs/latest`, a file with the id in it, to them. What goes wrong is a warning: keeping records never changes a verdict.
 */
export function keepRecord(
  { record, archive, inputs }: KeptParts,
  projectDir: string,
  options: ReportingOptions,
): Diagnostic | undefined {
  const { host } = options;
  const own = join(projectDir, '.spanwright');
  const runs = join(own, 'runs');
  try {
    makeOwnFolder(projectDir, host);
    host.files.write(join(runs, record.runId, 'run.json'), recordText(record, options));
    host.files.write(join(runs, record.runId, 'run.spw'), archive);
    if (inputs) writeInputs(join(runs, record.runId), inputs, host);
    host.files.write(join(runs, 'latest'), `${record.runId}\n`);
    removeOld(runs, host);
    return undefined;
  } catch (error) {
    return diagnostic({
      code: 'SW0018',
      message: `the record of this run was not kept in ${runs}: ${systemReason(error)}`,
      hint: 'check the permissions of the folder, or run with --no-record',
    });
  }
}

/** Secrets are kept out of what stays on the disk too. */
function recordText(record: RunRecord, { host, source }: ReportingOptions): string {
  const names = Map.groupBy(record.scenarios, ({ file }) => file);
  const files = [...names].map(([file, scenarios]) => ({
    file,
    text: source(file) ?? '',
    names: scenarios.map(({ name }) => name),
  }));
  return printRunRecord(mapRecordText(record, hiding(files, secretsOf(host.env)).text));
}

function removeOld(runs: string, host: Host): void {
  const ids = (host.files.list(runs) ?? []).map((entry) => entry.name).filter((name) => RUN_ID.test(name));
  for (const id of ids.sort().slice(0, -KEPT_RUNS)) host.files.remove(join(runs, id));
}
