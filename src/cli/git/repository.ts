import { spawnSync } from 'node:child_process';
import type { Diagnostic } from '../../diagnostic/index.ts';
import { type Host, systemReason } from '../../host/index.ts';

/** More than the index of any repository prints; what is read from it is bounded on its own. */
const MOST_OUTPUT = 1 << 30;

/** Why git does not say what it was asked. */
export interface GitFault {
  /** `missing`: there is no git. `refused`: git ran, and said no. */
  readonly kind: 'missing' | 'unusable' | 'refused';
  /** In git's or the system's words. */
  readonly reason: string;
}

/** Puts a fault into the words of the command that asked. */
export type TellFault = (fault: GitFault) => Diagnostic;

/** Calls git and gives what it prints, or why it cannot be had. Nothing is written, and nothing leaves the machine. */
export type Git = (args: readonly string[], input?: string) => Buffer | Diagnostic;

/** A repository with a work tree. */
export interface Repository {
  /** Absolute, links resolved: paths in the index start here. */
  readonly root: string;
  readonly git: Git;
}

/**
 * The repository of the working directory. What a hook is told of it by `GIT_DIR`, `GIT_WORK_TREE` and `GIT_INDEX_FILE`
 * counts, also where the hook has gone on into a folder below.
 */
export function openRepository(host: Host, tell: TellFault): Repository | Diagnostic {
  const { GIT_DIR: told, GIT_WORK_TREE: workTree } = host.env;
  const named = locate(host, {}, tell);
  if ('code' in named || told === undefined || workTree !== undefined) return named;
  // With GIT_DIR alone, git takes whatever folder it is called in for the root of the work tree.
  const found = locate(host, { GIT_DIR: undefined }, tell);
  return 'code' in found || found.gitDir !== named.gitDir ? named : found;
}

interface Located extends Repository {
  readonly gitDir: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

function locate(host: Host, changes: Environment, tell: TellFault): Located | Diagnostic {
  const printed = gitIn(
    host.cwd,
    { ...host.env, ...changes },
    tell,
  )(['rev-parse', '--show-toplevel', '--absolute-git-dir']);
  if ('code' in printed) return printed;
  const [root = '', gitDir = ''] = printed.toString().split('\n');
  return { root, gitDir, git: gitIn(root, { ...host.env, GIT_DIR: gitDir, GIT_WORK_TREE: root }, tell) };
}

function gitIn(cwd: string, env: Environment, tell: TellFault): Git {
  return (args, input = '') => {
    const { status, stdout, stderr, error } = spawnSync('git', ['-c', 'core.fsmonitor=false', ...args], {
      cwd,
      env: { ...env, ...quiet },
      input,
      maxBuffer: MOST_OUTPUT,
    });
    if (error) return tell(notStarted(error));
    return status === 0 ? stdout : tell(refused(stderr.toString()));
  };
}

/** Without locks nothing is written, and without protocols no object is fetched that a partial clone left out. */
const quiet: Environment = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_TERMINAL_PROMPT: '0',
  GIT_LITERAL_PATHSPECS: undefined,
  GIT_TRACE: undefined,
  LC_ALL: 'C',
};

function notStarted(error: Error): GitFault {
  return 'code' in error && error.code === 'ENOENT'
    ? { kind: 'missing', reason: 'git is not installed, or not on PATH' }
    : { kind: 'unusable', reason: systemReason(error) };
}

function refused(stderr: string): GitFault {
  const [first = ''] = stderr.trim().split('\n');
  const reason = first.replace(/^(fatal|error): /, '');
  return { kind: 'refused', reason: reason === '' ? 'it gives no reason' : reason };
}
