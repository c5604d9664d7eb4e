/**
 * The outside world as one small object: files, clock, identifiers and environment. `realHost` is the machine;
 * `memoryHost` is a whole world in memory for tests. Nothing else in the program reads these directly.
 */
export type { DirEntry, FileStat, Files, Host } from './host.ts';
export { type MemoryHost, type MemoryHostOptions, memoryHost } from './memory.ts';
export { realHost } from './real.ts';
export { systemReason } from './reason.ts';
