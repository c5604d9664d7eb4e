import type { RunEvent } from '../../event/index.ts';
import type { Settings } from '../config/settings.ts';
import type { CommandContext } from '../context.ts';
import type { run } from '../options/run.ts';
import type { Target } from './reporting.ts';
import type { InkProgress } from './screen/ink.ts';
import { nothingYet, progressed } from './screen/state.ts';

/** What is to be seen on a terminal while a run goes on. */
export interface Progress {
  event(event: RunEvent): void;
  /** Prints text that stays; at once, whatever else is to be seen. */
  print(text: string): void;
  /** From now on text is only printed. */
  close(): Promise<void>;
}

type ProgressContext = Pick<CommandContext, 'terminal' | 'host'> & {
  readonly settings: Pick<Settings<typeof run.options>, 'progress' | 'quiet'>;
};

/**
 * Progress at the foot of the terminal where the report for people goes there, and plain text everywhere else: in pipes
 * and files, in CI, on terminals without a cursor, and when it is not wanted.
 */
export function createProgress(targets: readonly Target[], context: ProgressContext): Progress {
  const { host, terminal } = context;
  const write = terminal.out.write;
  if (!isWanted(targets, context)) return { event: () => {}, print: write, close: async () => {} };
  let state = nothingYet;
  let isOver = false;
  let ink: InkProgress | undefined;
  // The run does not wait for it; one that is over before it is loaded does without.
  void import('./screen/ink.ts').then(({ inkProgress }) => {
    if (isOver) return;
    ink = inkProgress({ color: terminal.out.color, now: host.monotonicMs });
    ink.show(state);
  });
  return {
    event(event) {
      state = progressed(state, event);
      ink?.show(state);
    },
    print: (text) => (ink ? ink.print(text) : write(text)),
    async close() {
      isOver = true;
      await ink?.close();
      ink = undefined;
    },
  };
}

function isWanted(targets: readonly Target[], { settings, host, terminal }: ProgressContext): boolean {
  const { progress, quiet } = settings;
  const isForPeople = targets.some(({ entry, file }) => entry.name === 'human' && file === undefined);
  const isTerminal = terminal.out.columns !== undefined && host.env.TERM !== 'dumb';
  if (!isForPeople || !isTerminal || quiet.value) return false;
  const isCi = Boolean(host.env.CI) && host.env.CI !== 'false';
  return progress.value ?? !isCi;
}
