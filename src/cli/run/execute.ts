import { type Backend, type StartedHelper, startProcessBackend } from '../../backend/index.ts';
import type { Diagnostic } from '../../diagnostic/index.ts';
import { createFold, type RunEvent, type RunRecord, type ShardRecord } from '../../event/index.ts';
import {
  cgroupMonitor,
  countMonitor,
  type Evidence,
  executePlan,
  type RunPolicy,
} from '../../executor/index.ts';
import type { Host } from '../../host/index.ts';
import { createLocate, type Plan, type Resources } from '../../plan/index.ts';
import type { LoadedFile } from '../../scenario/index.ts';
import { createReceiver, type Receiver } from '../../telemetry/index.ts';
import type { WantedContainers } from './containers.ts';
import type { ChosenBackend } from './engine.ts';
import { catchInterrupts } from './interrupt.ts';
import { unmetTier, type WantedIsolation } from './isolation.ts';
import { createRunId } from './keep.ts';

export interface ExecuteOptions {
  readonly host: Host;
  readonly files: readonly LoadedFile[];
  readonly bounds: Resources;
  readonly policy: RunPolicy;
  readonly shard: ShardRecord | undefined;
  readonly keepFailed: boolean;
  readonly isolation: WantedIsolation;
  /** One that was started for the tier that is wanted; default: a new one. */
  readonly helper: StartedHelper | undefined;
  readonly containers: WantedContainers;
  /** Absolute. */
  readonly projectDir: string;
  /** Name and version, for records. */
  readonly tool: string;
  /** Called with every event as it happens. */
  readonly onEvent: (event: RunEvent) => void;
  /** Told of what could not be removed in the end. */
  readonly onLeft: (left: readonly Diagnostic[]) => void;
  /** Takes what each attempt left to judge it by. */
  readonly keep: (evidence: Evidence) => void;
  /** What stands in place of the parts of a run; default: they themselves. */
  readonly parts?: Parts | undefined;
}

/** Puts something between a run and what it is made of. */
export interface Parts {
  receiver?(receiver: Receiver): Receiver;
  backend?(backend: Backend): Backend;
}

/**
 * Runs the plan with a receiver and a backend of its own, and gives the record. The first signal stops it politely; the
 * second ends it at once with the record as far as it got, and what still runs is killed when this process ends.
 */
export async function execute(plan: Plan, options: ExecuteOptions): Promise<RunRecord | Diagnostic> {
  const { host, files, parts = {} } = options;
  const fold = createFold();
  let over = false;
  const emit = (event: RunEvent) => {
    if (over) return;
    fold.add(event);
    options.onEvent(event);
  };
  const rushed = Promise.withResolvers<'rushed'>();
  const signal = catchInterrupts(
    (name) => emit({ type: 'interrupted', signal: name, atMs: host.monotonicMs() }),
    () => rushed.resolve('rushed'),
  );
  const [receiver, local] = await Promise.all([
    createReceiver({ host }),
    startProcessBackend({
      env: host.env,
      hurry: signal,
      best: options.isolation.best,
      helper: options.helper,
    }),
  ]);
  const unmet = unmetTier(local, options.isolation);
  if (unmet) {
    await receiver.close();
    return unmet;
  }
  const chosen = await backendFor(plan, local, { ...options, signal });
  const executed = executePlan(plan, {
    host,
    backend: parts.backend?.(chosen.backend) ?? chosen.backend,
    noEngine: chosen.noEngine,
    pull: options.containers.pull,
    receiver: parts.receiver?.(receiver) ?? receiver,
    emit,
    keep: options.keep,
    signal,
    bounds: options.bounds,
    monitor: cgroupMonitor(host) ?? countMonitor,
    policy: options.policy,
    isolateAll: options.isolation.network,
    shard: options.shard,
    runId: createRunId(host),
    projectDir: options.projectDir,
    keepFailed: options.keepFailed,
    tool: options.tool,
    locate: createLocate(files),
  });
  const end = await Promise.race([executed, rushed.promise]);
  over = true;
  if (end !== 'rushed') {
    await receiver.close();
    options.onLeft(await chosen.end());
  }
  return fold.record();
}

/** An engine is looked for only where something runs in containers. */
async function backendFor(
  plan: Plan,
  local: Backend,
  { containers, host, bounds, signal }: ExecuteOptions & { readonly signal: AbortSignal },
): Promise<ChosenBackend> {
  if (!plan.scenarios.some(({ services }) => services.some(({ container }) => container)))
    return { backend: local, noEngine: undefined, end: async () => [] };
  const { withContainers } = await import('./engine.ts');
  return await withContainers(local, {
    ...containers,
    host,
    max: bounds.containers,
    hurry: signal,
  });
}
