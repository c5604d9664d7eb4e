import { posix } from 'node:path';
import type { Files } from '../../host/index.ts';

export interface MemoryReading {
  /** Undefined without a limit. */
  readonly limitMb: number | undefined;
  /** Without the page cache that can be given back at once. */
  readonly usedMb: number | undefined;
  /** Percent of the last ten seconds in which something waited for memory; version 2 only. */
  readonly pressure: number | undefined;
}

export interface CgroupReading {
  readonly version: 1 | 2;
  readonly memory: MemoryReading;
  /** Undefined without a limit. */
  readonly cpuMillicores: number | undefined;
}

const ROOT = '/sys/fs/cgroup';
const MB = 1024 * 1024;

/**
 * The limits that hold for this process: the tightest of its control group and those around it. Undefined where there are
 * none to read. Source: the kernel's Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/memory.rst.
 */
export function readCgroup(files: Files): CgroupReading | undefined {
  const read = reader(files);
  const membership = read('/proc/self/cgroup');
  if (membership === undefined) return undefined;
  const groups = membership.split('\n').map((line) => line.split(':'));
  if (read(`${ROOT}/cgroup.controllers`) !== undefined) {
    const own =
      groups
        .find(([hierarchy]) => hierarchy === '0')
        ?.slice(2)
        .join(':') ?? '/';
    return version2(read, own);
  }
  const of = (controller: string) =>
    groups
      .find(([, controllers]) => controllers?.split(',').includes(controller))
      ?.slice(2)
      .join(':');
  const memory = of('memory');
  return memory === undefined ? undefined : version1(read, memory, of('cpu'));
}

type Read = (path: string) => string | undefined;

/** A control group can end while it is looked at, and its files may not be for us to read: then they say nothing. */
function reader(files: Files): Read {
  return (path) => {
    try {
      const bytes = files.read(path);
      return bytes && new TextDecoder().decode(bytes).trim();
    } catch {
      return undefined;
    }
  };
}

function version2(read: Read, own: string): CgroupReading {
  const folders = aroundOf(ROOT, own);
  const limit = tightest(folders, (folder) => bytes(read(`${folder}/memory.max`)));
  const used = limit && bytes(read(`${limit.folder}/memory.current`));
  const cache = limit && field(read(`${limit.folder}/memory.stat`), 'inactive_file');
  const pressures = folders.flatMap((folder) => pressureIn(read(`${folder}/memory.pressure`)) ?? []);
  const cpu = tightest(folders, (folder) => {
    const [quota, period] = (read(`${folder}/cpu.max`) ?? '').split(' ');
    return cores(bytes(quota), bytes(period));
  });
  return {
    version: 2,
    memory: {
      limitMb: megabytes(limit?.value),
      usedMb: used === undefined ? undefined : megabytes(used - (cache ?? 0)),
      // The group's own, which says what the scenarios wait for rather than what the machine does.
      pressure: pressures[0],
    },
    cpuMillicores: cpu?.value,
  };
}

/** "No limit" is written as a number near 2^63 here. */
const UNLIMITED = 2 ** 60;

function version1(read: Read, memoryGroup: string, cpuGroup: string | undefined): CgroupReading {
  const limit = tightest(aroundOf(`${ROOT}/memory`, memoryGroup), (folder) => {
    const value = bytes(read(`${folder}/memory.limit_in_bytes`));
    return value !== undefined && value < UNLIMITED ? value : undefined;
  });
  const used = limit && bytes(read(`${limit.folder}/memory.usage_in_bytes`));
  const cache = limit && field(read(`${limit.folder}/memory.stat`), 'total_inactive_file');
  const cpuFolders = cpuGroup === undefined ? [] : aroundOf(`${ROOT}/cpu`, cpuGroup);
  const cpu = tightest(cpuFolders, (folder) =>
    cores(bytes(read(`${folder}/cpu.cfs_quota_us`)), bytes(read(`${folder}/cpu.cfs_period_us`))),
  );
  return {
    version: 1,
    memory: {
      limitMb: megabytes(limit?.value),
      usedMb: used === undefined ? undefined : megabytes(used - (cache ?? 0)),
      pressure: undefined,
    },
    cpuMillicores: cpu?.value,
  };
}

/** The folder of a group and those of the groups around it. In a container the path can lead outside of what is mounted. */
function aroundOf(root: string, group: string): readonly string[] {
  const folders = [root];
  let folder = root;
  for (const part of posix.normalize(`/${group}`).split('/').filter(Boolean)) {
    folder = `${folder}/${part}`;
    folders.unshift(folder);
  }
  return folders;
}

function tightest(
  folders: readonly string[],
  limitIn: (folder: string) => number | undefined,
): { readonly folder: string; readonly value: number } | undefined {
  let found: { readonly folder: string; readonly value: number } | undefined;
  for (const folder of folders) {
    const value = limitIn(folder);
    if (value !== undefined && (found === undefined || value < found.value)) found = { folder, value };
  }
  return found;
}

/** `max` and `-1` are no limit. */
function bytes(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

function megabytes(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.floor(value / MB);
}

function cores(quota: number | undefined, period: number | undefined): number | undefined {
  return quota === undefined || !period ? undefined : Math.floor((quota / period) * 1000);
}

function field(text: string | undefined, name: string): number | undefined {
  const line = text?.split('\n').find((each) => each.startsWith(`${name} `));
  return bytes(line?.slice(name.length + 1));
}

/** `some avg10=1.23 avg60=...`; see the kernel's Documentation/accounting/psi.rst. */
function pressureIn(text: string | undefined): number | undefined {
  const [, value] = /^some avg10=([\d.]+)/m.exec(text ?? '') ?? [];
  return value === undefined ? undefined : Number(value);
}
