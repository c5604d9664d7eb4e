import { visible } from '../diagnostic/index.ts';
import type { SpanDifference, TraceDiff, TraceFinding } from '../diff/index.ts';
import { type Paint, painter, type Style } from './paint.ts';
import { clip } from './visible.ts';

/** Two traces that were compared, and what that brought to light. */
export interface ComparedTraces {
  /** What was compared, such as the id of a scenario. */
  readonly name: string;
  readonly diff: TraceDiff;
  readonly findings: readonly TraceFinding[];
}

export interface TraceDiffOptions {
  readonly color: boolean;
  /** Differences shown of each pair; the rest is counted. */
  readonly limit?: number | undefined;
}

const LIMIT = 100;
const MAX_VALUE = 100;

/** The differences of each pair of traces for people, findings first; a line for a pair that does not differ. */
export function printTraceDiff(pairs: readonly ComparedTraces[], options: TraceDiffOptions): string {
  return pairs.map((pair) => `${linesOf(pair, options).join('\n')}\n`).join('\n');
}

function linesOf(
  { name, diff, findings }: ComparedTraces,
  { color, limit = LIMIT }: TraceDiffOptions,
): string[] {
  const paint = painter(color);
  const { differences, spans } = diff;
  const shown = differences.slice(0, limit);
  const rest = differences.length - shown.length;
  const count = `${counted(differences.length, 'difference')}, ${counted(findings.length, 'finding')}`;
  return [
    paint('bold', visible(name)),
    ...findings.map(({ kind, message }) => paint('magenta', `  ! ${kind}: ${visible(message)}`)),
    ...shown.flatMap((each) => differenceLines(each, paint)),
    ...(rest > 0 ? [`  … ${rest} more`] : []),
    differences.length + findings.length === 0
      ? `  the same (${counted(spans.after, 'span')})`
      : `  ${count} (${spans.before} -> ${counted(spans.after, 'span')})`,
  ];
}

const marks: Readonly<Record<SpanDifference['kind'], readonly [mark: string, style: Style]>> = {
  missing: ['-', 'red'],
  extra: ['+', 'green'],
  changed: ['~', 'yellow'],
  moved: ['>', 'cyan'],
};

function differenceLines({ kind, path, newPath, members }: SpanDifference, paint: Paint): string[] {
  const [mark, style] = marks[kind];
  const to = newPath ? ` -> ${pathText(newPath)}` : '';
  return [
    paint(style, `  ${mark} ${kind} ${pathText(path)}${to}`),
    ...members.map(
      ({ member, before, after }) => `      ${visible(member)}: ${value(before)} -> ${value(after)}`,
    ),
  ];
}

function pathText(path: readonly string[]): string {
  return path.map(visible).join(' > ');
}

function value(text: string | undefined): string {
  return text === undefined ? '(none)' : clip(visible(text === '' ? '(none)' : text), MAX_VALUE);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The version of {@link traceDiffJson}. Members may be added without raising it, never removed or changed. */
const FORMAT = 1;

/** The same for programs: everything, on two-space indented JSON. */
export function traceDiffJson(pairs: readonly ComparedTraces[]): string {
  const compared = pairs.map(({ name, diff: { spans, differences }, findings }) => ({
    name,
    spans,
    differences: differences.map(({ kind, path, newPath, members }) => ({
      kind,
      path,
      newPath,
      ...(kind === 'changed' ? { members } : {}),
    })),
    findings,
  }));
  return `${JSON.stringify({ version: FORMAT, compared }, undefined, 2)}\n`;
}
