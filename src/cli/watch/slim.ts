import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * `no-memory-reducer`: it collects on its own when little happens, which {@link collectWhenIdle} does at better moments.
 * `heap-growing-percent`: by less than that V8 would let the heap grow before it collects, in the midst of a check.
 */
const FLAGS = [
  '--no-opt',
  '--no-maglev',
  '--optimize-for-size',
  '--semi-space-growth-factor=1',
  '--no-memory-reducer',
  '--expose-gc',
  '--heap-growing-percent=40',
];

/**
 * Keeps V8 small in a process that lives for hours and works for milliseconds. Its optimising compilers, and the pages of
 * the program that hold them, cost more memory than they save time here: the check of one file is a few milliseconds with
 * or without them. So does a young generation that grows. Has to be called before much was done.
 */
export function slimDown(): void {
  for (const flag of FLAGS) setFlagsFromString(flag);
}

/**
 * So long after something was told is looked at what it left behind: nobody waits then, and of a save that comes in it is
 * waited for whether more follows. V8 on its own waits for twice as much, and then collects in the midst of a check.
 */
const BREAK_MS = 30;
const GARBAGE_BYTES = 4_000_000;
/** So long nothing may happen before memory is given back: it takes about 70 ms, in which a save would have to wait. */
const IDLE_MS = 2000;
/** And by so much it has to have grown. */
const WORTH_BYTES = 1_000_000;

/** Collects memory when nobody waits for anything. To be called whenever something was told. */
export function collectWhenIdle(): () => void {
  // What `--expose-gc` adds is seen only by contexts that are made after it.
  const collect: unknown = runInNewContext('globalThis.gc');
  let leastUsed = heap().used;
  let leastTotal = 0;
  let isBreakDue = false;
  let idle: NodeJS.Timeout | undefined;

  function inBreak(): void {
    isBreakDue = false;
    const { used } = heap();
    leastUsed = Math.min(used, leastUsed);
    if (typeof collect !== 'function' || used < leastUsed + GARBAGE_BYTES) return;
    collect({ type: 'major', execution: 'sync' });
    leastUsed = heap().used;
  }

  function whenIdle(): void {
    if (typeof collect !== 'function' || heap().total < leastTotal + WORTH_BYTES) return;
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    leastUsed = heap().used;
    leastTotal = heap().total;
  }

  return () => {
    if (!isBreakDue) setTimeout(inBreak, BREAK_MS).unref();
    isBreakDue = true;
    if (idle) idle.refresh();
    else idle = setTimeout(whenIdle, IDLE_MS).unref();
  };
}

/** Bytes of the heap that hold something, and that the system has given for it. */
function heap(): { readonly used: number; readonly total: number } {
  const { used_heap_size: used, total_heap_size: total } = getHeapStatistics();
  return { used, total };
}
