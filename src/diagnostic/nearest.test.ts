import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

test.each([
  ['nmae', ['name', 'version'], 'name'],
  ['run_cmd', ['command', 'run', 'runs_on'], 'run'],
  ['timeout-ms', ['timeout', 'time'], 'timeout'],
  ['idx', ['index', 'index0', 'first'], 'index'],
  ['cmd', ['command', 'commands', 'env'], 'command'],
  // A slip of the pen is likelier than a word of another length.
  ['nam', ['namespace', 'name'], 'name'],
  ['id', ['identifier'], undefined],
  ['running', ['run'], undefined],
  ['spn', ['statement_pending_now'], undefined],
  ['', ['a'], undefined],
  ['x'.repeat(65), ['x'.repeat(64)], undefined],
])('%s among %j is %s', (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected);
  // Also of what can be gone through once only.
  expect(nearest(word, candidates.values())).toBe(expected);
});
