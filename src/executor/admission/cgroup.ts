import type { Host } from '../../host/index.ts';
import type { Resources } from '../../plan/index.ts';
import type { Capacity, ResourceMonitor } from './monitor.ts';
import { type MemoryReading, readCgroup } from './read-cgroup.ts';

/** Of the memory limit: the rest is for this process and what the kernel counts besides. */
const USABLE = 0.9;
/** Part of the time in which something waits for memory, in percent over ten seconds, from which it is too much. */
const HIGH_PRESSURE = 10;
const LOW_PRESSURE = 2;
/** Part of the memory limit that is in use, without what could be given back at once. */
const HIGH_USE = 0.9;
const LOW_USE = 0.75;

/**
 * Keeps the bounds inside the limits of the control group this process runs in (both versions), and halves the slots while
 * memory is short: at high pressure (version 2 tells it) or close to the limit. They are given back one at a time once
 * that is over. Undefined where there are no control groups. Reads a few small files each time.
 */
export function cgroupMonitor(host: Pick<Host, 'files'>): ResourceMonitor | undefined {
  const first = readCgroup(host.files);
  if (!first) return undefined;
  let slots = Number.POSITIVE_INFINITY;
  return {
    name: `cgroup v${first.version}`,
    look(asked) {
      const { memory, cpuMillicores } = readCgroup(host.files) ?? first;
      const strain = strainOf(memory);
      if (strain.level === 'high') slots = Math.max(1, Math.floor(Math.min(slots, asked.slots) / 2));
      else if (strain.level === 'low') slots = Math.min(asked.slots, slots + 1);
      return limited({ asked, memory, cpuMillicores, slots, strain: strain.reason });
    },
  };
}

interface Found {
  readonly asked: Resources;
  readonly memory: MemoryReading;
  readonly cpuMillicores: number | undefined;
  readonly slots: number;
  readonly strain: string;
}

function limited({ asked, memory, cpuMillicores, slots, strain }: Found): Capacity {
  const memoryMb = memory.limitMb === undefined ? asked.memoryMb : Math.floor(memory.limitMb * USABLE);
  const bounds: Resources = {
    ...asked,
    slots: Math.min(asked.slots, slots),
    memoryMb: Math.max(1, Math.min(asked.memoryMb, memoryMb)),
    cpuMillicores: Math.max(1, Math.min(asked.cpuMillicores, cpuMillicores ?? asked.cpuMillicores)),
  };
  const reasons = [
    ...(bounds.slots < asked.slots ? [strain] : []),
    ...(bounds.memoryMb < asked.memoryMb ? [`the memory limit of the system is ${memory.limitMb} MB`] : []),
    ...(bounds.cpuMillicores < asked.cpuMillicores
      ? [`the CPU limit of the system is ${bounds.cpuMillicores / 1000}`]
      : []),
  ];
  return { bounds, reason: reasons.join('; ') || 'memory is no longer short' };
}

/** Between high and low nothing changes, so that the bounds do not swing. */
function strainOf({ limitMb, usedMb, pressure }: MemoryReading): {
  readonly level: 'high' | 'middle' | 'low';
  readonly reason: string;
} {
  const use = limitMb === undefined || usedMb === undefined ? 0 : usedMb / limitMb;
  const waiting = pressure ?? 0;
  const reason =
    waiting >= LOW_PRESSURE || use < LOW_USE
      ? `memory pressure is ${Math.round(waiting)} %`
      : `${Math.round(use * 100)} % of the memory limit is in use`;
  if (waiting >= HIGH_PRESSURE || use >= HIGH_USE) return { level: 'high', reason };
  return { level: waiting <= LOW_PRESSURE && use <= LOW_USE ? 'low' : 'middle', reason };
}
