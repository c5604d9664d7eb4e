import { isAbsolute, posix } from 'node:path';
import type { Place } from '../diagnostic/index.ts';
import type { ReporterOptions } from './reporter.ts';
import { visible } from './visible.ts';

type Env = ReporterOptions['env'];

export interface Annotation {
  readonly level: 'error' | 'warning';
  readonly title: string;
  /** May be of several lines. */
  readonly message: string;
  readonly place: Place | undefined;
}

/**
 * A command to the runner of GitHub Actions, on one line: `::error file=…,line=…,title=…::message`. Escaped the way the
 * runner takes it apart again: src/Runner.Common/ActionCommand.cs in actions/runner.
 */
export function annotationCommand({ level, title, message, place }: Annotation, env: Env): string {
  const at: readonly (readonly [string, string])[] = place
    ? [
        ['file', repositoryPath(place.file, env)],
        ['line', String(place.line)],
        ['endLine', String(place.line)],
        ['col', String(place.column)],
        ['endColumn', String(place.column + place.length)],
      ]
    : [];
  const properties = [...at, ['title', title] as const].map(([key, value]) => `${key}=${property(value)}`);
  return `::${level} ${properties.join(',')}::${data(message)}`;
}

/** Lines as a fold of the log. They must not be commands themselves; see {@link inert}. */
export function groupCommands(title: string, lines: readonly string[]): string[] {
  return [`::group::${data(title)}`, ...lines, '::endgroup::'];
}

/** Lines that are shown and not obeyed, until a token that they cannot contain. */
export function inert(lines: readonly string[], token: string): string[] {
  return [`::stop-commands::${token}`, ...lines, `::${token}::`];
}

function data(text: string): string {
  const lines = text.split('\n').map(visible).join('\n');
  return lines.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(visible(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** GitHub wants the path from the root of the repository; ours is from the working directory, which may be below it. */
export function repositoryPath(file: string, { GITHUB_WORKSPACE: root, PWD: cwd }: Env): string {
  if (!root || !cwd) return file;
  const path = posix.relative(root, isAbsolute(file) ? file : posix.join(cwd, file));
  return path === '' || path.startsWith('..') ? file : path;
}
