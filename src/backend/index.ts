/**
 * Where services and steps really run. The contract is {@link Backend}: open a sandbox for a scenario, start services,
 * execute commands, close it, and nothing is left. Whatever can go wrong with a command is part of its outcome; only
 * a broken machine (no temporary directory, no free port) makes a promise reject. Backends know nothing of scenarios,
 * expectations or telemetry: the executor hands them argument lists and environments. All pass `conformance.ts`.
 */
export type * from './contract.ts';
export { describeEnd } from './describe.ts';
export { diagnoseClose, diagnoseCommand, diagnoseStart, diagnoseStop, type Subject } from './diagnose.ts';
export {
  createProcessBackend,
  type ProcessBackend,
  type ProcessBackendOptions,
  startProcessBackend,
} from './process/backend.ts';
export { type EnvironmentRule, environmentRules } from './process/environment.ts';
export { isAtLeast, type Tier, tiers } from './process/tier.ts';
