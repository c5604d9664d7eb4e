import type { Diagnostic } from '../diagnostic/index.ts';
import { Book, type BookOptions, type Difference, folderOf } from './book.ts';
import type { Clock } from './clock.ts';
import { Debounce, type Hint } from './debounce.ts';
import { createMeter } from './meter.ts';
import type { WatchedFile } from './project.ts';
import type { Reason } from './reason.ts';
import type { Cause, CycleEvent, FileReport, WatchEvent } from './report.ts';

export interface LoopOptions extends BookOptions {
  readonly clock: Clock;
  /** How long a path has to be quiet; default 50. */
  readonly debounceMs?: number | undefined;
  readonly emit: (event: WatchEvent) => void;
}

/** A burst that never ends is looked at all the same, after so many times the quiet that is waited for. */
const CAP_FACTOR = 5;
/** A file that is not there at first sight is being replaced more often than deleted. Editors need less than this. */
const REPLACEMENT_MS = 100;
/** Work is done in pieces of this length, so that a save in the midst of it is heard. */
const SLICE_MS = 10;
const SHOWN_CAUSES = 5;

/** A file that is to be looked at. */
interface Task {
  readonly file: WatchedFile;
  /** It was waited for long enough: not to be there means to be deleted. */
  readonly isGone: boolean;
  readonly isAsked: boolean;
  readonly atStart: boolean;
}

/** One go from hints to verdicts. */
interface Cycle {
  readonly startedMs: number;
  readonly tasks: Map<string, Task>;
  readonly reports: Map<string, FileReport>;
  readonly deleted: Map<string, WatchedFile>;
  readonly causes: Map<string, Cause>;
  unchanged: number;
}

type Cancel = () => void;

type State =
  | { readonly at: 'arming' }
  | { readonly at: 'idle' }
  | { readonly at: 'gathering'; readonly cancel: Cancel }
  | { readonly at: 'checking'; readonly cycle: Cycle; readonly cancel: Cancel | undefined }
  | { readonly at: 'stopped' };

/**
 * From hints that something changed to verdicts.
 *
 *            armed              nothing left, nothing pending
 *   arming --------> checking -------------------------------> idle
 *                    ^  |  ^ '-- due: another cycle takes over   |
 *                due |  |  '---- hint: is gathered meanwhile     | hint
 *                    |  v nothing left, hints pending            |
 *                   gathering <----------------------------------'
 *
 * `stop` leads from everywhere to `stopped`, where nothing happens any more.
 *
 * A hint says only that a path is worth a look; what counts is the content at the moment of looking. Reading, checking
 * and reporting a file is done in one go, so a later report is always about what was read later. A hint for a file whose
 * turn has not come takes it out of the cycle: it is looked at when it has been quiet. Hints that come due during a cycle
 * begin another, which goes first and takes over what was left to do.
 */
export class WatchLoop {
  private readonly options: LoopOptions;
  private readonly debounce: Debounce;
  private readonly meter;
  private readonly book: Book;
  /** Tasks that wait until what their files include is quiet. */
  private readonly withheld = new Map<string, Task>();
  /** Files that were not there at first sight, each with the alarm for the second. */
  private readonly replaced = new Map<string, Cancel>();
  private readonly startedMs: number;
  private state: State = { at: 'arming' };
  private cycles = 0;

  constructor(options: LoopOptions) {
    const { clock, debounceMs: quietMs = 50 } = options;
    this.options = options;
    this.debounce = new Debounce({ quietMs, capMs: quietMs * CAP_FACTOR });
    this.startedMs = clock.now();
    this.meter = createMeter(clock.now);
    this.book = new Book(options, this.meter);
  }

  /** The watcher hears every change from now on, so that what is looked at now cannot change unheard. */
  armed({ polling }: { readonly polling: boolean }): void {
    if (this.state.at !== 'arming') return;
    const { clock, emit } = this.options;
    const cycle = newCycle(this.startedMs);
    // The project file may have changed since it was read for the first time.
    const settings = this.book.surveyAgain();
    const { problems, appeared } = this.book.rescan();
    for (const file of appeared) this.add(cycle, file, { atStart: true, reason: 'new' });
    this.notice([...settings.problems, ...problems]);
    emit({ type: 'watching', files: cycle.tasks.size, polling, ms: clock.now() - this.startedMs });
    this.begin(cycle);
  }

  /** Something may have happened to a path: absolute, of a file or a folder. */
  hint(path: string, hint: Hint): void {
    const { state } = this;
    // Everything is looked at once the watcher is armed, so a hint before that says nothing new.
    if (state.at === 'arming' || state.at === 'stopped') return;
    this.debounce.add(path, hint, this.options.clock.now());
    if (state.at === 'checking') {
      // It may be half written, and so may what is made of it.
      state.cycle.tasks.delete(path);
      for (const user of this.book.concernedBy(path).users) this.withhold(state.cycle, user.path);
    }
    this.waitForQuiet();
  }

  /** Checks every file again, whether it changed or not. */
  ask(): void {
    const { state } = this;
    if (state.at === 'arming' || state.at === 'stopped') return;
    const cycle = newCycle(this.options.clock.now());
    for (const file of this.book.all) this.add(cycle, file, { isAsked: true, reason: 'asked' });
    this.begin(cycle);
  }

  /** Holds a part that is watched only since a moment ago against what was made of it. */
  verify(path: string): void {
    if (this.debounce.has(path)) return;
    const isStale = this.book.staleUsers(path).some((user) => !this.isToBeLookedAt(user));
    if (isStale || this.book.isStaleSetting(path)) this.hint(path, 'touched');
  }

  /** Looks at everything after a time in which hints may have been lost. */
  recheck(): void {
    const { state } = this;
    if (state.at === 'arming' || state.at === 'stopped') return;
    const cycle = newCycle(this.options.clock.now());
    this.addDifference(cycle, this.book.rescan(), new Map());
    for (const file of this.book.all) this.add(cycle, file, { reason: 'template' });
    this.begin(cycle);
  }

  stop(): void {
    const { state } = this;
    if (state.at === 'gathering' || state.at === 'checking') state.cancel?.();
    for (const cancel of this.replaced.values()) cancel();
    this.state = { at: 'stopped' };
  }

  /** Whether a path is a scenario file that was found, part of one, or part of the settings. */
  knows(path: string): boolean {
    return this.book.get(path) !== undefined || this.book.isPart(path);
  }

  /** Of all scenario files. */
  paths(): string[] {
    return [...this.book.all].map(({ path }) => path);
  }

  /** Sets the alarm for the pending hints, in place of the one before. */
  private waitForQuiet(): void {
    const { state } = this;
    if (state.at === 'arming' || state.at === 'stopped') return;
    if (state.at !== 'idle') state.cancel?.();
    const { clock } = this.options;
    const dueMs = this.debounce.dueMs();
    const cancel =
      dueMs === undefined ? undefined : clock.after(Math.max(0, dueMs - clock.now()), () => this.due());
    if (state.at === 'checking') this.state = { ...state, cancel };
    else this.state = cancel ? { at: 'gathering', cancel } : { at: 'idle' };
  }

  private due(): void {
    if (this.state.at !== 'gathering' && this.state.at !== 'checking') return;
    const nowMs = this.options.clock.now();
    const cycle = newCycle(this.debounce.firstMs() ?? nowMs);
    const hints = this.debounce.take(nowMs);
    // Timers may ring a moment early.
    if (hints.size === 0) {
      this.waitForQuiet();
      return;
    }
    this.meter.add('wait', nowMs - cycle.startedMs);
    const isConfig = this.book.project.configFiles.some((path) => hints.has(path));
    if (isConfig) this.surveyAgain(cycle);
    if (isConfig || [...hints].some(([path, hint]) => hint === 'gone' || !this.knows(path))) {
      this.addDifference(cycle, this.book.rescan(), hints);
    }
    for (const [path, hint] of hints) {
      const { own, users } = this.book.concernedBy(path);
      if (own) this.add(cycle, own, { isGone: hint === 'gone', reason: 'template' });
      if (users.length > 0) this.addUsers(cycle, path, users);
    }
    for (const task of this.withheld.values()) this.add(cycle, task.file, { ...task, reason: 'template' });
    this.withheld.clear();
    this.begin(cycle);
  }

  private isToBeLookedAt(path: string): boolean {
    const { state, withheld } = this;
    return withheld.has(path) || (state.at === 'checking' && state.cycle.tasks.has(path));
  }

  private withhold({ tasks }: Cycle, path: string): void {
    const task = tasks.get(path);
    if (task) this.withheld.set(path, task);
    tasks.delete(path);
  }

  /** The cause is what they include; they are what follows from it. */
  private addUsers(cycle: Cycle, path: string, users: readonly WatchedFile[]): void {
    const isStale = this.book.staleUsers(path).length > 0;
    const reason = isStale ? 'dependency' : 'unchanged';
    cycle.causes.set(path, { shown: this.book.nameOf(path), reason });
    if (!isStale) cycle.unchanged++;
    else
      for (const file of users) this.addTask(cycle, { file, isGone: false, isAsked: false, atStart: false });
  }

  private surveyAgain(cycle: Cycle): void {
    const { reason, problems } = this.book.surveyAgain();
    this.notice(problems);
    if (reason === undefined) return;
    for (const file of this.book.all) this.add(cycle, file, { reason });
  }

  private notice(diagnostics: readonly Diagnostic[]): void {
    if (diagnostics.length > 0) this.options.emit({ type: 'notice', diagnostics });
  }

  private addDifference(
    cycle: Cycle,
    { appeared, vanished, excluded }: Omit<Difference, 'problems'>,
    hints: ReadonlyMap<string, Hint>,
  ): void {
    for (const file of appeared) this.add(cycle, file, { reason: 'new' });
    for (const file of vanished) {
      this.add(cycle, file, { isGone: isGone(file.path, hints), reason: 'deleted' });
    }
    for (const file of excluded) this.remove(file, cycle);
  }

  private add(
    cycle: Cycle,
    file: WatchedFile,
    { isGone = false, isAsked = false, atStart = false, reason }: Partial<Task> & { readonly reason: Reason },
  ): void {
    const { path, shown } = file;
    this.addTask(cycle, { file, isGone, isAsked, atStart });
    if (!cycle.causes.has(path)) cycle.causes.set(path, { shown, reason });
  }

  private addTask({ tasks }: Cycle, task: Task): void {
    const { file, isGone, isAsked } = task;
    const known = tasks.get(file.path);
    tasks.set(file.path, {
      ...task,
      isGone: isGone || known?.isGone === true,
      isAsked: isAsked || known?.isAsked === true,
    });
  }

  /** Begins a cycle; one that is at work is taken over by it. */
  private begin(cycle: Cycle): void {
    const { state } = this;
    if (state.at === 'stopped') return;
    if (state.at === 'gathering' || state.at === 'checking') state.cancel?.();
    this.book.freshen();
    // Heard of again meanwhile: their turn comes when they have been quiet.
    for (const path of cycle.tasks.keys()) if (this.debounce.has(path)) cycle.tasks.delete(path);
    this.state = { at: 'checking', cycle, cancel: undefined };
    this.waitForQuiet();
    if (state.at !== 'checking') this.work();
    else {
      takeOver(cycle, state.cycle);
      // What it has found is news already, whatever comes next.
      if (state.cycle.reports.size + state.cycle.deleted.size > 0) this.publish(state.cycle);
    }
  }

  /** Does the work of the present cycle for one slice, and comes back for the rest. */
  private work(): void {
    const { clock, emit } = this.options;
    if (this.state.at !== 'checking') return;
    const { cycle } = this.state;
    const untilMs = clock.now() + SLICE_MS;
    const reports: FileReport[] = [];
    for (const [path, task] of cycle.tasks) {
      cycle.tasks.delete(path);
      const report = this.look(task, cycle);
      if (report) reports.push(report);
      if (clock.now() >= untilMs) break;
    }
    for (const report of reports) cycle.reports.set(report.path, report);
    if (cycle.tasks.size === 0) {
      this.finish(cycle);
      return;
    }
    clock.soon(() => this.work());
    if (reports.length === 0) return;
    emit({ type: 'progress', reports, done: cycle.reports.size, left: cycle.tasks.size });
  }

  private look({ file, isGone, isAsked, atStart }: Task, cycle: Cycle): FileReport | undefined {
    const { path, shown } = file;
    const seen = this.book.look(file, isAsked);
    if (seen === 'missing') {
      if (isGone) this.remove(file, cycle);
      else this.lookLater(file, cycle);
      return undefined;
    }
    this.replaced.get(path)?.();
    this.replaced.delete(path);
    if (seen === 'unfinished') {
      cycle.causes.delete(path);
      this.hint(path, 'touched');
      return undefined;
    }
    if (seen === 'unchanged') cycle.unchanged++;
    if (cycle.causes.has(path)) {
      cycle.causes.set(path, { shown, reason: seen === 'unchanged' ? seen : seen.reason });
    }
    return seen === 'unchanged' ? undefined : { ...seen, atStart };
  }

  private lookLater({ path }: WatchedFile, cycle: Cycle): void {
    cycle.causes.delete(path);
    if (this.replaced.has(path)) return;
    const later = () => {
      this.replaced.delete(path);
      this.hint(path, 'gone');
    };
    this.replaced.set(path, this.options.clock.after(REPLACEMENT_MS, later));
  }

  private remove(file: WatchedFile, cycle: Cycle): void {
    this.replaced.get(file.path)?.();
    this.replaced.delete(file.path);
    cycle.reports.delete(file.path);
    cycle.causes.set(file.path, { shown: file.shown, reason: 'deleted' });
    if (this.book.forget(file)) cycle.deleted.set(file.path, file);
  }

  private finish(cycle: Cycle): void {
    if (this.state.at !== 'checking') return;
    this.state.cancel?.();
    this.state = { at: 'idle' };
    this.waitForQuiet();
    // Else nothing of what was heard of is a file of ours.
    if (cycle.causes.size > 0 || this.cycles === 0) this.publish(cycle);
  }

  private publish({ startedMs, reports, deleted, causes, unchanged }: Cycle): void {
    // What did change comes first.
    const shown = [...causes.values()].sort(
      (a, b) => Number(a.reason === 'unchanged') - Number(b.reason === 'unchanged'),
    );
    const event: CycleEvent = {
      type: 'cycle',
      cycle: ++this.cycles,
      causes: shown.slice(0, SHOWN_CAUSES),
      moreCauses: Math.max(0, shown.length - SHOWN_CAUSES),
      reports: [...reports.values()],
      deleted: [...deleted.values()].filter(({ path }) => !this.book.get(path)).map((file) => file.shown),
      unchanged,
      timings: this.meter.take(),
      ms: this.options.clock.now() - startedMs,
      totals: this.book.totals(),
      cache: this.book.cacheFigures(),
    };
    this.options.emit(event);
  }
}

function newCycle(startedMs: number): Cycle {
  return {
    startedMs,
    tasks: new Map(),
    reports: new Map(),
    deleted: new Map(),
    causes: new Map(),
    unchanged: 0,
  };
}

/** What the older cycle left undone is done after what is newer. */
function takeOver(cycle: Cycle, older: Cycle): void {
  for (const [path, task] of older.tasks) {
    const known = cycle.tasks.get(path);
    cycle.tasks.set(path, known ? { ...known, isAsked: known.isAsked || task.isAsked } : task);
    const cause = older.causes.get(path);
    older.causes.delete(path);
    if (cause && !cycle.causes.has(path)) cycle.causes.set(path, cause);
  }
}

/** Heard of as gone itself, or as part of a folder that is. */
function isGone(path: string, hints: ReadonlyMap<string, Hint>): boolean {
  for (let each = path; ; each = folderOf(each)) {
    if (hints.get(each) === 'gone') return true;
    if (each === folderOf(each)) return false;
  }
}
