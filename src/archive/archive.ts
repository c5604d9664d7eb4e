import type { RunRecord } from '../event/index.ts';
import type { Completeness } from '../expect/index.ts';
import type { ScenarioId } from '../plan/index.ts';
import type { Span } from '../trace/index.ts';

/** The version that is written. Members may be added without raising it, never removed or changed. */
export const ARCHIVE_FORMAT = 1;

/** One run as evidence: what was run, what came back, and what was made of it. Enough to judge it again. */
export interface RunArchive {
  readonly environment: EnvironmentFacts;
  readonly files: readonly ArchivedFile[];
  /** Every attempt of every scenario, in the order in which they ended. */
  readonly attempts: readonly ArchivedAttempt[];
  readonly record: RunRecord;
}

/** Where it was run, as words for people. */
export interface EnvironmentFacts {
  /** Such as `linux 6.18.0 x64`. */
  readonly os: string;
  /** Such as `v24.21.0`. */
  readonly node: string;
  readonly cpus: number;
}

/** A scenario file as it was run: rendered, and in the native form whatever it was written in. */
export interface ArchivedFile {
  readonly file: string;
  /** SHA-256 of the text its author wrote. */
  readonly source: string;
  readonly toml: string;
}

export interface ArchivedAttempt {
  readonly id: ScenarioId;
  /** From 1. */
  readonly attempt: number;
  readonly completeness: Completeness;
  /** Of each part that was run, by its key such as `service.api` or `step.pay`: tells what has changed since. */
  readonly digests: Readonly<Record<string, string>>;
  readonly values: ArchivedValues;
  readonly spans: readonly Span[];
  readonly own: readonly Span[];
}

/** What run-time placeholders stood for, environment variables left out: a recording keeps no environment. */
export interface ArchivedValues {
  readonly ports: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly otlpEndpoint: string;
  readonly otlpGrpcEndpoint: string | undefined;
  readonly scenarioDir: string;
  readonly projectDir: string;
}
