import type { Backend } from '../backend/index.ts';
import type { RunEvent } from '../event/index.ts';
import type { Host } from '../host/index.ts';
import type { Locate } from '../plan/index.ts';
import type { Receiver } from '../telemetry/index.ts';
import type { Evidence } from './evidence.ts';

export interface ExecutorDeps {
  readonly host: Host;
  readonly backend: Backend;
  readonly receiver: Receiver;
  /** Called in order, synchronously; must not throw. */
  readonly emit: (event: RunEvent) => void;
  /** Takes what each attempt left to judge it by, as it ends; must not throw. */
  readonly keep?: ((evidence: Evidence) => void) | undefined;
  /** Aborting stops everything politely; the reason is the signal's name. */
  readonly signal: AbortSignal;
  /** Scenarios at once, at least 1. */
  readonly jobs: number;
  /** Stop after the first scenario that does not pass. */
  readonly failFast: boolean;
  readonly runId: string;
  /** Absolute. */
  readonly projectDir: string;
  /** Keep the work directory of scenarios that do not pass. */
  readonly keepFailed: boolean;
  /** Name and version of the tool, for records and resources. */
  readonly tool: string;
  readonly locate: Locate;
}
