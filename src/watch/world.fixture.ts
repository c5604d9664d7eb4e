import { digestOf } from '../digest/index.ts';
import { type MemoryHost, memoryHost } from '../host/index.ts';
import type { TemplateSurroundings } from '../scenario/index.ts';
import type { CacheBackend } from './cache/backend.ts';
import { memoryCache } from './cache/memory.ts';
import type { Clock } from './clock.ts';
import { WatchLoop } from './loop.ts';
import type { WatchedProject } from './project.ts';
import type { WatchEvent } from './report.ts';

/** Time that stands still until something is waited for. */
export class TestClock implements Clock {
  ms = 0;
  private readonly timers: { readonly atMs: number; readonly call: () => void }[] = [];
  private readonly queue: (() => void)[] = [];

  readonly now = () => this.ms;

  readonly after = (ms: number, call: () => void) => {
    const timer = { atMs: this.ms + ms, call };
    const index = this.timers.findIndex(({ atMs }) => atMs > timer.atMs);
    this.timers.splice(index === -1 ? this.timers.length : index, 0, timer);
    return () => {
      const at = this.timers.indexOf(timer);
      if (at !== -1) this.timers.splice(at, 1);
    };
  };

  readonly soon = (call: () => void) => void this.queue.push(call);

  /** Lets everything happen that happens until then. */
  runUntil(ms: number): void {
    for (;;) {
      const timer = this.timers[0];
      const soon = this.queue.shift();
      // What is due goes before what only asked for its turn, as in Node's event loop.
      if (timer && timer.atMs <= Math.min(this.ms, ms)) {
        if (soon) this.queue.unshift(soon);
        this.timers.shift();
        timer.call();
      } else if (soon) soon();
      else if (timer && timer.atMs <= ms) this.ms = timer.atMs;
      else break;
    }
    this.ms = Math.max(this.ms, ms);
  }

  get isQuiet(): boolean {
    return this.timers.length + this.queue.length === 0;
  }
}

export const ROOT = '/project';

interface Settings {
  allowedEnv: TemplateSurroundings['allowedEnv'];
  given?: TemplateSurroundings['given'];
}

export interface World {
  readonly clock: TestClock;
  readonly host: MemoryHost;
  readonly loop: WatchLoop;
  readonly events: WatchEvent[];
  /** Content of a file now; undefined deletes it. The loop is not told. */
  put(path: string, content: string | undefined): void;
  /** Paths that were read, in order. */
  readonly reads: string[];
  /** What the settings say, for templates. */
  settings: Settings;
}

export interface WorldOptions {
  readonly files: Readonly<Record<string, string>>;
  readonly cache?: CacheBackend;
  /** Milliseconds that reading a file takes. */
  readonly readMs?: () => number;
}

/** A watch over a project in memory. Scenario files are those that end in `.span.toml` or `.span.toml.njk`. */
export function createWorld({ files, cache = memoryCache(), readMs = () => 0 }: WorldOptions): World {
  const clock = new TestClock();
  const absolute = Object.entries(files).map(([path, text]) => [`${ROOT}/${path}`, text] as const);
  const host = memoryHost({
    cwd: ROOT,
    files: Object.fromEntries(absolute),
    env: { USER: 'ada', HOME: '/' },
  });
  const events: WatchEvent[] = [];
  const reads: string[] = [];
  const writtenMs = new Map<string, number>();
  const world: Pick<World, 'settings'> = { settings: { allowedEnv: new Set<string>() } };
  const survey = (): WatchedProject => ({
    surroundings: { host, root: ROOT, ...world.settings },
    variables: digestOf([...(world.settings.given ?? [])]),
    config: digestOf([...world.settings.allowedEnv]),
    configFiles: [`${ROOT}/spanwright.toml`],
    problems: [],
    scan: () => ({
      files: [...host.content.keys()]
        .filter((path) => /\.span\.toml(\.njk)?$/.test(path))
        .sort()
        .map((path) => ({ path, shown: path.slice(ROOT.length + 1) })),
      problems: [],
    }),
  });
  const loop = new WatchLoop({
    clock,
    survey,
    cache,
    version: 'test',
    read({ path }) {
      reads.push(path);
      clock.ms += readMs();
      return host.files.read(path);
    },
    isBeingWritten: ({ path }) => clock.ms - (writtenMs.get(path) ?? Number.NEGATIVE_INFINITY) < 100,
    emit: (event) => events.push(event),
    alsoWatch: () => {},
    linksOn: () => [],
  });
  return Object.assign(world, {
    clock,
    host,
    loop,
    events,
    reads,
    put(path: string, content: string | undefined) {
      writtenMs.set(`${ROOT}/${path}`, clock.ms);
      if (content === undefined) host.content.delete(`${ROOT}/${path}`);
      else host.files.write(`${ROOT}/${path}`, content);
    },
  });
}

/** The last that was said of each file, by its name: its digest, or undefined for one that was deleted. */
export function lastSaid(events: readonly WatchEvent[]): Map<string, string | undefined> {
  const said = new Map<string, string | undefined>();
  for (const event of events) {
    if (event.type !== 'cycle' && event.type !== 'progress') continue;
    if (event.type === 'cycle') for (const shown of event.deleted) said.set(shown, undefined);
    for (const { shown, digest } of event.reports) said.set(shown, digest);
  }
  return said;
}
