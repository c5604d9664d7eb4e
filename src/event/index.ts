/**
 * What happens during a run, as plain data: the RunEvent union, the fold that turns a stream of events into a
 * RunRecord, and both as JSON. Everything shown or written about a run comes from here; nothing here writes.
 */
export { emptyRecord } from './empty.ts';
export type {
  BoundsRecord,
  CertificateRecord,
  EndRecord,
  FlakeRecord,
  Hindrance,
  Interruption,
  OutputRecord,
  PlacedFinding,
  RepeatRecord,
  RunEvent,
  RunRecord,
  ScenarioRecord,
  ScenarioRef,
  ServiceRecord,
  SettleRecord,
  ShardRecord,
  SpanChange,
  StepRecord,
  StopRecord,
  SurroundingsRecord,
  TelemetryRecord,
  TraceChange,
  WaitRecord,
} from './event.ts';
export { createFold, type Fold, foldRun } from './fold.ts';
export { mapEventText, mapRecordText, printRunEvent, printRunRecord } from './json.ts';
export { RUN_RECORD_FORMAT, readRunRecord } from './read.ts';
