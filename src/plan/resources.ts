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

/** What a scenario says in `[limits]`, its own before those of its file; what nobody states is not counted. */
export function needsOf(file: ScenarioFile, scenario: Scenario, containers: number): Needs {
  const limit = (name: keyof Limits) => scenario.limits?.[name] ?? file.limits?.[name] ?? 0;
  return {
    resources: {
      slots: 1,
      containers,
      memoryMb: limit('memory_mb'),
      cpuMillicores: limit('cpu_millicores'),
    },
    concurrency: scenario.concurrency,
    locks: [...new Set(scenario.locks ?? [])],
  };
}
