import { writeSync } from 'node:fs';
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
  const isTTY = isatty(descriptors[name]);
  return {
    write: writer(descriptors[name]),
    color: color ?? wantsColor({ env, isTTY }),
    // Asking process.stdout loads streams, which a pipe or file does without.
    columns: isTTY ? process[name].columns : undefined,
  };
}

const RETRY_MS = 5;

/** A reader that went away (`spanwright run | head`) is a normal end of its interest: what follows is dropped. */
function writer(fd: number): (text: string) => void {
  let closed = false;
  return (text) => {
    let rest = Buffer.from(text);
    while (!closed && rest.length > 0) {
      try {
        rest = rest.subarray(writeSync(fd, rest));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EPIPE') closed = true;
        // Another process that shares the terminal or pipe made it non-blocking: wait until there is room.
        else if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
        else throw error;
      }
    }
  };
}
