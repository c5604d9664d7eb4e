import { readFileSync } from 'node:fs';

/** What engines call the program that they put before the command: Docker's, Podman's. */
const INITS = new Set(['docker-init', 'tini', 'catatonit', 'podman-init']);

/**
 * Whether the command runs in a container whose first process has this id on this machine: that is no init, or its child has
 * become another program than the init. Also true where the system does not tell of children, and false after the end.
 */
export function initHasStarted(pid: number): boolean {
  const first = read(`/proc/${pid}/comm`);
  if (first === undefined) return false;
  if (!INITS.has(first)) return true;
  const children = read(`/proc/${pid}/task/${pid}/children`);
  if (children === undefined) return true;
  const [child] = children.split(' ');
  return child !== undefined && child !== '' && !INITS.has(read(`/proc/${child}/comm`) ?? '');
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1').trim();
  } catch {
    return undefined;
  }
}
