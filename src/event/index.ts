/**
 * What happens during a run, as plain data: the RunEvent union, and the fold that turns a stream of events into a
 * RunRecord. Everything shown or written about a run comes from here; nothing here prints or writes.
 */
export type {
  EndRecord,
  OutputRecord,
  PlacedFinding,
  RunEvent,
  RunRecord,
  ScenarioId,
  ScenarioRecord,
  ServiceRecord,
  SettleRecord,
  StepRecord,
  TelemetryRecord,
} from './event.ts';
export { foldRun } from './fold.ts';
