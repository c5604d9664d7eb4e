import type { Place } from '../../diagnostic/index.ts';
import type { Change } from '../compare/change.ts';
import { notComparedText } from './footer.ts';
import type { DiffFormatOptions } from './options.ts';
import { type DiffReport, summaryText } from './report.ts';

/** GitHub shows so many annotations of each level from one step, and drops the rest without a word. */
const SHOWN_EACH = 10;
const levels = ['error', 'warning', 'notice'] as const;
type Level = (typeof levels)[number];

/**
 * Workflow commands that annotate the changed lines of the new files; what is gone is told where it stood in, or without
 * a place. Errors are what the command fails for, warnings what asks for less or may.
 */
export function formatGithub(report: DiffReport, options: DiffFormatOptions): string {
  const lines: string[] = [];
  const byLevel = Map.groupBy(report.changes, (change) => levelOf(change, options));
  for (const { file, ...each } of report.notCompared) {
    const text = notComparedText({ file, ...each });
    lines.push(command('warning', { file: options.repositoryPath(file), title: 'not compared' }, text));
  }
  for (const level of levels) {
    const changes = byLevel.get(level) ?? [];
    lines.push(...changes.slice(0, SHOWN_EACH).map((change) => annotation(change, level, options)));
    const more = changes.length - SHOWN_EACH;
    if (more > 0)
      lines.push(
        `${more} more ${level}${more === 1 ? '' : 's'}: GitHub shows ${SHOWN_EACH} annotations of each kind`,
      );
  }
  return `${[...lines, ...report.notes, summaryText(report)].join('\n')}\n`;
}

function levelOf(change: Change, { isStopped }: DiffFormatOptions): Level {
  if (isStopped(change)) return 'error';
  const { kind } = change;
  return kind === 'removed' || kind === 'loosened' || kind === 'incomparable' ? 'warning' : 'notice';
}

function annotation(change: Change, level: Level, { repositoryPath }: DiffFormatOptions): string {
  const { kind, reason, path, placeAfter, placeNear } = change;
  const place = placeAfter ?? placeNear;
  const where = path.slice(1, -1).join(' > ');
  const properties = place ? { file: repositoryPath(place.file), ...stretchOf(place) } : {};
  return command(
    level,
    { ...properties, title: `expectation ${kind}` },
    where === '' ? reason : `${reason}\n${where}`,
  );
}

function stretchOf({ line, column, length }: Place) {
  return { line, endLine: line, col: column, endColumn: column + length };
}

function command(level: Level, properties: Readonly<Record<string, string | number>>, text: string): string {
  const written = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${level} ${written.join(',')}::${data(text)}`;
}

/** Taken apart again by src/Runner.Common/ActionCommand.cs in actions/runner. */
function data(text: string): string {
  return text.toWellFormed().replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
