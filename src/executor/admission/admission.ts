import type { Hindrance } from '../../event/index.ts';
import type { Needs } from '../../plan/index.ts';
import { type ResourceName, type Resources, resourceNames, type ScenarioId } from '../../plan/index.ts';
import { difference, dominantShare, least, nothing, sum } from './amounts.ts';

/** A scenario that wants to begin. */
export interface Request {
  readonly id: ScenarioId;
  /** Higher first. */
  readonly priority: number;
  readonly needs: Needs;
}

/** A request that got what it needs. */
export interface Grant {
  readonly request: Request;
  /** What it counts for: no more than the bounds the run began with, so that one that wants more runs alone. */
  readonly counted: Resources;
  readonly waited: { readonly what: Hindrance; readonly ms: number } | undefined;
}

/** One that waits. */
export interface Next {
  readonly id: ScenarioId;
  /** Everything else that it needs is there. */
  readonly wantsOnlySlot: boolean;
}

interface Waiting {
  readonly request: Request;
  readonly counted: Resources;
  /** What others have taken that came after it, in parts of the machine, while it did not fit. */
  overtaken: number;
  /** Since when something other than its turn keeps it. */
  hindered: { readonly what: Hindrance; readonly sinceMs: number } | undefined;
}

interface Found {
  readonly next: Waiting | undefined;
  /** Those before it that do not fit. */
  readonly passed: readonly Waiting[];
}

/**
 * Others may overtake a request that does not fit until together they had the whole machine once; then nothing begins
 * until it does. So small scenarios fill gaps, and a heavy one waits for one round of them at most.
 */
const OVERTAKING = 1;

const ONE_SLOT: Resources = { ...nothing, slots: 1 };

/**
 * Who may begin, under one weighted bound for slots, containers, memory and CPUs together with groups and named locks.
 * Higher priority first, in the order of asking among equals. Everything a scenario needs is taken at once, so nothing can
 * wait in a circle; who waits for a lock is not overtaken by others that want the same one. What is larger than a bound
 * that was lowered meanwhile begins when nothing else takes any of it. Pure: it knows no time but what it is told.
 */
export class Admission {
  readonly #largest: Resources;
  readonly #now: () => number;
  readonly #waiting: Waiting[] = [];
  readonly #running = new Map<ScenarioId, Grant>();
  #bounds: Resources;
  #inUse: Resources = nothing;
  /** What {@link next} found; undefined when something happened since. */
  #found: Found | undefined;

  constructor(bounds: Resources, now: () => number) {
    this.#largest = bounds;
    this.#bounds = bounds;
    this.#now = now;
  }

  get inUse(): Resources {
    return this.#inUse;
  }

  get bounds(): Resources {
    return this.#bounds;
  }

  set bounds(bounds: Resources) {
    this.#bounds = bounds;
    this.#found = undefined;
  }

  ask(request: Request): void {
    const counted = least(request.needs.resources, this.#largest);
    const after = this.#waiting.findLastIndex((each) => each.request.priority >= request.priority);
    this.#waiting.splice(after + 1, 0, { request, counted, overtaken: 0, hindered: undefined });
    this.#found = undefined;
  }

  /** The first of those that wait, in the order in which they come to be looked at. */
  waiting(count: number): Next[] {
    return this.#waiting.slice(0, count).map(({ request, counted }) => {
      const short = this.#shortOf({ ...counted, slots: 0 });
      return { id: request.id, wantsOnlySlot: short === undefined };
    });
  }

  /** The request that may begin now, if any. */
  next(): Request | undefined {
    this.#found ??= this.#find();
    return this.#found.next?.request;
  }

  /** Lets the request begin that {@link next} gives. */
  admit(): Grant | undefined {
    const { next, passed } = this.#found ?? this.#find();
    if (!next) return undefined;
    this.#found = undefined;
    const { request, counted, hindered } = next;
    this.#waiting.splice(this.#waiting.indexOf(next), 1);
    const share = dominantShare(counted, this.#bounds);
    for (const each of passed) each.overtaken += share;
    const waited = hindered && { what: hindered.what, ms: this.#now() - hindered.sinceMs };
    const grant = { request, counted, waited };
    this.#running.set(request.id, grant);
    this.#inUse = sum(this.#inUse, counted);
    return grant;
  }

  /** Gives back what a request had. */
  release(id: ScenarioId): void {
    const grant = this.#running.get(id);
    if (!grant) return;
    this.#running.delete(id);
    this.#inUse = difference(this.#inUse, grant.counted);
    this.#found = undefined;
  }

  #find(): Found {
    const passed: Waiting[] = [];
    const nobody = { next: undefined, passed };
    // Everybody needs a slot.
    if (this.#shortOf(ONE_SLOT)) return nobody;
    const spoken = new Spoken(this.#running.values());
    for (const waiting of this.#waiting) {
      const { needs } = waiting.request;
      const excluded = spoken.keepsOut(needs);
      const short = excluded ?? this.#shortOf(waiting.counted);
      if (!short) return { next: waiting, passed };
      waiting.hindered = { what: short, sinceMs: waiting.hindered?.sinceMs ?? this.#now() };
      spoken.add(needs);
      // Who waits for a lock is not waiting for room.
      if (excluded) continue;
      if (waiting.overtaken >= OVERTAKING) return nobody;
      passed.push(waiting);
    }
    return nobody;
  }

  #shortOf(counted: Resources): ResourceName | undefined {
    return resourceNames.find(
      (name) =>
        this.#inUse[name] > 0 && this.#inUse[name] + counted[name] > this.#bounds[name] && counted[name] > 0,
    );
  }
}

/** Locks and places in groups that are taken, or that somebody waits for who came before. */
class Spoken {
  readonly #locks = new Set<string>();
  readonly #groups = new Map<string, number>();

  constructor(running: Iterable<Grant>) {
    for (const { request } of running) this.add(request.needs);
  }

  keepsOut({ locks, concurrency }: Needs): 'locks' | 'concurrency' | undefined {
    if (locks.some((lock) => this.#locks.has(lock))) return 'locks';
    const members = concurrency ? (this.#groups.get(concurrency.group) ?? 0) : 0;
    return concurrency && members >= concurrency.max ? 'concurrency' : undefined;
  }

  add({ locks, concurrency }: Needs): void {
    for (const lock of locks) this.#locks.add(lock);
    if (!concurrency) return;
    const { group } = concurrency;
    this.#groups.set(group, (this.#groups.get(group) ?? 0) + 1);
  }
}
