import { describe, expect, it } from 'vitest';
import { createTrace } from '../trace/index.ts';
import type { ScopeStats } from './contract.ts';
import { type SettleOptions, settle } from './settle.ts';

/** A world in which time passes only while someone sleeps, and things happen at fixed moments. */
function world(happenings: readonly { readonly atMs: number; readonly stats: Partial<ScopeStats> }[] = []) {
  let nowMs = 1_000;
  const sleeps: number[] = [];
  const stopped: number[] = [];
  const stats = (): ScopeStats => {
    const so_far = happenings.filter(({ atMs }) => 1_000 + atMs <= nowMs);
    const idle: ScopeStats = {
      requests: 0,
      spans: 0,
      duplicates: 0,
      rejected: 0,
      dropped: 0,
      limit: undefined,
      late: 0,
      malformed: 0,
      open: 0,
      lastActivityMs: undefined,
      bySender: new Map(),
    };
    return so_far.reduce<ScopeStats>((all, each) => ({ ...all, lastActivityMs: 1_000 + each.atMs, ...each.stats }), idle);
  };
  const options = (more: Partial<SettleOptions> = {}): SettleOptions => ({
    scope: { stats, trace: () => createTrace({ spans: [], own: [] }) },
    holds: () => stats().spans > 0,
    stopSenders: async () => void stopped.push(nowMs - 1_000),
    quietMs: 300,
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    now: () => nowMs,
    sleep: async (ms) => {
      sleeps.push(ms);
      nowMs += ms;
    },
    ...more,
  });
  return { options, stopped, sleeps };
}

describe('settle', () => {
  it('stops the senders as soon as all has arrived and had the time to be flushed', async () => {
    const { options, stopped } = world([{ atMs: 40, stats: { spans: 3 } }]);
    const result = await settle(options());
    expect(result.reason).toBe('evidence');
    expect(stopped).toEqual([140]);
    expect(result.waitedMs).toBe(165);
    expect(result.evidence).toContain('no parent span is missing');
  });

  it('gives up after the quiet period when something expected never comes', async () => {
    const { options, stopped } = world([{ atMs: 40, stats: { requests: 1 } }]);
    const result = await settle(options());
    expect(result.reason).toBe('quiet');
    expect(stopped).toEqual([340]);
    expect(result.evidence).toContain('something that is waited for has not arrived');
  });

  it('does not take an open export for silence, and stops waiting at the deadline', async () => {
    const { options } = world([{ atMs: 10, stats: { open: 1 } }]);
    const result = await settle(options({ timeoutMs: 2_000 }));
    expect(result.reason).toBe('deadline');
    expect(result.evidence).toContain('1 exports are still open');
  });

  it('waits for what a sender flushes while it is stopped', async () => {
    const { options } = world([
      { atMs: 10, stats: { spans: 1 } },
      { atMs: 120, stats: { spans: 1, open: 1 } },
      { atMs: 180, stats: { spans: 5, open: 0 } },
    ]);
    const result = await settle(options());
    expect(result.reason).toBe('evidence');
    expect(result.waitedMs).toBeGreaterThanOrEqual(180);
  });

  it('waits for nothing but the drain when all senders have ended', async () => {
    const { options, sleeps } = world();
    const result = await settle(options({ stopSenders: undefined }));
    expect(result).toMatchObject({ reason: 'evidence', waitedMs: 25 });
    expect(sleeps).toEqual([25]);
  });

  it('ends at once at a limit of the store or when cancelled, and still stops the senders', async () => {
    const full = world([{ atMs: 0, stats: { limit: '1000000 spans' } }]);
    expect((await settle(full.options())).reason).toBe('limit');
    expect(full.stopped).toEqual([0]);
    const cancelled = world();
    expect((await settle(cancelled.options({ signal: AbortSignal.abort() }))).reason).toBe('cancelled');
    expect(cancelled.stopped).toEqual([0]);
  });
});
