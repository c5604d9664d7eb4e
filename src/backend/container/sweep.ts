import type { Engine, Labelled } from './engine/engine.ts';
import { isRefused } from './engine/fault.ts';
import { KEPT_PREFIX, LABELS, ownerIsAlive } from './labels.ts';

/** What was removed, by name. */
export interface Swept {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

export interface SweepOptions {
  /** Also what was kept after a failure. */
  readonly kept: boolean;
  /** Also what cannot be told from the work of a run on another machine or in another container. */
  readonly unknown: boolean;
}

/**
 * Removes what runs have left that no longer live. What carries no label of ours is not even looked at, and what belongs to a
 * run that lives, stays. Rejects with an `EngineFault`.
 */
export async function sweep(engine: Engine, { kept, unknown }: SweepOptions): Promise<Swept> {
  const isLeft = ({ labels }: Labelled) => {
    const alive = ownerIsAlive(labels.get(LABELS.owner) ?? '');
    return alive === 'unknown' ? unknown : !alive;
  };
  const all = await engine.containers(LABELS.owner);
  const isKept = ({ name }: Labelled) => name.startsWith(KEPT_PREFIX);
  const containers = all.filter((each) => isLeft(each) && (kept || !isKept(each)));
  await Promise.all(containers.map(({ id }) => engine.remove(id)));
  const stay = all.filter((each) => !containers.includes(each)).map(({ name }) => name);
  const inUse = ({ name }: Labelled) => stay.some((each) => each.startsWith(`${KEPT_PREFIX}${name}-`));
  const networks = (await engine.networks(LABELS.owner)).filter((each) => isLeft(each) && !inUse(each));
  await Promise.all(networks.map(({ id }) => gone(engine.removeNetwork(id))));
  const volumes = (await engine.volumes(LABELS.owner)).filter(isLeft);
  await Promise.all(volumes.map(({ name }) => gone(engine.removeVolume(name))));
  const names = (found: readonly Labelled[]) => found.map(({ name }) => name);
  return { containers: names(containers), networks: names(networks), volumes: names(volumes) };
}

/** One that something still uses stays; the next sweep takes it. */
async function gone(removal: Promise<void>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!isRefused(error, 403, 409, 500)) throw error;
  }
}
