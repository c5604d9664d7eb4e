import { type Diagnostic, diagnostic } from '../diagnostic/index.ts';
import { type Digest, sha256 } from '../digest/index.ts';
import type { CacheBackend } from './cache/backend.ts';
import { type Checked, expectedDigest, type Form, isCurrent } from './cache/entry.ts';
import { changesSince } from './changes.ts';
import {
  type Checker,
  type CheckInput,
  type CheckResult,
  contentDigest,
  createChecker,
  digestOfPath,
} from './checker.ts';
import { dependencyIndex } from './dependency-index.ts';
import type { Meter } from './meter.ts';
import type { WatchedFile, WatchedProject } from './project.ts';
import { type Basis, type Reason, reasonFor } from './reason.ts';
import type { CacheFigures, FileReport, StageTime, Totals, WatchVerdict } from './report.ts';

export interface BookOptions {
  /** Takes a look at the project: at the start, and whenever its project file changes. */
  readonly survey: () => WatchedProject;
  /** The bytes of a file, why they cannot be had, or undefined when there is none. */
  readonly read: (file: WatchedFile) => Uint8Array | Diagnostic | undefined;
  /**
   * Whether a file was written to a moment ago, by its time of modification. A watcher tells of the first of many writes
   * and of some of those that follow.
   */
  readonly isBeingWritten: (file: WatchedFile) => boolean;
  /** The links that a path leads through, and where it leads at last; none for a path without links. */
  readonly linksOn: (path: string) => readonly string[];
  readonly cache: CacheBackend;
  /** Of Spanwright. */
  readonly version: string;
  /** Whether reports say when each stage began and ended; default false. */
  readonly timeline?: boolean | undefined;
  /** Told of every path that has to be watched beside the folders searched. */
  readonly alsoWatch: (path: string) => void;
}

/** What is known of a file that was checked. */
interface Known extends Basis {
  readonly checked: Checked;
  readonly verdict: WatchVerdict;
  /** As it said when it last was without errors; undefined when it never was. */
  readonly lastGood: readonly Form[] | undefined;
  /** Whether its last line was ended. */
  readonly isEnded: boolean;
}

/** What a look at one file came to. One that seems cut short is looked at once more before it is judged. */
export type Look = Seen | 'unchanged' | 'missing' | 'unfinished';
/** Where it came from is for the loop to say. */
export type Seen = Omit<FileReport, 'atStart'>;

/** How the files that there are differ from those that were known. */
export interface Difference {
  readonly appeared: readonly WatchedFile[];
  /** They may only be in the midst of being replaced. */
  readonly vanished: readonly WatchedFile[];
  /** Files that are still there and no longer meant. */
  readonly excluded: readonly WatchedFile[];
  readonly problems: readonly Diagnostic[];
}

const NOTHING: Checked = {
  diagnostics: [],
  forms: [],
  scenarios: [],
  dependencies: [],
  variables: { used: [], declared: [] },
};
const NEWLINE = 0x0a;
const NO_CONTENT = sha256('a file that cannot be read');

/** What is known of every file: what it was made of, its verdict, and what it said when it last was without errors. */
export class Book {
  private readonly options: BookOptions;
  private readonly meter: Meter;
  private readonly files = new Map<string, WatchedFile>();
  private readonly known = new Map<string, Known>();
  private readonly index = dependencyIndex();
  /** Files that seemed to be cut short at the last look, with the content they had. */
  private readonly suspects = new Map<string, Digest>();
  /** Of included files, as long as {@link freshen} is not called. */
  private readonly digests = new Map<string, Digest | undefined>();
  /** What the files that settings come from contained before they were last looked at. */
  private readonly settings = new Map<string, Digest | undefined>();
  /** On the way to included files, for as long. */
  private readonly links = new Map<string, readonly string[]>();
  private current: WatchedProject;
  private checker: Checker;
  /** Of the checkers before, and looks at files that had not changed: both need no rendering. */
  private earlier = { hits: 0, misses: 0 };

  constructor(options: BookOptions, meter: Meter) {
    this.options = options;
    this.meter = meter;
    this.current = options.survey();
    this.checker = this.createChecker();
  }

  get project(): WatchedProject {
    return this.current;
  }

  get all(): Iterable<WatchedFile> {
    return this.files.values();
  }

  get(path: string): WatchedFile | undefined {
    return this.files.get(path);
  }

  /** The files that a path concerns: the one that lies there, and those that are made of it. */
  concernedBy(path: string): {
    readonly own: WatchedFile | undefined;
    readonly users: readonly WatchedFile[];
  } {
    const users = this.index.usersOf(path).flatMap((user) => this.files.get(user) ?? []);
    return { own: this.files.get(path), users };
  }

  /** Whether a path is no scenario file but part of one, or of the settings. */
  isPart(path: string): boolean {
    return this.index.has(path) || this.current.configFiles.includes(path);
  }

  /** A path as people see it. */
  nameOf(path: string): string {
    const { cwd } = this.current.surroundings.host;
    return this.files.get(path)?.shown ?? (path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path);
  }

  /** Whether a path belongs to the settings, and had another content when they were last looked at. */
  isStaleSetting(path: string): boolean {
    return this.settings.has(path) && this.settings.get(path) !== this.contentNow(path);
  }

  /** The files that were checked when a path, which they are made of, had another content. */
  staleUsers(path: string): readonly string[] {
    const digests = new Map<string, Digest | undefined>();
    const digestOf = (each: string) => {
      if (!digests.has(each)) digests.set(each, this.digestNow(each));
      return digests.get(each);
    };
    return this.index.usersOf(path).filter((user) => {
      const known = this.known.get(user);
      if (known === undefined) return false;
      const used = known.checked.dependencies.find(({ file }) => file === path);
      if (used) return digestOf(path) !== expectedDigest(used);
      // It is on the way to one of them, or to the file itself.
      return !isCurrent(known.checked, digestOf) || this.contentNow(user) !== known.content;
    });
  }

  /** What included files contain is found out anew from now on. */
  freshen(): void {
    this.digests.clear();
    this.links.clear();
  }

  /**
   * Takes another look at the settings. Says why every file is to be looked at; undefined when nothing changed that a
   * result depends on, or when the settings have errors, and those of before stay in force.
   */
  surveyAgain(): { readonly reason: Reason | undefined; readonly problems: readonly Diagnostic[] } {
    // Before the files are read: what is written in between is told by them not being the same any more.
    for (const path of this.current.configFiles) this.settings.set(path, this.contentNow(path));
    const next = this.options.survey();
    const { problems } = next;
    if (problems.some(({ severity }) => severity === 'error')) return { reason: undefined, problems };
    const before = this.current;
    this.earlier = this.lookups();
    this.current = next;
    this.checker = this.createChecker();
    if (next.variables !== before.variables) return { reason: 'variables', problems };
    return { reason: next.config === before.config ? undefined : 'config', problems };
  }

  /** Finds the files that there are. Those that appeared are known from now on; the others until {@link forget}. */
  rescan(): Difference {
    const { files, problems } = this.meter.time('scan', () => this.current.scan());
    const found = new Set(files.map(({ path }) => path));
    const missed = [...this.files.values()].filter(({ path }) => !found.has(path));
    const appeared = files.filter(({ path }) => !this.files.has(path));
    for (const file of appeared) {
      this.files.set(file.path, file);
      if (file.target !== undefined) this.options.alsoWatch(file.target);
    }
    const isThere = (file: WatchedFile) => this.options.read(file) !== undefined;
    return {
      appeared,
      vanished: missed.filter((file) => !isThere(file)),
      // Where not everything could be searched, what was not found may still be meant.
      excluded: problems.length > 0 ? [] : missed.filter(isThere),
      problems,
    };
  }

  /** Returns whether it had been checked. */
  forget({ path }: WatchedFile): boolean {
    this.files.delete(path);
    this.index.delete(path);
    this.suspects.delete(path);
    return this.known.delete(path);
  }

  /** Looks at a file as it is at this moment. `isAsked` checks it anew even if nothing changed. */
  look(file: WatchedFile, isAsked: boolean): Look {
    const timeline: StageTime[] = [];
    const stop = this.options.timeline
      ? this.meter.listen((stage, startMs, endMs) => timeline.push({ stage, startMs, endMs }))
      : () => {};
    try {
      const content = this.meter.time('hash', () => this.options.read(file));
      if (content === undefined) return 'missing';
      if (!(content instanceof Uint8Array)) return this.unreadable(file, content);
      const report = this.check(file, content, isAsked);
      return typeof report === 'string' || timeline.length === 0 ? report : { ...report, timeline };
    } finally {
      stop();
    }
  }

  totals(): Totals {
    const totals = { files: this.known.size, valid: 0, warning: 0, invalid: 0, unreadable: 0 };
    for (const { verdict } of this.known.values()) totals[verdict]++;
    return totals;
  }

  cacheFigures(): CacheFigures {
    const { entries, bytes, evictions } = this.options.cache.size();
    return { ...this.lookups(), evictions, entries, bytes };
  }

  private lookups() {
    const { hits, misses } = this.checker;
    return { hits: this.earlier.hits + hits, misses: this.earlier.misses + misses };
  }

  private createChecker(): Checker {
    const { cache, version } = this.options;
    const { surroundings } = this.current;
    return createChecker({ surroundings, cache, version, meter: this.meter, digestOf: this.digestOf });
  }

  private readonly digestOf = (path: string): Digest | undefined => {
    if (!this.digests.has(path)) this.digests.set(path, this.digestNow(path));
    return this.digests.get(path);
  };

  private contentNow(path: string): Digest | undefined {
    return contentDigest(path, this.current.surroundings.host.files);
  }

  private digestNow(path: string): Digest | undefined {
    return digestOfPath(path, this.current.surroundings.host.files);
  }

  private unreadable({ path, shown }: WatchedFile, problem: Diagnostic): Seen | 'unchanged' {
    const before = this.known.get(path);
    if (before?.checked.diagnostics[0]?.message === problem.message) return 'unchanged';
    const checked: Checked = { ...NOTHING, diagnostics: [problem] };
    const { variables, config } = this.current;
    const lastGood = before?.lastGood;
    // No content has this digest, so the file is checked as soon as it can be read.
    this.known.set(path, {
      content: NO_CONTENT,
      variables,
      config,
      checked,
      verdict: 'unreadable',
      lastGood,
      isEnded: false,
    });
    return {
      path,
      shown,
      reason: before ? 'template' : 'new',
      verdict: 'unreadable',
      diagnostics: [problem],
      changes: [],
      scenarios: [],
      cached: false,
      digest: undefined,
    };
  }

  private check(file: WatchedFile, content: Uint8Array, isAsked: boolean): Seen | 'unchanged' | 'unfinished' {
    const { path, shown } = file;
    const { variables, config } = this.current;
    const before = this.known.get(path);
    const digest = this.meter.time('hash', () => sha256(content));
    const present = { content: digest, variables, config };
    const changed = this.meter.time('hash', () => reasonFor(before, present, this.digestOf));
    if (changed === 'unchanged' && !isAsked) {
      this.earlier.hits++;
      this.suspects.delete(path);
      return 'unchanged';
    }
    const isEnded = content.at(-1) === NEWLINE;
    const isCut = content.length === 0 || (before?.isEnded === true && !isEnded);
    if (
      isCut &&
      before &&
      !isAsked &&
      (this.suspects.get(path) !== digest || this.options.isBeingWritten(file))
    ) {
      this.suspects.set(path, digest);
      return 'unfinished';
    }
    this.suspects.delete(path);
    const reason = changed === 'unchanged' ? 'asked' : changed;
    const result = this.checkSafely({ file: shown, dir: folderOf(path), content, digest, fresh: isAsked });
    const { checked, isHit } = result;
    const { diagnostics, forms, scenarios } = checked;
    const verdict = verdictOf(diagnostics);
    const isGood = verdict !== 'invalid' && forms.length > 0;
    const lastGood = before?.lastGood;
    const changes =
      isGood && lastGood ? this.meter.time('diff', () => changesSince(lastGood, { ...result, shown })) : [];
    this.known.set(path, { ...present, checked, verdict, lastGood: isGood ? forms : lastGood, isEnded });
    this.depends(file, checked);
    return { path, shown, reason, verdict, diagnostics, changes, scenarios, cached: isHit, digest };
  }

  /** A fault of ours in one file must not end the watch over all of them. */
  private checkSafely(input: CheckInput): CheckResult {
    try {
      return this.checker.check(input);
    } catch (error) {
      const problem = diagnostic({
        code: 'SW9001',
        message: `the file could not be checked: ${error instanceof Error ? error.message : String(error)}`,
        place: { file: input.file, line: 1, column: 1, length: 1 },
        hint: 'report this, with the file; the watch goes on',
      });
      return { checked: { ...NOTHING, diagnostics: [problem] }, files: undefined, isHit: false };
    }
  }

  private depends({ path, target }: WatchedFile, { dependencies }: Checked): void {
    const files = dependencies.map(({ file }) => file);
    const own = target === undefined ? [] : [target, ...this.options.linksOn(path)];
    const all = new Set([...files, ...files.flatMap((each) => this.linksOn(each)), ...own]);
    all.delete(path);
    for (const each of all) if (!this.index.has(each)) this.options.alsoWatch(each);
    this.index.set(path, [...all]);
  }

  private linksOn(path: string): readonly string[] {
    const known = this.links.get(path) ?? this.options.linksOn(path);
    this.links.set(path, known);
    return known;
  }
}

export function folderOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end <= 0 ? '/' : path.slice(0, end);
}

function verdictOf(diagnostics: readonly Diagnostic[]): WatchVerdict {
  if (diagnostics.some(({ severity }) => severity === 'error')) return 'invalid';
  return diagnostics.some(({ severity }) => severity === 'warning') ? 'warning' : 'valid';
}
