import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Everything of ours in an engine carries all of these. */
export const LABELS = {
  /** The backend that made it, a random name: what the reaper of a run looks for. */
  runner: 'dev.spanwright.runner',
  /** The process that made it, so that others can tell whether it still lives; see {@link ownerIsAlive}. */
  owner: 'dev.spanwright.owner',
  run: 'dev.spanwright.run',
  scenario: 'dev.spanwright.scenario',
  service: 'dev.spanwright.service',
} as const;

/** Containers that stay after a failure have names that begin so; neither reaper nor sweep takes them. */
export const KEPT_PREFIX = 'spanwright-kept-';

/** The kernel and its process table, then the process: its id and when it started, in ticks since boot. */
export function ownerOf(pid: number): string {
  return [bootId(), processTable(), pid, startOf(pid)].join('/');
}

/**
 * Whether the process still lives that made something. `unknown` for one on another machine or in another container, whose
 * process ids say nothing here: what cannot be told from foreign is foreign.
 */
export function ownerIsAlive(owner: string): boolean | 'unknown' {
  const [boot, table, pid, start] = owner.split('/');
  if (start === undefined || boot === undefined) return 'unknown';
  if (boot !== bootId() || table !== processTable()) return 'unknown';
  return startOf(Number(pid)) === start && start !== '';
}

function bootId(): string {
  return read('/proc/sys/kernel/random/boot_id') ?? hostname();
}

function processTable(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replaceAll(/\D/g, '');
  } catch {
    return '';
  }
}

/** Empty when there is no such process; where there is no /proc it only says that there is one. Source: proc_pid_stat(5), field 22. */
function startOf(pid: number): string {
  if (process.platform !== 'linux') return isThere(pid) ? 'started' : '';
  const stat = read(`/proc/${pid}/stat`);
  const afterName = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie does nothing any more.
  return afterName === undefined || afterName[0] === 'Z' ? '' : (afterName[19] ?? '');
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1').trim();
  } catch {
    return undefined;
  }
}
