import type { TimeLeft } from './hurry.ts';
import { type FoundProcess, type MarkedProcesses, onlyZombiesIn } from './proc.ts';
import type { Leftovers } from './spawn.ts';
import { becomesTrue, settlesWhile } from './wait.ts';

/** For processes that do not die of SIGKILL at once (waiting in the kernel for a device): then they are reported. */
const KILL_WAIT_MS = 2_000;

/**
 * Everything that one command started: its process group and, on Linux, what left the group but carries its mark.
 * The group id stays valid as long as a member lives, even after its leader ended: the kernel gives out no pid that
 * is still in use as a group id. Once the group was seen empty it is never signalled again.
 */
export class ProcessTree {
  readonly #group: number;
  readonly #mark: string;
  readonly #marked: MarkedProcesses;
  readonly #leaderEnd = Promise.withResolvers<void>();
  #leaderEnded = false;
  #groupEmpty = false;

  constructor(options: { readonly pid: number; readonly mark: string; readonly marked: MarkedProcesses }) {
    this.#group = options.pid;
    this.#mark = options.mark;
    this.#marked = options.marked;
  }

  leaderEnded(): void {
    this.#leaderEnded = true;
    this.#leaderEnd.resolve();
  }

  /** Cheap: one system call, unless the leader ended and left others. */
  groupAlive(): boolean {
    if (this.#groupEmpty) return false;
    if (!this.#leaderEnded) return true;
    // Signal 0 also finds zombies, so a group that seems alive is looked at closely.
    const alive = signalPid(-this.#group, 0) && !onlyZombiesIn(this.#group);
    this.#groupEmpty = !alive;
    return alive;
  }

  alive(): boolean {
    return this.groupAlive() || this.#strays().length > 0;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.groupAlive()) signalPid(-this.#group, signal);
    for (const stray of this.#strays()) signalPid(stray.pid, signal);
  }

  /** First signal, grace, SIGKILL. Resolves to whether SIGKILL was needed. */
  async terminate(signal: NodeJS.Signals, grace: TimeLeft): Promise<boolean> {
    this.signal(signal);
    // Of the leader's end we are told; only for the others we have to look.
    await settlesWhile(this.#leaderEnd.promise, grace);
    if (await becomesTrue(() => !this.alive(), grace)) return false;
    await this.kill();
    return true;
  }

  /** SIGKILL until nothing is left, because a process may fork while we look. Resolves to whether that succeeded. */
  async kill(): Promise<boolean> {
    return await becomesTrue(() => {
      this.signal('SIGKILL');
      return !this.alive();
    }, KILL_WAIT_MS);
  }

  /** A member of the group is not a stray: it must not get a polite signal twice, which many programs take as "at once". */
  #strays(): FoundProcess[] {
    return this.#marked.find(this.#mark).filter((each) => each.group !== this.#group);
  }
}

/** SIGKILL to everything that carries the mark. Resolves to what was found and what would not die. */
export async function killMarked(marked: MarkedProcesses, markPrefix: string): Promise<Leftovers> {
  const found = new Map<number, FoundProcess>();
  let alive: readonly FoundProcess[] = [];
  await becomesTrue(() => {
    alive = marked.find(markPrefix);
    for (const each of alive) {
      found.set(each.pid, each);
      signalPid(each.pid, 'SIGKILL');
    }
    return alive.length === 0;
  }, KILL_WAIT_MS);
  return { found: [...found.values()].map(shown), survivors: alive.map(shown), egress: [] };
}

const shown = ({ pid, name }: FoundProcess) => ({ pid, name });

/** Whether there was something to signal. What we may not signal (EPERM, a child that changed its user) is alive. */
function signalPid(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
