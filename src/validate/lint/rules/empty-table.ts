import type { LintRule } from '../rule.ts';

/** Where an empty table has a meaning of its own, or `validate` says that it has none. */
const others: ReadonlySet<string> = new Set(['expect', 'capture', 'vars', 'matrix']);

/** A table with nothing in it, which could as well be absent. */
export const emptyTable: LintRule = {
  code: 'SW4513',
  name: 'empty-table',
  fixable: false,
  check({ values }, report) {
    for (const { node, schema, keys } of values) {
      if (node.kind !== 'table' || node.entries.size > 0 || keys.some((key) => others.has(key))) continue;
      if (schema?.shape.kind !== 'object' && schema?.shape.kind !== 'map') continue;
      report({
        message: `\`${keys.at(-1)}\` is empty`,
        place: node.place,
        hint: 'leave it out',
      });
    }
  },
};
