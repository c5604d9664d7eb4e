import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import type { EngineAddress } from './engine/address.ts';
import { targetOf } from './engine/target.ts';
import { KEPT_PREFIX, LABELS } from './labels.ts';
import { type ReaperOrders, reap } from './reaper-program.ts';

/** An engine that is busy may take a while to make what a dead runner had asked for. */
const LOOK_MS = 4_000;

/**
 * A process of its own that outlives the runner by a few seconds and removes from the engine what it left, however it ended.
 * Started before anything is made there. It costs about 40 MB while containers are in use.
 */
export class Reaper {
  readonly #process: ChildProcess | undefined;

  constructor(address: EngineAddress, token: string) {
    this.#process = start({
      target: targetOf(address),
      tls: address.tls,
      label: `${LABELS.runner}=${token}`,
      keptPrefix: KEPT_PREFIX,
      lookMs: LOOK_MS,
    });
  }

  /** Nothing is left to be removed. */
  dismiss(): void {
    this.#process?.stdin?.end('done\n');
  }
}

/** Undefined where no process can be started; the next run's sweep does its work then. */
function start(orders: ReaperOrders): ChildProcess | undefined {
  try {
    const child = spawn(process.execPath, ['-e', `(${reap.toString()})()`], {
      // Its own session, so that Ctrl-C and a closed terminal do not reach it.
      detached: true,
      cwd: '/',
      env: {},
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.on('error', () => {});
    child.stdin?.on('error', () => {});
    child.stdin?.write(`${JSON.stringify(orders)}\n`);
    // Neither the process nor its pipe keeps the runner from ending.
    child.unref();
    (child.stdin as Socket | null)?.unref(); // A pipe to a child is a socket; the types only say Writable.
    return child;
  } catch {
    return undefined;
  }
}
