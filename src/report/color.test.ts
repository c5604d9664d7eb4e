import { expect, it } from 'vitest';
import { wantsColor } from './color.ts';

it.each([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ TERM: 'dumb' }, true, false],
  [{ TERM: 'xterm-256color' }, false, false],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '' }, false, false],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ FORCE_COLOR: 'false' }, true, false],
  [{ FORCE_COLOR: '3', TERM: 'dumb', NO_COLOR: '1' }, false, true],
  [{ CI: 'true', GITHUB_ACTIONS: 'true' }, false, false],
])('%j on a terminal: %s gives %s', (env, isTTY, expected) => {
  expect(wantsColor({ env, isTTY })).toBe(expected);
});
