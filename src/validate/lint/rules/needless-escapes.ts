import { writing } from '../edit.ts';
import type { LintRule } from '../rule.ts';

/** A string whose escapes are all of backslashes and double quotes: between single quotes it needs none. */
export const needlessEscapes: LintRule = {
  code: 'SW4504',
  name: 'needless-escapes',
  fixable: true,
  check({ values, raw, isLiteral }, report) {
    for (const { node } of values) {
      if (node.kind !== 'string' || !/[\\"]/.test(node.value) || node.value.includes("'")) continue;
      const written = raw(node.place);
      // The second alternative takes one character at a time, so there is nothing to go back for.
      if (!/^"(?!"")(?:\\[\\"]|[^\\"])*"$/.test(written) || !isLiteral(node.place)) continue;
      report({
        message: 'between single quotes, this string needs no escapes',
        place: node.place,
        hint: `write \`'${node.value}'\``,
        fix: writing(node.place, `'${node.value}'`),
      });
    }
  },
};
