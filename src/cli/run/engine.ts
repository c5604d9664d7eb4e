import {
  type Backend,
  BackendFault,
  findEngine,
  isBackendFault,
  startContainerBackend,
} from '../../backend/index.ts';
import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import type { Host } from '../../host/index.ts';
import type { WantedContainers } from './containers.ts';

// Loaded only for plans with services in containers.

export interface ContainersOptions extends WantedContainers {
  readonly host: Host;
  /** Containers at the same time. */
  readonly max: number;
  readonly hurry: AbortSignal;
}

/** What runs the plan. */
export interface ChosenBackend {
  readonly backend: Backend;
  /** Why scenarios with containers cannot be run; undefined when they can. */
  readonly noEngine: BackendFault | undefined;
  /** Resolves when nothing of the run is left in an engine, to what had to stay. */
  end(): Promise<readonly Diagnostic[]>;
}

/** Adds an engine to the local backend. Without one that can be used the rest can still be run. */
export async function withContainers(local: Backend, options: ContainersOptions): Promise<ChosenBackend> {
  const plain = { backend: local, noEngine: undefined, end: async () => [] };
  const address = findEngine(options.host.env);
  if ('fault' in address)
    return { ...plain, noEngine: new BackendFault('SW6301', address.fault, address.hint) };
  try {
    const { timeoutMs, volumeRoots, max, hurry } = options;
    const backend = await startContainerBackend({
      local,
      address,
      timeoutMs,
      volumeRoots,
      maxContainers: max,
      hurry,
    });
    return { backend, noEngine: undefined, end: async () => (await backend.end()).map(left) };
  } catch (error) {
    if (!isBackendFault(error)) throw error;
    return { ...plain, noEngine: error };
  }
}

function left(message: string): Diagnostic {
  return diagnostic({
    code: 'SW6009',
    message: `something of this run is still in the container engine: ${message}`,
    hint: '`spanwright clean` removes what runs have left',
  });
}
