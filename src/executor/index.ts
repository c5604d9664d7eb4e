/**
 * Runs a plan: services and steps of each scenario in a sandbox of its own, with a telemetry scope of its own, judged
 * when the trace is complete. It prints nothing and writes nothing; everything it has to say is a RunEvent. Backend,
 * receiver, clock and the way to find places are handed in.
 */
export { cgroupMonitor, countMonitor, type ResourceMonitor } from './admission/index.ts';
export type { Evidence, RecordedValues } from './evidence.ts';
export { type ExecutorDeps, executePlan } from './execute.ts';
export type { RunPolicy } from './policy.ts';
export { type RecordedRun, rejudge } from './rejudge.ts';
