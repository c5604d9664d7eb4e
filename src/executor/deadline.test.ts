import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { afterReading, afterRunning, everyRunning, pause } from './deadline.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A clock that also moves while no timer does, as it is when the process is suspended. */
function clock() {
  let suspendedMs = 0;
  const startMs = Date.now();
  return {
    now: () => Date.now() - startMs + suspendedMs,
    suspend: (ms: number) => {
      suspendedMs += ms;
    },
  };
}

it('calls back when the time is over, and not before', () => {
  const called = vi.fn();
  afterRunning(1_234, clock().now, called);
  vi.advanceTimersByTime(1_233);
  expect(called).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(called).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(10_000);
  expect(called).toHaveBeenCalledTimes(1);
});

it('does not count the time in which the process was suspended', () => {
  const { now, suspend } = clock();
  const called = vi.fn();
  afterRunning(5_000, now, called);
  vi.advanceTimersByTime(2_000);
  suspend(3_600_000);
  vi.advanceTimersByTime(2_400);
  expect(called).not.toHaveBeenCalled();
  vi.advanceTimersByTime(600);
  expect(called).toHaveBeenCalledTimes(1);
});

it('does not take silence for an answer right after the process was suspended', () => {
  const { now, suspend } = clock();
  const called = vi.fn();
  afterReading(200, now, called);
  vi.advanceTimersByTime(100);
  suspend(3_600_000);
  vi.advanceTimersByTime(299);
  expect(called).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(called).toHaveBeenCalledTimes(1);
});

it('can be called off at any time', () => {
  const called = vi.fn();
  const callOff = afterRunning(1_000, clock().now, called);
  vi.advanceTimersByTime(700);
  callOff();
  vi.advanceTimersByTime(10_000);
  expect(called).not.toHaveBeenCalled();
});

it('calls back again and again', () => {
  const sums: number[] = [];
  const stop = everyRunning(700, clock().now, (sumMs) => sums.push(sumMs));
  vi.advanceTimersByTime(2_200);
  stop();
  vi.advanceTimersByTime(10_000);
  expect(sums).toEqual([700, 1_400, 2_100]);
});

it('pauses until it is over or not wanted any more', async () => {
  const abort = new AbortController();
  const order: string[] = [];
  const both = [
    pause(1_000, new AbortController().signal).then(() => order.push('over')),
    pause(60_000, abort.signal).then(() => order.push('aborted')),
  ];
  await vi.advanceTimersByTimeAsync(1_000);
  abort.abort();
  await Promise.all(both);
  expect(order).toEqual(['over', 'aborted']);
});
