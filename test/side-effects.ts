import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

// What a program does to the machine, as the kernel sees it: strace (Linux) writes down its calls, and those that reach
// out, start something or change something are picked from them. An attempt counts as much as a success.

/**
 * All calls about the network, processes and names of files, and those that change an open file without having opened it
 * for writing. Contents are only written to files that were opened for it, which is seen when they are opened.
 */
const TRACED =
  '%network,%process,%file,?ftruncate,?fallocate,?fchmod,?fchown,?fsetxattr,?fremovexattr,?memfd_create,?io_uring_setup';

/** Calls that only ask, or that every program makes to begin and end. */
const harmless = new Set([
  'access',
  'arch_prctl',
  'exit',
  'exit_group',
  'faccessat',
  'faccessat2',
  'fstat',
  'fstatfs',
  'getcwd',
  'getsockname',
  'getsockopt',
  'lstat',
  'newfstatat',
  'readlink',
  'readlinkat',
  'stat',
  'statfs',
  'statx',
  'wait4',
  'waitid',
]);

export interface Traced {
  readonly status: number | null;
  /** On standard output, then on standard error. */
  readonly output: string;
  /** The calls that are more than reading, one for each line of the trace; empty for a program that only reads. */
  readonly effects: readonly string[];
}

/** Runs a program under strace. Writing below `writable`, an absolute folder, is no effect. */
export function trace(command: readonly string[], cwd: string, writable?: string): Traced {
  const folder = mkdtempSync(join(tmpdir(), 'spanwright-strace-'));
  const log = join(folder, 'trace');
  try {
    const { status, stdout, stderr, error } = spawnSync(
      'strace',
      ['-f', '-qq', '-y', '-s', '4096', '-e', `trace=${TRACED}`, '-o', log, ...command],
      { cwd, encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    if (error || status === null) throw new Error(`strace did not run: ${error?.message ?? stderr}`);
    return { status, output: stdout + stderr, effects: effectsIn(readFileSync(log, 'utf8'), cwd, writable) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether programs can be traced here: strace is installed, and the system lets it. */
export function canTrace(): boolean {
  return spawnSync('strace', ['-qq', '-o', '/dev/null', process.execPath, '--version']).status === 0;
}

function effectsIn(text: string, cwd: string, writable: string | undefined): string[] {
  const effects: string[] = [];
  let started = false;
  for (const line of text.split('\n')) {
    // Such as `123  openat(AT_FDCWD, "a", O_RDONLY) = 3`; of a call that another interrupts, the end comes later.
    const [, name = '', rest = ''] = /^\d+ +(\w+)\((.*)$/.exec(line) ?? [];
    // The first is the program itself.
    if (name === 'execve' && !started) started = true;
    else if (name !== '' && !isHarmless(name, rest) && !isBelow(writable, rest, cwd))
      effects.push(`${name}(${rest}`);
  }
  if (!started) throw new Error('the trace shows no program');
  return effects;
}

function isHarmless(name: string, rest: string): boolean {
  switch (name) {
    case 'open':
    case 'openat':
    case 'openat2':
      return isRead(rest);
    case 'clone':
    case 'clone3':
      return /\bCLONE_THREAD\b/.test(rest);
    case 'io_uring_setup':
      // Node's event loop has one for epoll. One that the kernel serves by itself could do what no trace shows.
      return !rest.includes('IORING_SETUP_SQPOLL');
    default:
      return harmless.has(name);
  }
}

function isRead(rest: string): boolean {
  const flags = rest.replace(/"(?:[^"\\]|\\.)*"/g, '');
  return !/\bO_(WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)\b/.test(flags) || rest.includes('"/dev/null"');
}

/** Whether every path that the call names lies below the folder. What a path starts from is written before it. */
function isBelow(folder: string | undefined, rest: string, cwd: string): boolean {
  const named = rest.matchAll(/(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"/g);
  const paths = [...named].map(([, from = cwd, path = '']) => resolve(from, path));
  return (
    folder !== undefined && paths.length > 0 && paths.every((path) => `${path}/`.startsWith(`${folder}/`))
  );
}
