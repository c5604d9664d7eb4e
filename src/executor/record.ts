import type { CapturedOutput, CommandEnd } from '../backend/index.ts';
import type { EndRecord, OutputRecord } from '../event/index.ts';

export function endRecord(end: CommandEnd): EndRecord {
  return end.kind === 'notStarted' ? { kind: 'notStarted', message: end.message } : end;
}

const nothing: OutputRecord = { text: '', bytes: 0, omittedBytes: 0 };

export function outputRecord(output: CapturedOutput | undefined): OutputRecord {
  return output ?? nothing;
}
