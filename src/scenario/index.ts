/**
 * Scenario files: the schema, declared once, and everything that derives from it; reading a file into a located table,
 * normalising clnrm's generations into the native form, and checking it. The result is plain data plus a way to find
 * the place of any key. Knows nothing of running or judging.
 */
export { type LoadedFile, type LoadResult, loadScenarioFile } from './load.ts';
export type { KeyPath } from './path.ts';
export type {
  Bound,
  CountsExpectation,
  Expectations,
  GraphExpectation,
  HermeticityExpectation,
  OrderExpectation,
  SpanExpectation,
  StatusExpectation,
  TraceExpectation,
  ValueTest,
  WindowExpectation,
} from './schema/expect.ts';
export { type Limits, type OtelSettings, type Scenario, type ScenarioFile, scenarioFile } from './schema/file.ts';
export type { Readiness, Service } from './schema/service.ts';
export type { Command, OutputExpectation, Step, StepExpectation } from './schema/step.ts';
