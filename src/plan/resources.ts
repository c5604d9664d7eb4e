import type { Limits, Scenario, ScenarioFile } from '../scenario/index.ts';

/** Amounts of what scenarios that run at the same time share. */
export interface Resources {
  /** Scenarios. */
  readonly slots: number;
  /** Services that run in containers. */
  readonly containers: number;
  readonly memoryMb: number;
  /** Thousandths of a core. */
  readonly cpuMillicores: number;
}

export type ResourceName = keyof Resources;

export const resourceNames = ['slots', 'containers', 'memoryMb', 'cpuMillicores'] as const;

/** A group of scenarios of which only some run at the same time. */
export interface ConcurrencyGroup {
  readonly group: string;
  /** At least 1. */
  readonly max: number;
}

/** What a scenario takes while it runs, and what it must not run beside. */
export interface Needs {
  readonly resources: Resources;
  readonly concurrency: ConcurrencyGroup | undefined;
  /** Each is held by one scenario at a time. */
  readonly locks: readonly string[];
}

/** What a scenario says in `[limits]`, its own before those of its file, and clnrm's policy where that says less. */
export function limitsOf(file: ScenarioFile, { limits, policy }: Scenario): Limits {
  const { memory_mb, cpu_millicores, ...rest } = { ...file.limits, ...limits };
  const memory = stricter(memory_mb, policy?.max_memory_mb);
  const cpu = stricter(cpu_millicores, policy?.max_cpu_usage && Math.round(policy.max_cpu_usage * 1_000));
  return {
    ...rest,
    ...(memory !== undefined && { memory_mb: memory }),
    ...(cpu !== undefined && { cpu_millicores: cpu }),
  };
}

/** The smaller of two bounds; what is undefined or zero bounds nothing. */
function stricter(limit: number | undefined, policy: number | undefined): number | undefined {
  return policy ? Math.min(limit ?? policy, policy) : limit;
}

/** What it takes of all that a run may; what nobody states is not counted. */
export function needsOf(limits: Limits, scenario: Scenario, containers: number): Needs {
  return {
    resources: {
      slots: 1,
      containers,
      memoryMb: limits.memory_mb ?? 0,
      cpuMillicores: limits.cpu_millicores ?? 0,
    },
    concurrency: scenario.concurrency,
    locks: [...new Set(scenario.locks ?? [])],
  };
}
