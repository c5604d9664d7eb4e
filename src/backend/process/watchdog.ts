import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { MARK_VARIABLE } from './environment.ts';

/**
 * Outlives the runner by a moment. It reads notes from a pipe that only the runner holds: `+group 123` and `+dir /tmp/x`
 * are to be cleaned up, `-group 123` no longer. When the runner ends, however it ends, the pipe closes; what is still
 * noted is then killed and removed. On Linux the mark also finds what left its group, or was started in the instant
 * before its note was sent. If anything is noted there are several passes, because something may fork, or be between
 * fork and exec, during the first. A runner that ends in peace removes its directories itself, and none is noted then.
 * `$1` is the mark's `NAME=token:`; it is never empty, for an empty pattern would match every process there is.
 */
const script = `
trap '' HUP INT QUIT TERM
nl='
'
noted=$nl
while IFS= read -r note; do
  entry=\${note#?}
  case $note in
    +*) noted=$noted$entry$nl ;;
    -*) case $noted in *"$nl$entry$nl"*) noted=\${noted%%"$nl$entry$nl"*}$nl\${noted#*"$nl$entry$nl"} ;; esac ;;
  esac
done
each() {
  while IFS=' ' read -r kind what; do
    case $1:$kind in
      kill:group) kill -s KILL -- "-$what" ;;
      remove:dir) rm -rf -- "$what" ;;
    esac
  done <<END
$noted
END
}
rest=$noted
noted=$nl
while IFS= read -r entry; do
  case $entry in
    '') ;;
    dir*) [ -e "\${entry#dir }" ] && noted=$noted$entry$nl ;;
    *) noted=$noted$entry$nl ;;
  esac
done <<END
$rest
END
for pass in 1 2 3; do
  each kill
  for file in $(grep -lF -e "$1" /proc/[0-9]*/environ); do
    pid=\${file#/proc/}
    kill -s KILL "\${pid%/environ}"
  done
  [ "$noted" = "$nl" ] && break
  sleep 0.05 || sleep 1
done
each remove
`;

/** What is to be cleaned up if the runner dies: a process group by its id, or a directory by its path. */
export type Guarded = `group ${number}` | `dir ${string}`;

/** Until notes of what is no longer to be cleaned up are sent: no hurry, and each write wakes another process. */
const RELEASE_DELAY_MS = 100;

/**
 * One small shell per backend, about 1 MB, started with the first thing to guard. Notes are collected for one turn of
 * the event loop, so that starting many commands at once costs one write. Where there is no `sh`, or the process table
 * is full, nothing is guarded and commands still run; close() cleans up all the same.
 */
export class Watchdog {
  readonly #mark: string;
  readonly #guarded = new Set<Guarded>();
  #shell: ChildProcess | undefined;
  /** There is none on this machine, so each further attempt would cost a fork for nothing. */
  #noShell = false;
  #notes = '';
  #soon: NodeJS.Immediate | undefined;
  #later: NodeJS.Timeout | undefined;

  /** `markPrefix` must be peculiar to this runner: everything that carries it is killed. */
  constructor(markPrefix: string) {
    this.#mark = `${MARK_VARIABLE}=${markPrefix}`;
  }

  guard(what: Guarded): void {
    // A line break would forge a second note. Only an odd TMPDIR can hold one.
    if (this.#noShell || what.includes('\n')) return;
    this.#guarded.add(what);
    this.#notes += `+${what}\n`;
    // Before the first command, so that no moment is without it.
    if (this.#shell === undefined) this.#start();
    this.#soon ??= setImmediate(() => this.#send());
  }

  release(what: Guarded): void {
    if (!this.#guarded.delete(what)) return;
    this.#notes += `-${what}\n`;
    this.#later ??= setTimeout(() => this.#send(), RELEASE_DELAY_MS).unref();
  }

  /** The same at once, for what must outlive a runner that may end in a moment. */
  spare(what: Guarded): void {
    this.release(what);
    this.#send();
  }

  #send(): void {
    clearImmediate(this.#soon);
    clearTimeout(this.#later);
    this.#soon = undefined;
    this.#later = undefined;
    this.#shell?.stdin?.write(this.#notes);
    this.#notes = '';
  }

  #start(): void {
    const shell = spawnShell(this.#mark);
    if (shell === undefined) return;
    const forget = () => {
      // If somebody killed it, the next thing to guard starts another.
      if (this.#shell === shell) this.#shell = undefined;
    };
    shell.once('exit', forget).stdin?.on('error', forget);
    shell.once('error', (error: NodeJS.ErrnoException) => {
      this.#noShell = error.code === 'ENOENT';
      forget();
    });
    this.#shell = shell;
    this.#notes = [...this.#guarded].map((what) => `+${what}\n`).join('');
  }
}

function spawnShell(mark: string): ChildProcess | undefined {
  try {
    const shell: ChildProcess = spawn('sh', ['-c', script, 'spanwright-watchdog', mark], {
      // Its own session, so that Ctrl-C and a closed terminal do not reach it; no mark, so that no sweep does.
      detached: true,
      cwd: '/',
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin' },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    // Neither the process nor its pipe keeps the runner from ending.
    shell.unref();
    (shell.stdin as Socket | null)?.unref(); // A pipe to a child is a socket; the types only say Writable.
    return shell;
  } catch {
    return undefined;
  }
}
