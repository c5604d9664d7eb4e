import type { LintRule } from '../rule.ts';

/** The formatter breaks lists beyond 100; tables it cannot break, so these may be somewhat wider. */
const WIDTH = 120;

/** An inline table that is wider than a line. */
export const wideInlineTable: LintRule = {
  code: 'SW4512',
  name: 'wide-inline-table',
  fixable: false,
  check({ values, raw, isLiteral }, report) {
    let last = { line: 0, end: 0 };
    for (const { node, entry, keys } of values) {
      if (node.kind !== 'table' || node.form !== 'inline' || node.place.length <= WIDTH) continue;
      const { line, column, length } = node.place;
      // What is inside one that was reported is no news, nor is one that its author broke into lines.
      const isInside = line === last.line && column < last.end;
      if (isInside || !raw(node.place).endsWith('}') || !isLiteral(node.place)) continue;
      last = { line, end: column + length };
      report({
        message: `the inline table is ${length} characters wide`,
        place: node.place,
        expected: `at most ${WIDTH}`,
        hint: `write what is in it below a header of its own: \`${headerOf(keys, entry === undefined)}\``,
      });
    }
  },
};

function headerOf(keys: readonly string[], isItem: boolean): string {
  const name = keys.map((key) => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key))).join('.');
  return isItem ? `[[${name}]]` : `[${name}]`;
}
