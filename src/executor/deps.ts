import type { Backend, BackendFault, PullPolicy } from '../backend/index.ts';
import type { RunEvent, ShardRecord } from '../event/index.ts';
import type { Host } from '../host/index.ts';
import type { Locate, Resources } from '../plan/index.ts';
import type { Receiver } from '../telemetry/index.ts';
import type { ResourceMonitor } from './admission/index.ts';
import type { Evidence } from './evidence.ts';
import type { RunPolicy } from './policy.ts';

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
  /** What scenarios may take together that run at the same time; at least one slot. */
  readonly bounds: Resources;
  /** Looked at about once a second. */
  readonly monitor: ResourceMonitor;
  readonly policy: RunPolicy;
  /** Why there is no engine for services in containers; undefined when nobody has asked for one. */
  readonly noEngine?: BackendFault | undefined;
  /** When images are fetched, where a service says nothing of it. Default: `if-not-present`. */
  readonly pull?: PullPolicy | undefined;
  /** Gives every scenario a network of its own, also those that do not ask for one. */
  readonly isolateAll?: boolean | undefined;
  /** Which part of a suite the plan is; undefined when it is the whole. */
  readonly shard?: ShardRecord | undefined;
  readonly runId: string;
  /** Absolute. */
  readonly projectDir: string;
  /** Keep the work directory of scenarios that do not pass. */
  readonly keepFailed: boolean;
  /** Name and version of the tool, for records and resources. */
  readonly tool: string;
  readonly locate: Locate;
}
