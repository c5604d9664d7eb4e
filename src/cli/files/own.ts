import { join } from 'node:path';
import type { Host } from '../../host/index.ts';

const IGNORE = `# Made by Spanwright: runs and caches stay out of git, baselines do not.
/*
!/.gitignore
!/baselines/
`;

/** The folder `.spanwright` of a project; made, with its `.gitignore`, where it is not there. Throws the system's error. */
export function makeOwnFolder(projectDir: string, host: Host): string {
  const own = join(projectDir, '.spanwright');
  if (!host.files.stat(join(own, '.gitignore'))) host.files.write(join(own, '.gitignore'), IGNORE);
  return own;
}
