import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import type { Backend } from '../contract.ts';
import { makePrivateDirectory } from './directory.ts';
import { baseEnvironment } from './environment.ts';
import { hasProc, MarkedProcesses } from './proc.ts';
import { ProcessSandbox } from './sandbox.ts';
import { Watchdog } from './watchdog.ts';

export interface ProcessBackendOptions {
  /** The runner's own environment, of which only allow-listed names are passed on. Default: that of this process. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Names passed on from it besides those of `environmentRules`, for example `RUSTUP_HOME`. Default: none. */
  readonly pass?: readonly string[] | undefined;
  /** Where private directories are made; must exist. Default: the system's temporary directory. */
  readonly tempDir?: string | undefined;
  /** From SIGTERM to SIGKILL when a command's time is over or it is cancelled. Default: 1,000 ms. */
  readonly killGraceMs?: number | undefined;
}

/**
 * Runs services and steps as child processes of this one. Each command gets its own session and process group; what it
 * leaves is killed, on Linux also what left the group; and a watchdog cleans up when the runner itself is killed.
 * It isolates by convention, not by force: a command may read and write whatever its user may.
 */
export function createProcessBackend(options: ProcessBackendOptions = {}): Backend {
  const token = randomBytes(8).toString('hex');
  const marked = new MarkedProcesses(`${token}:`);
  const watchdog = new Watchdog(`${token}:`);
  const tempDir = options.tempDir ?? tmpdir();
  let opened = 0;
  return {
    kind: 'process',
    isolation: hasProc ? 'process group, watchdog, sweep by environment mark' : 'process group, watchdog',
    async open(sandbox) {
      const directory = makePrivateDirectory(tempDir);
      const baseEnv = baseEnvironment({
        runner: options.env ?? process.env,
        pass: options.pass ?? [],
        homeDir: directory.home,
        tempDir: directory.temp,
      });
      return new ProcessSandbox({
        options: sandbox,
        directory,
        baseEnv,
        mark: `${token}:${++opened}:`,
        marked,
        watchdog,
        killGraceMs: options.killGraceMs ?? 1_000,
      });
    },
  };
}
