import { expect, it } from 'vitest';
import { memoryHost } from '../../host/index.ts';
import type { Resources } from '../../plan/index.ts';
import { cgroupMonitor } from './cgroup.ts';

const asked: Resources = { slots: 8, containers: 10, memoryMb: 4096, cpuMillicores: 8000 };
const MB = 1024 * 1024;

/** A machine as its pseudo files tell of it; paths below `/sys/fs/cgroup` are written without it. */
function machine(membership: string, files: Readonly<Record<string, string>>) {
  const all = Object.entries(files).map(([path, text]) => [`/sys/fs/cgroup/${path}`, `${text}\n`]);
  const host = memoryHost({ files: { '/proc/self/cgroup': membership, ...Object.fromEntries(all) } });
  const write = (path: string, text: string) => host.files.write(`/sys/fs/cgroup/${path}`, text);
  return { host, write };
}

const version2 = (pressure: number, usedMb = 100) => ({
  'cgroup.controllers': 'cpu memory',
  'ci/memory.max': `${2000 * MB}`,
  'ci/memory.current': `${(usedMb + 500) * MB}`,
  'ci/memory.stat': `anon 1\ninactive_file ${500 * MB}`,
  'ci/job/memory.max': 'max',
  'ci/job/memory.pressure': `some avg10=${pressure} avg60=0.00 avg300=0.00 total=1\nfull avg10=99.00`,
  'ci/job/cpu.max': '150000 100000',
  'ci/cpu.max': 'max 100000',
});

it('keeps to the tightest limit of the groups around it', () => {
  const monitor = cgroupMonitor(machine('0::/ci/job\n', version2(0)).host);
  expect(monitor?.name).toBe('cgroup v2');
  expect(monitor?.look(asked)).toEqual({
    bounds: { ...asked, memoryMb: 1800, cpuMillicores: 1500 },
    reason: 'the memory limit of the system is 2000 MB; the CPU limit of the system is 1.5',
  });
});

it('halves the slots while memory is short, and gives them back one by one', () => {
  const { host, write } = machine('0::/ci/job\n', version2(24));
  const monitor = cgroupMonitor(host);
  const pressure = (percent: number) =>
    write('ci/job/memory.pressure', `some avg10=${percent} avg60=0 avg300=0 total=1\n`);
  const slots = () => monitor?.look(asked).bounds.slots;
  expect(monitor?.look(asked).reason).toContain('memory pressure is 24 %');
  expect([slots(), slots(), slots()]).toEqual([2, 1, 1]);
  pressure(5);
  expect(slots()).toBe(1);
  pressure(0.5);
  expect(Array.from({ length: 8 }, slots)).toEqual([2, 3, 4, 5, 6, 7, 8, 8]);
});

it('takes use near the limit for want of memory, but not what the page cache holds', () => {
  const full = cgroupMonitor(machine('0::/ci/job\n', version2(0, 1900)).host)?.look(asked);
  expect(full).toMatchObject({ bounds: { slots: 4 } });
  expect(full?.reason).toContain('95 % of the memory limit is in use');
  expect(cgroupMonitor(machine('0::/ci/job\n', version2(0, 1400)).host)?.look(asked).bounds.slots).toBe(8);
});

it('reads version 1 too', () => {
  const monitor = cgroupMonitor(
    machine('4:memory:/ci/job\n2:cpu,cpuacct:/ci\n1:name=systemd:/\n', {
      'memory/memory.limit_in_bytes': '9223372036854771712',
      'memory/ci/job/memory.limit_in_bytes': `${1000 * MB}`,
      'memory/ci/job/memory.usage_in_bytes': `${950 * MB}`,
      'memory/ci/job/memory.stat': 'cache 5\ntotal_inactive_file 0',
      'cpu/ci/cpu.cfs_quota_us': '200000',
      'cpu/ci/cpu.cfs_period_us': '100000',
    }).host,
  );
  expect(monitor?.name).toBe('cgroup v1');
  expect(monitor?.look(asked)).toMatchObject({
    bounds: { slots: 4, containers: 10, memoryMb: 900, cpuMillicores: 2000 },
  });
});

it('lowers nothing where nothing is limited, and is not there without control groups', () => {
  const unlimited = machine('0::/\n', { 'cgroup.controllers': 'memory', 'cpu.max': 'max 100000' });
  expect(cgroupMonitor(unlimited.host)?.look(asked).bounds).toEqual(asked);
  const container = machine('0::/../../elsewhere\n', { 'cgroup.controllers': '', 'memory.max': '-5' });
  expect(cgroupMonitor(container.host)?.look(asked).bounds).toEqual(asked);
  expect(cgroupMonitor(memoryHost({}))).toBeUndefined();
});
