import type { Diagnostic } from '../../diagnostic/index.ts';
import { mapRecordText, type RunRecord } from '../../event/index.ts';
import type { Host } from '../../host/index.ts';
import { printStepSummary, redact, secretsOf } from '../../report/index.ts';
import { writeReport } from './reporting.ts';

/** More than GitHub takes of a step is dropped there as a whole, with what other commands of the step wrote. */
const MAX_BYTES = 1024 * 1024;

/**
 * Adds what the run came to to the summary of the GitHub Actions step that this is, if it is one; what others wrote there
 * stays. Returns what stood in the way.
 */
export function writeStepSummary(record: RunRecord, host: Host): readonly Diagnostic[] {
  const { GITHUB_ACTIONS: isStep, GITHUB_STEP_SUMMARY: file } = host.env;
  if (isStep !== 'true' || !file) return [];
  const secrets = secretsOf(host.env);
  const text = printStepSummary(mapRecordText(record, (each) => redact(each, secrets)));
  const before = contentOf(file, host);
  if (Buffer.byteLength(before) + Buffer.byteLength(text) > MAX_BYTES) return [];
  const fault = writeReport({ file, place: undefined }, `${before}${text}`, host);
  return fault ? [fault] : [];
}

function contentOf(file: string, { files }: Host): string {
  try {
    const bytes = files.read(file);
    return bytes ? new TextDecoder().decode(bytes) : '';
  } catch {
    // Writing says what is wrong with it.
    return '';
  }
}
