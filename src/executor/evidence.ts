import type { ScenarioRecord } from '../event/index.ts';
import type { Completeness } from '../expect/index.ts';
import type { ScenarioId } from '../plan/index.ts';
import type { Trace } from '../trace/index.ts';
import type { Values } from './values.ts';

/** All that one attempt left to judge it by, then and later. */
export interface Evidence {
  readonly id: ScenarioId;
  /** From 1. */
  readonly attempt: number;
  readonly record: ScenarioRecord;
  readonly trace: Trace;
  readonly completeness: Completeness;
  /** See {@link partDigests}. */
  readonly digests: Readonly<Record<string, string>>;
  readonly values: RecordedValues;
}

/** What run-time placeholders stood for. Captures can be taken again, and the environment is not kept. */
export type RecordedValues = Pick<
  Values,
  'ports' | 'otlpEndpoint' | 'otlpGrpcEndpoint' | 'scenarioDir' | 'projectDir'
>;
