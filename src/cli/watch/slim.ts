import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** `heap-growing-percent`: memory is collected when it has grown by so much since the last time. */
const FLAGS = [
  '--no-opt',
  '--no-maglev',
  '--optimize-for-size',
  '--semi-space-growth-factor=1',
  '--heap-growing-percent=10',
  '--expose-gc',
];

/**
 * Keeps V8 small in a process that lives for hours and works for milliseconds. Its optimising compilers, and the pages of
 * the program that hold them, cost more memory than they save time here: the check of one file is a few milliseconds with
 * or without them. So does a young generation that grows. Has to be called before much was done.
 */
export function slimDown(): void {
  for (const flag of FLAGS) setFlagsFromString(flag);
}

/** So long nothing may happen before memory is given back: it takes about 70 ms, in which a save would have to wait. */
const IDLE_MS = 2000;
/** And by so much it has to have grown. */
const WORTH_BYTES = 1_000_000;

/** Gives memory back to the system in quiet moments. To be called whenever something happens. */
export function collectWhenIdle(): () => void {
  // What `--expose-gc` adds is seen only by contexts that are made after it.
  const collect: unknown = runInNewContext('globalThis.gc');
  let leastBytes = 0;
  let timer: NodeJS.Timeout | undefined;
  const quiet = () => {
    if (typeof collect !== 'function' || process.memoryUsage().heapTotal < leastBytes + WORTH_BYTES) return;
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    leastBytes = process.memoryUsage().heapTotal;
  };
  return () => {
    if (timer) timer.refresh();
    else timer = setTimeout(quiet, IDLE_MS).unref();
  };
}
