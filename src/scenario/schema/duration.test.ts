import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DURATION_PATTERN, formatDuration, MAX_DURATION_MS, parseDuration } from './duration.ts';

test('a formatted duration reads as the same number of milliseconds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: MAX_DURATION_MS }), (ms) => {
      expect(parseDuration(formatDuration(ms))).toBe(ms);
    }),
  );
});

describe('parseDuration', () => {
  test.each([
    ['250ms', 250],
    ['5s', 5_000],
    ['2m', 120_000],
    ['1h30m', 5_400_000],
    ['90m', 5_400_000],
    ['1h2m3s4ms', 3_723_004],
    ['0s', 0],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
    expect(text).toMatch(new RegExp(DURATION_PATTERN));
  });

  test.each(['', '5', 's', '5 s', '-5s', '1.5s', '5S', '3s2m', '5s5s', '1d'])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
