/** Fewer files are done before V8 has made anything faster. */
const MANY_FILES = 100;

/**
 * Says how many files were looked at so far, in a process that ends after the last. V8's last compiler pays for itself
 * over minutes; for 1,000 files it takes a quarter of the processor time, for 5,000 still a tenth, and what the compiler
 * before it makes is good enough. Only speed depends on it.
 */
export function noteFiles(count: number): void {
  // Not before the first, because V8 takes the code that is kept beside a script only under the flags that it was made
  // under (see scripts/bundle/fast.ts), and the scripts for templates and patterns are loaded when a file first needs them.
  // node:v8 is loaded for this alone.
  if (count === MANY_FILES) process.getBuiltinModule('v8').setFlagsFromString('--no-turbofan');
}
