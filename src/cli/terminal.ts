import { fstatSync, statSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { Host } from '../host/index.ts';
import { wantsColor } from '../report/index.ts';

/** Standard output or standard error. */
export interface Stream {
  /** Writes all of it before returning, so that nothing is lost when the process ends. */
  write(text: string): void;
  readonly color: boolean;
  /** Width of the terminal; undefined when it is none. */
  readonly columns: number | undefined;
  /** What kept text from being written, such as a full disk; undefined when nothing did. */
  failure(): unknown;
}

export interface Terminal {
  readonly out: Stream;
  readonly err: Stream;
}

/** The streams of this process. `color` is what the user asked for; undefined leaves it to the environment. */
export function realTerminal(env: Host['env'], color: boolean | undefined): Terminal {
  return { out: streamOf('stdout', env, color), err: streamOf('stderr', env, color) };
}

const descriptors = { stdout: 1, stderr: 2 } as const;

function streamOf(name: keyof typeof descriptors, env: Host['env'], color: boolean | undefined): Stream {
  const isTTY = isTerminal(descriptors[name]);
  return {
    ...writer(descriptors[name]),
    color: color ?? wantsColor({ env, isTTY }),
    // Asking process.stdout loads streams, and few commands ask.
    get columns() {
      return isTTY ? process[name].columns : undefined;
    },
  };
}

/** As node:os has it, which would be loaded for this alone. */
const NULL_DEVICE = process.platform === 'win32' ? '\\\\.\\nul' : '/dev/null';
/** Major number of /dev/pts/*, which every terminal window is on Linux (its Documentation/admin-guide/devices.txt). */
const PSEUDO_TERMINAL = 136;

/** Asking node:tty costs 6 ms, for it loads sockets: all that output commonly goes to is known without it. */
function isTerminal(fd: number): boolean {
  try {
    const stat = fstatSync(fd);
    if (!stat.isCharacterDevice() || stat.rdev === statSync(NULL_DEVICE).rdev) return false;
    return (process.platform === 'linux' && stat.rdev >> 8 === PSEUDO_TERMINAL) || isatty(fd);
  } catch {
    // A closed descriptor.
    return false;
  }
}

const RETRY_MS = 5;

/**
 * A reader that went away (`spanwright run | head`, a terminal that was closed) is a normal end of its interest: what
 * follows is dropped. So it is after a failure, which is remembered rather than thrown: a run goes on without its screen.
 */
function writer(fd: number): Pick<Stream, 'write' | 'failure'> {
  let isOpen = true;
  let failure: unknown;
  const write = (text: string) => {
    let rest = Buffer.from(text);
    while (isOpen && rest.length > 0) {
      try {
        rest = rest.subarray(writeSync(fd, rest));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // Another process that shares the terminal or pipe made it non-blocking: wait until there is room.
        if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
        else isOpen = false;
        if (!isOpen && code !== 'EPIPE' && code !== 'EIO') failure = error;
      }
    }
  };
  return { write, failure: () => failure };
}
