import { describe, expect, test } from 'vitest';
import type { ScopeStats } from './contract.ts';
import { type SettleOptions, settle } from './settle.ts';

const nothing: ScopeStats = {
  requests: 0,
  spans: 0,
  duplicates: 0,
  rejected: 0,
  dropped: 0,
  limit: undefined,
  late: 0,
  malformed: 0,
  throttled: 0,
  ignored: 0,
  open: 0,
  missingParents: 0,
  lastActivityMs: undefined,
  bySender: new Map(),
  problems: [],
};

interface Happening {
  readonly atMs: number;
  readonly stats: Partial<ScopeStats>;
}

/** A world that jumps from one event to the next: things happen at fixed moments, timers fire when their time has come. */
function world(happenings: readonly Happening[] = []) {
  let nowMs = 0;
  let stats = nothing;
  let asked = 0;
  const timers = new Map<symbol, { readonly atMs: number; readonly fire: () => void }>();
  const listeners = new Set<() => void>();
  const stopped: number[] = [];
  const setTimer = (ms: number, fire: () => void) => {
    const id = Symbol();
    timers.set(id, { atMs: nowMs + ms, fire });
    return () => void timers.delete(id);
  };
  const happen = (part: Partial<ScopeStats>) => {
    stats = { ...stats, lastActivityMs: nowMs, ...part };
    for (const listener of [...listeners]) listener();
  };
  for (const { atMs, stats: part } of happenings) setTimer(atMs, () => happen(part));
  const options = (more: Partial<SettleOptions> = {}): SettleOptions => ({
    scope: {
      stats: () => stats,
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    holds: () => {
      asked += 1;
      return stats.spans > 0;
    },
    stopSenders: async () => void stopped.push(nowMs),
    quietMs: 250,
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    now: () => nowMs,
    setTimer,
    ...more,
  });
  /** Lets what has been promised happen, then jumps to the next timer, until the outcome is there. */
  const run = async (more: Partial<SettleOptions> = {}) => {
    let outcome: Awaited<ReturnType<typeof settle>> | undefined;
    const settled = settle(options(more)).then((result) => {
      outcome = result;
    });
    while (outcome === undefined) {
      await new Promise((resolve) => setImmediate(resolve));
      const [next] = [...timers].sort(([, a], [, b]) => a.atMs - b.atMs);
      if (next === undefined || outcome !== undefined) continue;
      timers.delete(next[0]);
      nowMs = next[1].atMs;
      next[1].fire();
    }
    await settled;
    return { ...outcome, leftListeners: listeners.size, leftTimers: timers.size };
  };
  return { run, happen, stopped, asked: () => asked };
}

describe('settle', () => {
  test('stops the senders as soon as all has arrived and had the time to be flushed', async () => {
    const { run, stopped } = world([{ atMs: 40, stats: { spans: 3 } }]);
    const result = await run();
    expect(result).toMatchObject({ reason: 'evidence', waitedMs: 165, leftListeners: 0, leftTimers: 0 });
    expect(stopped).toEqual([140]);
    expect(result.evidence).toContain('no parent span is missing');
  });

  test('gives up after the quiet period when something expected never comes', async () => {
    const { run, stopped } = world([{ atMs: 40, stats: { requests: 1 } }]);
    const result = await run();
    expect(result.reason).toBe('quiet');
    expect(stopped).toEqual([290]);
    expect(result.evidence).toContain('something that is waited for has not arrived');
  });

  test('judges within 400 ms of the last activity, whether or not all has come', async () => {
    for (const part of [{ spans: 1 }, { requests: 1 }, { spans: 1, missingParents: 1 }]) {
      const result = await world([{ atMs: 40, stats: part }]).run();
      expect(result.waitedMs - 40).toBeLessThanOrEqual(400);
    }
  });

  test('waits the quiet period for a parent that is missing', async () => {
    const { run, stopped } = world([
      { atMs: 10, stats: { spans: 2, missingParents: 1 } },
      { atMs: 150, stats: { spans: 3, missingParents: 0 } },
    ]);
    expect((await run()).reason).toBe('evidence');
    expect(stopped).toEqual([250]);
  });

  test('counts what the senders flush while they are stopped', async () => {
    const { run, happen } = world();
    const result = await run({ stopSenders: async () => happen({ spans: 1 }) });
    expect(result.reason).toBe('evidence');
  });

  test('does not take an open export for silence, and stops waiting at the deadline', async () => {
    const { run, stopped } = world([{ atMs: 10, stats: { open: 1 } }]);
    const result = await run({ timeoutMs: 2_000 });
    expect(result).toMatchObject({ reason: 'deadline', waitedMs: 2_025 });
    expect(stopped).toEqual([2_000]);
    expect(result.evidence).toContain('1 exports are still open');
  });

  test('reads what is still under way after the stop', async () => {
    const { run } = world([
      { atMs: 10, stats: { spans: 1 } },
      { atMs: 120, stats: { spans: 1, open: 1 } },
      { atMs: 180, stats: { spans: 5, open: 0 } },
    ]);
    const result = await run();
    expect(result.reason).toBe('evidence');
    expect(result.waitedMs).toBeGreaterThanOrEqual(205);
  });

  test('waits for nothing but the drain when all senders have ended', async () => {
    expect(await world().run({ stopSenders: undefined })).toMatchObject({ reason: 'evidence', waitedMs: 25 });
  });

  test('asks whether all holds in silence only, and once until more arrives', async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => ({
      atMs: 1 + index / 10,
      stats: { requests: index },
    }));
    const { run, asked } = world(many);
    await run();
    expect(asked()).toBeLessThanOrEqual(2);
  });

  test('ends at once at a limit of the store or when cancelled, and still stops the senders', async () => {
    const full = world([{ atMs: 5, stats: { limit: '1,000,000 spans' } }]);
    expect((await full.run()).reason).toBe('limit');
    expect(full.stopped).toEqual([5]);
    const cancelled = world();
    expect((await cancelled.run({ signal: AbortSignal.abort() })).reason).toBe('cancelled');
    expect(cancelled.stopped).toEqual([0]);
    const controller = new AbortController();
    const midway = world([{ atMs: 60, stats: { requests: 1 } }]);
    const interrupted = midway.run({
      signal: controller.signal,
      holds: () => {
        controller.abort();
        return false;
      },
    });
    expect((await interrupted).reason).toBe('cancelled');
  });
});
