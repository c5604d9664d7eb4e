/**
 * The editing loop: which files changed by content, what has to be checked again because of it, and what came of that.
 * Hints from a file watcher lead to verdicts through a debouncer, digests, a cache of results and the dry run, as a state
 * machine whose clock and files are handed in. Nothing in a scenario file is executed, and nothing is shown: what happens
 * is told as events, which are plain data.
 */
export { type CacheBackend, type CacheSize, MAX_VARIANTS } from './cache/backend.ts';
export { type DiskCacheOptions, diskCache } from './cache/disk.ts';
export type { CacheEntry, CacheKey, Checked, DigestOf, Form, ScenarioName } from './cache/entry.ts';
export { type CheckContext, settingsDigest, variablesDigest } from './cache/key.ts';
export { type MemoryCacheLimits, memoryCache } from './cache/memory.ts';
export { tieredCache } from './cache/tiered.ts';
export {
  type Checker,
  type CheckerOptions,
  type CheckInput,
  type CheckResult,
  createChecker,
} from './checker.ts';
export { type Clock, systemClock } from './clock.ts';
export type { Hint } from './debounce.ts';
export { linksOn } from './links.ts';
export { type LoopOptions, WatchLoop } from './loop.ts';
export { type Stage, stages, type Timings } from './meter.ts';
export type { Scan, WatchedFile, WatchedProject } from './project.ts';
export type { Reason } from './reason.ts';
export type {
  CacheFigures,
  Cause,
  CycleEvent,
  FileReport,
  StageTime,
  Totals,
  WatchEvent,
  WatchVerdict,
} from './report.ts';
export { createWatcher, type Root, type Trouble, type Watcher, type WatcherOptions } from './watcher.ts';
