/** Fewer files are done before V8 has made anything faster. */
const MANY_FILES = 100;

/**
 * Says that so many files are about to be looked at, and then the process ends. V8's last compiler pays for itself over
 * minutes; for 1,000 files it takes a quarter of the processor time, for 5,000 still a tenth, and what the compiler before
 * it makes is good enough. Only speed depends on it.
 */
export function expectFiles(count: number): void {
  // node:v8 is loaded for this alone.
  if (count >= MANY_FILES) process.getBuiltinModule('v8').setFlagsFromString('--no-turbofan');
}
