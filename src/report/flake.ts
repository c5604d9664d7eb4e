import { visible } from '../diagnostic/index.ts';
import type { ScenarioRecord, SpanChange, TraceChange } from '../event/index.ts';
import { painter } from './paint.ts';
import { clip } from './visible.ts';

const SHOWN = 5;
const MAX_CAUSE = 200;

/** Why a scenario is flaky: what an attempt came to before it passed, and what the trace was like then. */
export function flakeLines({ flake }: ScenarioRecord, options: { readonly color: boolean }): string[] {
  if (!flake) return [];
  const { verdict, cause, trace } = flake;
  const bold = painter(options.color);
  const attempt = trace ? `attempt ${trace.before}` : 'the attempt before';
  const head = `${bold('bold', 'flaky')}: ${attempt} came to \`${verdict}\`: ${visible(clip(cause, MAX_CAUSE))}`;
  return [head, ...(trace ? changeLines(trace, 'passed') : [])];
}

/** How the trace of a repetition differs from that of the first. */
export function repeatLines({ repeat }: ScenarioRecord): string[] {
  if (!repeat) return [];
  const { wanted, done, unstable } = repeat;
  if (unstable) return changeLines(unstable, 'differs');
  return done === wanted ? [`the same trace ${wanted} times`] : [];
}

function changeLines({ before, after, differences, omitted, findings }: TraceChange, word: string): string[] {
  const shown = differences.slice(0, SHOWN);
  const more = differences.length - shown.length + omitted;
  const head =
    differences.length + findings.length + omitted === 0
      ? `  attempt ${after}, which ${word}, left the same spans`
      : `  from attempt ${before} to attempt ${after}, which ${word}:`;
  return [
    head,
    ...findings.slice(0, SHOWN).map(({ kind, message }) => `    ! ${kind}: ${visible(message)}`),
    ...shown.flatMap(differenceLines),
    ...(more > 0 ? [`    … ${more} more`] : []),
  ];
}

const marks: Readonly<Record<SpanChange['kind'], string>> = {
  missing: '-',
  extra: '+',
  changed: '~',
  moved: '>',
};
const MAX_VALUE = 80;

function differenceLines({ kind, path, newPath, members }: SpanChange): string[] {
  const to = newPath ? ` -> ${pathText(newPath)}` : '';
  return [
    `    ${marks[kind]} ${kind} ${pathText(path)}${to}`,
    ...members
      .slice(0, SHOWN)
      .map(({ member, before, after }) => `        ${visible(member)}: ${value(before)} -> ${value(after)}`),
  ];
}

function pathText(path: readonly string[]): string {
  return path.map(visible).join(' > ');
}

function value(text: string | undefined): string {
  return text === undefined ? '(none)' : clip(visible(text), MAX_VALUE);
}
