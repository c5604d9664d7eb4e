import { resolve } from 'node:path';
import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import type { Host } from '../../host/index.ts';
import {
  type CacheBackend,
  type CacheFigures,
  type CycleEvent,
  createWatcher,
  type FileReport,
  linksOn,
  memoryCache,
  type Root,
  systemClock,
  type Trouble,
  tieredCache,
  type WatchEvent,
  type WatchedFile,
  type WatchedProject,
  WatchLoop,
} from '../../watch/index.ts';
import { isScenarioFile } from '../files/discover.ts';
import { namedPaths } from '../files/paths.ts';
import { readContent } from '../files/read.ts';
import { projectCache } from './cache.ts';
import type { News } from './news.ts';
import { createRunner } from './runner.ts';
import { collectWhenIdle } from './slim.ts';
import { surveyor, type WatchContext } from './survey.ts';

export interface SessionOptions {
  readonly context: WatchContext;
  readonly tell: (news: News) => void;
  /** Whether reports say when each stage began and ended. */
  readonly timeline: boolean;
}

/** A watch at work, and what somebody can ask of it. */
export interface Session {
  /** Checks everything again. */
  again(): void;
  /** Runs the scenarios of what was changed last; of all files, where nothing was. */
  run(): void;
  /** How the cache did; undefined before the first cycle has ended. */
  cacheFigures(): CacheFigures | undefined;
  /** Ends it; resolves when no process is left. */
  close(): Promise<void>;
}

/** Puts watcher, loop, runner and judge together. */
export function startSession({ context, tell, timeline }: SessionOptions): Session {
  const { host, settings, version } = context;
  const happened = collectWhenIdle();
  const survey = surveyor(context);
  let project: WatchedProject;
  let figures: CacheFigures | undefined;
  /** Saved without errors and not yet run to the end. */
  const owed = new Set<string>();
  let affected: readonly string[] = [];

  const runner = createRunner(context, (news, files) => {
    if (news.type === 'runEnded' && !news.stopped) for (const file of files) owed.delete(file);
    tell(news);
  });
  const loop = new WatchLoop({
    clock: systemClock,
    debounceMs: settings.debounce.value,
    cache: cacheOf(context),
    version,
    timeline,
    survey: () => {
      project = survey();
      return project;
    },
    read: (file) => contentOf(file, host),
    // In either direction: the clocks of files and programs are not quite the same.
    isBeingWritten: ({ path }) => Math.abs(ageMs(path, host)) < 2 * settings.debounce.value,
    linksOn,
    alsoWatch: (path) => watcher.also(path),
    emit,
  });
  const watcher = createWatcher({
    roots: rootsOf(context),
    clock: systemClock,
    polling: settings.poll.value,
    isScenarioName: isScenarioFile,
    knows: (path) => loop.knows(path),
    hint: (path, hint) => loop.hint(path, hint),
    armed: (how) => loop.armed(how),
    rearmed: () => loop.recheck(),
    added: (path) => loop.verify(path),
    trouble: (trouble) => tell({ type: 'notice', diagnostics: [troubleOf(trouble)] }),
  });
  for (const path of [...new Set(['spanwright.toml', ...(context.project ? [context.project.path] : [])])]) {
    watcher.also(resolve(host.cwd, path));
  }

  function emit(event: WatchEvent): void {
    tell(event);
    happened();
    if (event.type !== 'cycle') return;
    figures = event.cache;
    // What is there at the start was not saved now, and what is asked for was not changed.
    const saved = event.reports.filter(({ reason, atStart }) => reason !== 'asked' && !atStart);
    if (saved.length + event.deleted.length > 0) follow(saved, event);
  }

  /** After a change: what ran before it is no longer of interest. */
  function follow(saved: readonly FileReport[], { deleted }: CycleEvent): void {
    const good = saved.filter(({ verdict }) => verdict === 'valid' || verdict === 'warning');
    affected = good.map(({ path }) => path);
    for (const { path } of saved) owed.delete(path);
    for (const shown of deleted) owed.delete(resolve(host.cwd, shown));
    if (settings.judge.value) void judge(good);
    if (!settings.run.value) return;
    for (const path of affected) owed.add(path);
    if (owed.size > 0) runner.run([...owed]);
    else runner.cancel();
  }

  let judging: Promise<(subject: FileReport) => News> | undefined;
  async function judge(good: readonly FileReport[]): Promise<void> {
    judging ??= loadJudge(context, () => project);
    const judged = await judging;
    for (const each of good) tell(judged(each));
  }

  return {
    again: () => loop.ask(),
    run: () => runner.run(affected.length > 0 ? affected : loop.paths()),
    cacheFigures: () => figures,
    async close() {
      loop.stop();
      // What chokidar still closes, the end of the process closes too.
      void watcher.close();
      await runner.close();
    },
  };
}

function cacheOf(context: WatchContext): CacheBackend {
  const memory = memoryCache();
  return context.settings.cache.value ? tieredCache(memory, projectCache(context)) : memory;
}

/** The executor and the reader of archives are loaded only for this. */
async function loadJudge(
  { host, project }: WatchContext,
  present: () => WatchedProject,
): Promise<(subject: FileReport) => News> {
  const { createJudge } = await import('./judge.ts');
  const { judge } = createJudge({ host, project, surroundings: () => present().surroundings });
  return (subject) => {
    const judged = judge(subject);
    return 'code' in judged ? { type: 'notJudged', problem: judged } : judged;
  };
}

/** Absent is no fault here: files come and go. What became a pipe is none any more, and would keep us waiting. */
function contentOf(file: WatchedFile, host: Host): Uint8Array | Diagnostic | undefined {
  try {
    return host.files.stat(file.path)?.kind === 'other' ? undefined : host.files.read(file.path);
  } catch {
    return readContent(file, host);
  }
}

/** Since the file was last written to; endless where that is unknown. */
function ageMs(path: string, { files, nowNs }: Host): number {
  try {
    const stat = files.stat(path);
    return Number(nowNs() / 1_000_000n) - (stat?.modifiedMs ?? Number.NEGATIVE_INFINITY);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Folders and files that were named. Where nothing is yet, it is waited for. */
function rootsOf(context: WatchContext): Root[] {
  return namedPaths(context).map(({ text, base }) => {
    const path = resolve(base, text);
    return { path, real: realPathOf(path, context.host) };
  });
}

/** Where links lead nowhere or in circles, the path as it is named. */
function realPathOf(path: string, { files }: Host): string {
  try {
    return files.realPath(path) ?? path;
  } catch {
    return path;
  }
}

function troubleOf({ kind, code, message }: Trouble): Diagnostic {
  if (kind === 'other') {
    return diagnostic({ code: 'SW0042', message: `something cannot be watched: ${message}` });
  }
  const remedy =
    code === 'ENOSPC'
      ? 'raise the limit, sysctl fs.inotify.max_user_watches=524288, or name fewer folders'
      : 'raise the limit, sysctl fs.inotify.max_user_instances=512 or ulimit -n 8192, or end other watchers';
  return diagnostic({
    code: 'SW0041',
    message: `the system has no room for more watches (${code}); files are looked at every 300 ms instead`,
    hint: remedy,
  });
}
