import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * How often the system has killed something in the control group of this process for want of memory, as both versions of
 * control groups count it; 0 where that cannot be told. Engines tell of it only when it was the first process.
 * Source: cgroups(7); Linux, Documentation/admin-guide/cgroup-v2.rst, `memory.events`.
 */
export function memoryKills(pid: number): number {
  const groups = read(`/proc/${pid}/cgroup`)
    .split('\n')
    .map((line) => line.split(':'));
  const memory = groups.find(([, controllers = '']) => controllers.split(',').includes('memory'))?.[2];
  const unified = groups.find(([id]) => id === '0')?.[2];
  const counts =
    memory === undefined
      ? read(join('/sys/fs/cgroup', unified ?? '', 'memory.events'))
      : read(join('/sys/fs/cgroup/memory', memory, 'memory.oom_control'));
  return Number(/^oom_kill (\d+)$/m.exec(counts)?.[1] ?? 0);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
