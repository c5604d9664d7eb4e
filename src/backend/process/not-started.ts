import { accessSync, closeSync, constants, openSync, readSync, type Stats, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { CommandEnd, CommandSpec } from '../contract.ts';
import type { Environment } from './environment.ts';

type NotStartedEnd = Extract<CommandEnd, { kind: 'notStarted' }>;

/**
 * Says why the system would not start a command. Its error code alone is ambiguous (ENOENT is a missing program, work
 * directory or interpreter), so the usual suspects are looked at again, which only costs time when something is wrong.
 */
export function explainNotStarted(error: unknown, command: CommandSpec, env: Environment): NotStartedEnd {
  const { code, message } = error as NodeJS.ErrnoException;
  const program = command.argv[0] ?? '';
  const workdir = workdirFault(command.cwd);
  if (workdir !== undefined) return notStarted('badWorkdir', workdir);
  if (code === 'ENOENT') return notStarted('notFound', missingProgram(program, command.cwd, env));
  if (code === 'EACCES') {
    const unusable = unusableProgram(program, command.cwd, env);
    // A directory of PATH that may not be read says the same as a program that may not be run.
    if (unusable === undefined) return notStarted('notFound', missingProgram(program, command.cwd, env));
    return notStarted('notExecutable', unusable);
  }
  if (code === 'E2BIG') return notStarted('argumentsTooLong', tooLong(command, env));
  if (code === 'EAGAIN' || code === 'ENOMEM' || code === 'EMFILE' || code === 'ENFILE') {
    return notStarted(
      'other',
      `the system has no room for another process (${code}); run fewer things at once`,
    );
  }
  return notStarted('other', message);
}

export function notStarted(reason: NotStartedEnd['reason'], message: string): NotStartedEnd {
  return { kind: 'notStarted', reason, message };
}

function workdirFault(cwd: string): string | undefined {
  const stat = statOf(cwd);
  if (stat === undefined) return `the work directory ${cwd} does not exist or is out of reach`;
  if (!stat.isDirectory()) return `the work directory ${cwd} is not a directory`;
  return isAccessible(cwd) ? undefined : `the work directory ${cwd} may not be entered`;
}

function missingProgram(program: string, cwd: string, env: Environment): string {
  if (!program.includes('/')) {
    const searched = searchPath(env).join(', ');
    return `there is no program ${program} on PATH; looked in ${searched === '' ? 'no directory, PATH is empty' : searched}`;
  }
  const path = resolve(cwd, program);
  const interpreter = interpreterOf(path);
  if (interpreter === undefined) return `there is no file ${path}`;
  return `${path} names an interpreter in its first line that does not exist: ${interpreter}`;
}

/** Undefined when no directory of PATH has such a program. */
function unusableProgram(program: string, cwd: string, env: Environment): string | undefined {
  const candidates = program.includes('/')
    ? [resolve(cwd, program)]
    : searchPath(env).map((dir) => join(dir, program));
  const found = candidates.find((each) => statOf(each) !== undefined);
  if (found === undefined && !program.includes('/')) return undefined;
  const path = found ?? program;
  if (statOf(path)?.isDirectory()) return `${path} is a directory`;
  return isAccessible(path)
    ? `${path} may not be executed here (its interpreter, its file system or a security policy forbids it)`
    : `${path} is not executable; chmod +x makes it so`;
}

function tooLong(command: CommandSpec, env: Environment): string {
  const bytes = (texts: readonly string[]) =>
    texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0);
  const longest = command.argv.reduce((max, each) => Math.max(max, Buffer.byteLength(each)), 0);
  const environment = bytes(Object.entries(env).map(([name, value]) => `${name}=${value}`));
  return (
    `arguments and environment are longer than the system takes: ${bytes(command.argv)} bytes of arguments ` +
    `(the longest ${longest}), ${environment} bytes of environment; give large input on stdin or in a file`
  );
}

function searchPath(env: Environment): string[] {
  return (env.PATH ?? '').split(delimiter).filter((dir) => dir !== '');
}

/** The `#!` line of a script; undefined for anything else. */
function interpreterOf(path: string): string | undefined {
  try {
    const file = openSync(path, 'r');
    try {
      const start = Buffer.alloc(256);
      const line = start.toString('utf8', 0, readSync(file, start)).split('\n', 1)[0] ?? '';
      return line.startsWith('#!') ? line.slice(2).trim() : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

/** Undefined also for what may not be looked at, or cannot be a path. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function isAccessible(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
