/**
 * Where services and steps really run. The contract is {@link Backend}: open a sandbox for a scenario, start services,
 * execute commands, close it, and nothing is left. Whatever can go wrong with a command is part of its outcome; only
 * a broken machine (no temporary directory, no free port) makes a promise reject. Backends know nothing of scenarios,
 * expectations or telemetry: the executor hands them argument lists and environments. All pass `conformance.ts`.
 */
export {
  type ContainerBackend,
  type ContainerBackendOptions,
  nameOf as nameOfEngine,
  startContainerBackend,
} from './container/backend.ts';
export { type EngineAddress, findEngine } from './container/engine/address.ts';
export { EngineClient } from './container/engine/client.ts';
export { Demultiplexer } from './container/engine/demux.ts';
export {
  Engine,
  type EngineFacts,
  type Labelled,
  type PullProgress,
  tagged,
} from './container/engine/engine.ts';
export { EngineFault } from './container/engine/fault.ts';
export { Images } from './container/images.ts';
export { KEPT_PREFIX, LABELS, ownerIsAlive } from './container/labels.ts';
export { type Swept, sweep } from './container/sweep.ts';
export type * from './contract.ts';
export { describeEnd } from './describe.ts';
export { diagnoseClose, diagnoseCommand, diagnoseStart, diagnoseStop, type Subject } from './diagnose.ts';
export { BackendFault, isBackendFault } from './fault.ts';
export {
  createProcessBackend,
  type ProcessBackend,
  type ProcessBackendOptions,
  startProcessBackend,
} from './process/backend.ts';
export { type EnvironmentRule, environmentRules } from './process/environment.ts';
export { type StartedHelper, startHelper } from './process/helper/helper.ts';
export { isAtLeast, type Tier, tiers } from './process/tier.ts';
