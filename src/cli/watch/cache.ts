import { join } from 'node:path';
import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import { systemReason } from '../../host/index.ts';
import { type CacheBackend, diskCache } from '../../watch/index.ts';
import type { CommandContext } from '../context.ts';
import { makeOwnFolder } from '../files/own.ts';

type Surroundings = Pick<CommandContext, 'host' | 'project'>;

/** Where results of checking files are kept. */
export function cacheFolder({ host, project }: Surroundings): string {
  return join(project?.dir ?? host.cwd, '.spanwright', 'cache');
}

/** Empties it; returns what keeps it from being emptied. */
export function clearCache(around: Surroundings): Diagnostic | undefined {
  try {
    diskCache({ files: around.host.files, folder: cacheFolder(around) }).clear();
    return undefined;
  } catch (error) {
    const message = `the cache cannot be emptied: ${systemReason(error)}`;
    return diagnostic({ code: 'SW0011', message, hint: `check the permissions of ${cacheFolder(around)}` });
  }
}

/** The cache of the project on the disk. Where its folder cannot be made, everything is a miss. */
export function projectCache(around: Surroundings): CacheBackend {
  const { host, project } = around;
  try {
    makeOwnFolder(project?.dir ?? host.cwd, host);
  } catch {
    // The cache does without it too: it fails at each write, and says nothing.
  }
  return diskCache({ files: host.files, folder: cacheFolder(around) });
}
