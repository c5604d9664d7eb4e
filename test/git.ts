import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';

/** What git and the program see: none of the settings of whoever runs the tests. */
export const gitEnv = {
  PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};

export function gitIn(cwd: string, args: readonly string[]): string {
  return execFileSync('git', args, { cwd, env: gitEnv, encoding: 'utf8', stdio: 'pipe' });
}
