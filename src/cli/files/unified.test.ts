import { applyPatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unifiedDiff } from './unified.ts';

const plain = { color: false, columns: undefined };
const diffOf = (before: string, after: string) => unifiedDiff({ file: 'a b.toml', before, after }, plain);

test('lines that change are shown with three lines around them', () => {
  const lines = Array.from({ length: 9 }, (_, index) => `k${index} = 1\n`);
  expect(diffOf(lines.join(''), lines.with(4, 'k4 = 2\n').join(''))).toBe(
    '--- a b.toml\n+++ a b.toml\n@@ -2,7 +2,7 @@\n k1 = 1\n k2 = 1\n k3 = 1\n-k4 = 1\n+k4 = 2\n k5 = 1\n k6 = 1\n k7 = 1\n',
  );
});

test('a missing line end is said, and spaces at line ends are kept', () => {
  expect(diffOf('a=1', 'a = 1  \n')).toBe(
    '--- a b.toml\n+++ a b.toml\n@@ -1,1 +1,1 @@\n-a=1\n\\ No newline at end of file\n+a = 1  \n',
  );
});

test('in colour, heads are bold, hunks cyan, old lines red and new ones green', () => {
  const painted = unifiedDiff({ file: 'a', before: 'a\nb\n', after: 'a\nc\n' }, { ...plain, color: true });
  expect(painted.replaceAll('\u001b', '')).toBe(
    '[1m--- a[0m\n[1m+++ a[0m\n[36m@@ -1,2 +1,2 @@[0m\n a\n[31m-b[0m\n[32m+c[0m\n',
  );
});

test('on a terminal nothing of the file can drive it', () => {
  const change = { file: 'a', before: '# \u001b[2J\r\n', after: '# x\n' };
  expect(unifiedDiff(change, { color: false, columns: 80 })).toContain('-# ␛[2J␍\n');
  expect(unifiedDiff(change, plain)).toContain('-# \u001b[2J\r\n');
});

describe('applied to the old text it gives the new one', () => {
  const text = fc
    .array(fc.constantFrom('a\n', 'b\n', '\n', 'c\r\n', '- d\n', '+++ e\n'), { maxLength: 12 })
    .chain((lines) => fc.constantFrom(lines.join(''), `${lines.join('')}end`));

  test('as it is found', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after);
        expect(applyPatch(before, diffOf(before, after), { autoConvertLineEndings: false })).toBe(after);
      }),
    );
  });

  test('also when the files differ in too many lines to look for the few that do not', () => {
    const before = Array.from({ length: 3000 }, (_, index) => `a${index}\n`).join('');
    const after = `${before.replaceAll('a', 'b')}end`;
    const diff = diffOf(before, after);
    expect(diff).toContain('@@ -1,3000 +1,3001 @@');
    expect(applyPatch(before, diff)).toBe(after);
  });
});
