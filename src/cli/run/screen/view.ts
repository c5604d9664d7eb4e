import { type Outcome, visible } from '../../../report/index.ts';
import type { Line, Segment, Style } from '../../screen/line.ts';
import type { ProgressState, RunningScenario } from './state.ts';

/** So many scenarios are shown at once; who runs more at the same time sees how many. */
const MAX_RUNNING = 8;

const styles: Readonly<Record<Outcome, Style>> = {
  failed: 'red',
  error: 'magenta',
  undecided: 'yellow',
  passed: 'green',
  skipped: 'cyan',
};

/** What stands below the lines of a run while it goes on: who is running, for how long, and with what; and the totals. */
export function progressLines(
  state: ProgressState,
  { nowMs, rows }: { readonly nowMs: number; readonly rows: number },
): Line[] {
  // The totals, a line for who is not shown, and one that the terminal keeps for the cursor.
  const room = Math.max(0, Math.min(MAX_RUNNING, rows - 3));
  const all = [...state.running];
  const shown = all.slice(0, room);
  const hidden = all.length - shown.length;
  return [
    ...shown.map(([id, scenario]) => runningLine(id, scenario, nowMs)),
    ...(hidden > 0 ? [[{ text: `        and ${hidden} more`, style: 'dim' } as const]] : []),
    totalsLine(state),
  ];
}

function runningLine(id: string, { sinceMs, attempt, doing, isSlow }: RunningScenario, nowMs: number): Line {
  const elapsed = `${elapsedText(nowMs - sinceMs).padStart(6)}  `;
  const again = attempt > 1 ? `  attempt ${attempt}` : '';
  return [
    { text: elapsed, style: isSlow ? 'yellow' : 'dim' },
    { text: visible(id) },
    { text: `  ${visible(doing)}${again}`, style: 'dim' },
  ];
}

function totalsLine(state: ProgressState): Line {
  const { counts, total, flaky, stopping } = state;
  const done = Object.values(counts).reduce((sum, each) => sum + each, 0);
  const outcomes = (Object.keys(styles) as Outcome[]) // the keys of the table above
    .filter((each) => counts[each] > 0)
    .flatMap((each): Segment[] => [{ text: ', ' }, { text: `${counts[each]} ${each}`, style: styles[each] }]);
  return [
    { text: `${done}/${total}`, style: 'bold' },
    ...outcomes,
    ...(flaky > 0 ? [{ text: ', ' }, { text: `${flaky} flaky`, style: 'yellow' } as const] : []),
    { text: usageText(state), style: 'dim' },
    ...(stopping === undefined ? [] : [{ text: `  ${visible(stopping)}`, style: 'yellow' } as const]),
  ];
}

/** Slots always, and of everything else what somebody takes. */
function usageText({ inUse, bounds }: ProgressState): string {
  if (!inUse || !bounds) return '';
  const parts = [
    `${inUse.slots}/${bounds.slots} slots`,
    ...(inUse.containers > 0 ? [`${inUse.containers}/${bounds.containers} containers`] : []),
    ...(inUse.memoryMb > 0 ? [`${inUse.memoryMb}/${bounds.memoryMb} MB`] : []),
    ...(inUse.cpuMillicores > 0 ? [`${inUse.cpuMillicores / 1000}/${bounds.cpuMillicores / 1000} CPUs`] : []),
  ];
  return `  [${parts.join(', ')}]`;
}

/** `0.4s`, `12.3s`, `2m 05s`. */
function elapsedText(ms: number): string {
  const tenths = Math.floor(Math.max(0, ms) / 100);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)}s`;
  const seconds = Math.floor(tenths / 10);
  return `${Math.floor(seconds / 60)}m ${String(seconds % 60).padStart(2, '0')}s`;
}
