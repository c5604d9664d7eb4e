import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';

/** Profiles the work alone, and not what made it ready, into the folder that the command line names. */
export async function recordProfiles(work: () => unknown): Promise<void> {
  const [, , folder = '.'] = process.argv;
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('HeapProfiler.enable');
  await session.post('HeapProfiler.startSampling');
  await session.post('Profiler.start');
  await work();
  const cpu = await session.post('Profiler.stop');
  const heap = await session.post('HeapProfiler.stopSampling');
  writeFileSync(join(folder, 'work.cpuprofile'), JSON.stringify(cpu.profile));
  writeFileSync(join(folder, 'work.heapprofile'), JSON.stringify(heap.profile));
  session.disconnect();
}
