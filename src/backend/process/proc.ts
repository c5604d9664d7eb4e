import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { MARK_VARIABLE } from './environment.ts';

export interface FoundProcess {
  readonly pid: number;
  readonly group: number;
  /** Name of the program as the kernel keeps it, at most 15 bytes. */
  readonly name: string;
}

/**
 * Finds processes by the mark in their environment, on Linux. That reaches daemons that left their process group and
 * session, but not one that was started with an emptied environment or that overwrote its own (`setproctitle`).
 * Elsewhere nothing is found. Processes of other users are unreadable, and so never touched, unless we are root.
 *
 * A look costs one directory listing: processes known not to be ours are remembered by their pid and not read again.
 * A pid that is given out anew between two looks is missed; that takes a whole round of the pid counter.
 */
export class MarkedProcesses {
  readonly #ours: string;
  /** Those that were there before our first command, and those read since and found to carry another mark or none. */
  #foreign = new Set(listPids());

  /** `ours` is what all marks of this runner begin with. */
  constructor(ours: string) {
    this.#ours = ours;
  }

  /** Those whose mark begins with `prefix`, which itself begins as all of ours do. Zombies are not found. */
  find(prefix: string): FoundProcess[] {
    const found: FoundProcess[] = [];
    const foreign = new Set<number>();
    for (const pid of listPids()) {
      const mark = this.#foreign.has(pid) ? '' : markOf(pid);
      const stat = mark?.startsWith(prefix) ? statOf(pid) : undefined;
      if (stat !== undefined && !stat.zombie) found.push(stat);
      if (mark !== undefined && !mark.startsWith(this.#ours)) foreign.add(pid);
    }
    this.#foreign = foreign;
    return found;
  }
}

/**
 * Whether a group has members, and all of them have ended and only wait to be collected; in a container without a real
 * init that may take for ever. False when it cannot be told.
 */
export function onlyZombiesIn(group: number): boolean {
  const members = listPids().flatMap((pid) => {
    const stat = statOf(pid);
    return stat?.group === group ? [stat] : [];
  });
  return members.length > 0 && members.every((each) => each.zombie);
}

export const hasProc = process.platform === 'linux' && existsSync('/proc/self/stat');

/** Empty where there is no such listing, or no file handle left to read it: then a look finds nothing. */
function listPids(): number[] {
  if (!hasProc) return [];
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    return [];
  }
}

/** Empty without a mark; undefined when it cannot be told: between fork and exec, and after the end. */
function markOf(pid: number): string | undefined {
  const environment = readProc(pid, 'environ');
  if (environment === undefined || environment === '') return undefined;
  const name = `\0${MARK_VARIABLE}=`;
  const [, rest = ''] = `\0${environment}`.split(name, 2);
  return rest.split('\0', 1)[0];
}

interface Stat extends FoundProcess {
  readonly zombie: boolean;
}

/** See proc_pid_stat(5): the name is in parentheses and may hold any character, so fields count from the last one. */
function statOf(pid: number): Stat | undefined {
  const stat = readProc(pid, 'stat');
  if (stat === undefined) return undefined;
  const end = stat.lastIndexOf(')');
  const [state, , group] = stat.slice(end + 2).split(' ');
  const name = stat.slice(stat.indexOf('(') + 1, end);
  return { pid, group: Number(group), name, zombie: state === 'Z' || state === 'X' };
}

function readProc(pid: number, file: 'environ' | 'stat'): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    // Gone meanwhile, or of another user.
    return undefined;
  }
}
