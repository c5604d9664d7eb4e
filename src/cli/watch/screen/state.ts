import type { CycleEvent, FileReport } from '../../../watch/index.ts';
import type { JudgedNews, News, ScenarioNews } from '../news.ts';

/** All that the screen shows, as data. */
export interface ScreenState {
  /** By path, in the order in which they were found: that of their names, but for those that came later. */
  readonly files: ReadonlyMap<string, FileReport>;
  /** Paths of the last cycle that found something. */
  readonly recent: ReadonlySet<string>;
  readonly watching: { readonly files: number; readonly polling: boolean } | undefined;
  /** Files left of a long cycle. */
  readonly left: number;
  readonly last: CycleEvent | undefined;
  /** About the watch itself. */
  readonly notices: FileReport['diagnostics'];
  readonly run: RunState | undefined;
  readonly judged: ReadonlyMap<string, JudgedNews>;
  readonly notJudged: string | undefined;
  readonly shows: 'all' | 'failed';
  readonly diff: boolean;
  readonly help: boolean;
  /** What names or tags have to contain. */
  readonly filter: string;
  /** The filter is being typed. */
  readonly typing: boolean;
}

export interface RunState {
  readonly state: 'running' | 'ended' | 'stopped';
  readonly scenarios: readonly ScenarioNews[];
  readonly said: string;
  readonly ms: number;
}

/** A key, by its name or the character that it gives. */
export type Key = { readonly type: 'key'; readonly key: string };
export type Action = News | Key;

export function initialState({ diff }: { readonly diff: boolean }): ScreenState {
  return {
    files: new Map(),
    recent: new Set(),
    watching: undefined,
    left: 0,
    last: undefined,
    notices: [],
    run: undefined,
    judged: new Map(),
    notJudged: undefined,
    shows: 'all',
    diff,
    help: false,
    filter: '',
    typing: false,
  };
}

/** What the screen shows after something happened. Keys that ask for work are not for the screen; see {@link wishOf}. */
export function reduce(state: ScreenState, action: Action): ScreenState {
  switch (action.type) {
    case 'key':
      return state.typing ? type(state, action.key) : press(state, action.key);
    case 'watching':
      return { ...state, watching: { files: action.files, polling: action.polling } };
    case 'notice':
      return { ...state, notices: [...action.diagnostics] };
    case 'progress':
      return { ...state, files: withReports(state.files, action.reports), left: action.left };
    case 'cycle':
      return afterCycle(state, action);
    case 'runStarted':
      return { ...state, run: { state: 'running', scenarios: [], said: '', ms: 0 } };
    case 'scenario': {
      const { run } = state;
      return run ? { ...state, run: { ...run, scenarios: [...run.scenarios, action.scenario] } } : state;
    }
    case 'runEnded': {
      const scenarios = state.run?.scenarios ?? [];
      const { stopped, said, ms } = action;
      return { ...state, run: { state: stopped ? 'stopped' : 'ended', scenarios, said, ms } };
    }
    case 'judged':
      return { ...state, judged: new Map(state.judged).set(action.file, action), notJudged: undefined };
    case 'notJudged':
      return { ...state, notJudged: action.problem.message };
    default:
      return action satisfies never;
  }
}

function afterCycle(state: ScreenState, cycle: CycleEvent): ScreenState {
  const files = new Map(withReports(state.files, cycle.reports));
  const gone = new Set(cycle.deleted);
  for (const [path, { shown }] of files) if (gone.has(shown)) files.delete(path);
  const hasNews = cycle.reports.length + gone.size > 0;
  const recent = cycle.reports.filter(({ atStart }) => !atStart).map(({ path }) => path);
  return {
    ...state,
    files,
    recent: hasNews ? new Set(recent) : state.recent,
    left: 0,
    last: cycle,
    // A judgement holds for the text that was judged.
    judged: new Map(
      [...state.judged].filter(([shown]) => !cycle.reports.some((each) => each.shown === shown)),
    ),
  };
}

function withReports(
  files: ReadonlyMap<string, FileReport>,
  reports: readonly FileReport[],
): ReadonlyMap<string, FileReport> {
  const next = new Map(files);
  for (const report of reports) next.set(report.path, report);
  return next;
}

function press(state: ScreenState, key: string): ScreenState {
  switch (key) {
    case 'a':
      return { ...state, shows: 'all', help: false };
    case 'f':
      return { ...state, shows: 'failed', help: false };
    case 'd':
      return { ...state, diff: !state.diff };
    case '/':
      return { ...state, typing: true, filter: '', help: false };
    case 'c':
      return { ...state, ...CLEARED };
    case '?':
      return { ...state, help: !state.help };
    case 'escape':
      return { ...state, help: false, filter: '' };
    default:
      return state;
  }
}

const CLEARED: Partial<ScreenState> = {
  recent: new Set(),
  notices: [],
  run: undefined,
  judged: new Map(),
  notJudged: undefined,
};

function type(state: ScreenState, key: string): ScreenState {
  switch (key) {
    case 'enter':
      return { ...state, typing: false };
    case 'escape':
      return { ...state, typing: false, filter: '' };
    case 'backspace':
      return { ...state, filter: [...state.filter].slice(0, -1).join('') };
    default:
      return [...key].length === 1 ? { ...state, filter: state.filter + key } : state;
  }
}

export type Wish = 'again' | 'run' | 'quit';

/** What a key asks of the watch itself. */
export function wishOf(state: ScreenState, key: string): Wish | undefined {
  if (key === 'ctrl-c' || key === 'ctrl-d') return 'quit';
  if (state.typing) return undefined;
  if (key === 'q') return 'quit';
  if (key === 'enter') return 'again';
  return key === 'r' ? 'run' : undefined;
}

/** The files that are shown: those of the last save first, then what is not in order, then the others. */
export function shownFiles(state: ScreenState): FileReport[] {
  const wanted = state.filter.toLowerCase();
  const matches = ({ shown, scenarios }: FileReport) =>
    wanted === '' ||
    shown.toLowerCase().includes(wanted) ||
    scenarios.some(({ name, tags }) => [name, ...tags].some((each) => each.toLowerCase().includes(wanted)));
  const rank = (file: FileReport) =>
    state.recent.has(file.path) ? 0 : isFailed(file) ? 1 : file.verdict === 'warning' ? 2 : 3;
  const ranks: FileReport[][] = [[], [], [], []];
  for (const file of state.files.values()) {
    if ((state.shows === 'all' || isFailed(file)) && matches(file)) ranks[rank(file)]?.push(file);
  }
  return ranks.flat();
}

export function isFailed({ verdict }: FileReport): boolean {
  return verdict === 'invalid' || verdict === 'unreadable';
}
