import { isAbsolute, posix } from 'node:path';
import { type Place, workflowCommand } from '../diagnostic/index.ts';
import type { ReporterOptions } from './reporter.ts';

type Env = ReporterOptions['env'];

export interface Annotation {
  readonly level: 'error' | 'warning';
  readonly title: string;
  /** May be of several lines. */
  readonly message: string;
  readonly place: Place | undefined;
}

export function annotationCommand({ level, title, message, place }: Annotation, env: Env): string {
  const at = place && {
    file: repositoryPath(place.file, env),
    line: place.line,
    endLine: place.line,
    col: place.column,
    endColumn: place.column + place.length,
  };
  return workflowCommand(level, { ...at, title }, message);
}

/** Lines as a fold of the log. They must not be commands themselves; see {@link inert}. */
export function groupCommands(title: string, lines: readonly string[]): string[] {
  return [workflowCommand('group', {}, title), ...lines, '::endgroup::'];
}

/** Lines that are shown and not obeyed, until a token that they cannot contain. */
export function inert(lines: readonly string[], token: string): string[] {
  return [`::stop-commands::${token}`, ...lines, `::${token}::`];
}

/** GitHub wants the path from the root of the repository; ours is from the working directory, which may be below it. */
export function repositoryPath(file: string, { GITHUB_WORKSPACE: root, PWD: cwd }: Env): string {
  if (!root || !cwd) return file;
  const path = posix.relative(root, isAbsolute(file) ? file : posix.join(cwd, file));
  return path === '' || path.startsWith('..') ? file : path;
}
