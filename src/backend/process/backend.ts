import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import type { Backend, IsolatedNetwork, SandboxOptions } from '../contract.ts';
import { PrivateDirectories, type PrivateDirectory } from './directory.ts';
import { baseEnvironment } from './environment.ts';
import { type NoHelper, type SpawnHelper, type StartedHelper, startHelper } from './helper/helper.ts';
import type { HelperKeeper } from './helper/keeper.ts';
import { Hurry } from './hurry.ts';
import { createMarkKeeper } from './keeper.ts';
import { SandboxNetwork } from './network.ts';
import { hasProc, MarkedProcesses } from './proc.ts';
import { ProcessSandbox } from './sandbox.ts';
import { describeTier, type Tier } from './tier.ts';
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
  /**
   * Aborted when the run is interrupted: from then on no stop waits longer than about a second, whatever grace a service
   * asks for. It cancels nothing by itself. Default: never.
   */
  readonly hurry?: AbortSignal | undefined;
}

export interface ProcessBackend extends Backend {
  readonly tier: Tier;
  /** Why it is not a stronger one, or has no networks to give; empty where there is nothing to say. */
  readonly reason: string;
}

/**
 * Runs services and steps as child processes of this one. Each command gets its own session and process group; what it
 * leaves is killed, on Linux also what left the group; and a watchdog cleans up when the runner itself is killed.
 * It isolates by convention, not by force: a command may read and write whatever its user may.
 */
export function createProcessBackend(options: ProcessBackendOptions = {}): ProcessBackend {
  return createBackend(options, undefined, '');
}

/**
 * The same with the strongest tier that the machine allows, but none above `best`. Whatever the tier, commands are forked
 * by a small helper instead of this process. Never rejects: without a helper it is the plain one, and `reason` says why.
 */
export async function startProcessBackend(
  options: ProcessBackendOptions & {
    readonly best?: Tier | undefined;
    /** One that was started for the same tier; default: a new one. */
    readonly helper?: StartedHelper | undefined;
  } = {},
): Promise<ProcessBackend> {
  const { best = 'namespaces' } = options;
  const helper = await (options.helper ?? startHelper(best));
  if (!('fault' in helper))
    return createBackend(options, helper, best === 'namespaces' ? noNamespaces(helper) : '');
  // Nothing is missing where nothing stronger was asked for.
  return createBackend(
    options,
    undefined,
    best === 'group' ? '' : `the spawning helper cannot run: ${helper.fault}`,
  );
}

function noNamespaces({ faults }: SpawnHelper): string {
  return faults.namespaces === '' ? '' : `no PID namespace: ${faults.namespaces}`;
}

function createBackend(
  options: ProcessBackendOptions,
  first: SpawnHelper | undefined,
  reason: string,
): ProcessBackend {
  const token = randomBytes(8).toString('hex');
  const marked = new MarkedProcesses(`${token}:`);
  const watchdog = new Watchdog(`${token}:`);
  const directories = new PrivateDirectories(options.tempDir ?? tmpdir(), watchdog);
  const tier = first?.tier ?? 'group';
  const take = first && keptAlive(first);
  const noNetwork =
    first && tier !== 'group'
      ? first.faults.network || undefined
      : reason || 'the isolation chosen makes none';
  const hurry = new Hurry(options.hurry);
  let opened = 0;
  return {
    kind: 'process',
    tier,
    reason,
    isolation: reason === '' ? describeTier(tier, hasProc) : `${describeTier(tier, hasProc)} (${reason})`,
    noNetwork,
    async open(sandbox) {
      const mark = `${token}:${++opened}:`;
      const { keeper: taken, from } = (await take?.()) ?? {};
      // Who inherits what commands leave, and so can say that nothing is left.
      const parent = tier === 'group' ? undefined : taken;
      let directory: PrivateDirectory | undefined;
      try {
        directory = directories.take();
        const runner = options.env ?? process.env;
        const { home: homeDir, temp } = directory;
        return new ProcessSandbox({
          options: sandbox,
          directory,
          directories,
          baseEnv: baseEnvironment({ runner, pass: options.pass ?? [], homeDir, tempDir: temp }),
          mark,
          marked,
          watchdog,
          keeper: parent ?? createMarkKeeper({ marked, mark, starter: taken }),
          release: (clean) => taken && from?.giveBack(taken, clean && isPlain(sandbox)),
          network: sandbox.network && (await networkFor(parent, directory, sandbox.network)),
          unbounded:
            sandbox.maxProcesses === undefined ? undefined : await bound(parent, sandbox.maxProcesses),
          killGraceMs: options.killGraceMs ?? 1_000,
          hurry,
        });
      } catch (error) {
        taken?.dismiss();
        if (directory) await directories.giveBack(directory, { unused: true });
        throw error;
      }
    },
  };
}

/** Its keeper has nothing that another sandbox must not have. */
function isPlain({ network, maxProcesses }: SandboxOptions): boolean {
  return network === undefined && maxProcesses === undefined;
}

/** Resolves to why that cannot be done; undefined when it is. */
async function bound(keeper: HelperKeeper | undefined, maxProcesses: number): Promise<string | undefined> {
  if (!keeper) return 'the tier `group` cannot keep one';
  return (await keeper.bound(maxProcesses)) || undefined;
}

async function networkFor(
  keeper: HelperKeeper | undefined,
  directory: PrivateDirectory,
  { reachable }: IsolatedNetwork,
): Promise<SandboxNetwork> {
  if (!keeper) throw new Error('the scenario cannot have a network of its own in the tier group');
  return await SandboxNetwork.make(keeper, directory.root, reachable);
}

interface Taken {
  readonly keeper: HelperKeeper;
  readonly from: SpawnHelper;
}

/** Takes keepers from the helper, or from its successor if somebody killed it. Rejects when there can be none. */
function keptAlive(first: SpawnHelper): () => Promise<Taken> {
  let current: Promise<SpawnHelper | NoHelper> = Promise.resolve(first);
  const takeFrom = async (asked: typeof current): Promise<Taken> => {
    const from = await asked;
    if ('fault' in from)
      throw new Error(`the spawning helper was killed and cannot start again: ${from.fault}`);
    return { keeper: await from.take(), from };
  };
  return async () => {
    const asked = current;
    try {
      return await takeFrom(asked);
    } catch (error) {
      const helper = await asked;
      if (!('alive' in helper) || helper.alive) throw error;
      // Whoever notices first starts the successor, which all others wait for.
      if (current === asked) current = startHelper(first.tier);
      return await takeFrom(current);
    }
  };
}
