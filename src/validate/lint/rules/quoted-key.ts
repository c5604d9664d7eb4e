import { writing } from '../edit.ts';
import type { LintRule } from '../rule.ts';
import { fieldOf, type WrittenValue } from '../written.ts';

/** A key of the format, or a name, between quotes that it does not need. Keys such as attribute names may have them. */
export const quotedKey: LintRule = {
  code: 'SW4503',
  name: 'quoted-key',
  fixable: true,
  check({ values, raw, isLiteral }, report) {
    for (const value of values) {
      const { entry } = value;
      if (!entry || !/^[\w-]+$/.test(entry.key) || !isOurs(value)) continue;
      const written = raw(entry.keyPlace);
      if (!/^["']/.test(written) || !isLiteral(entry.keyPlace)) continue;
      report({
        message: `the key ${written} needs no quotes`,
        place: entry.keyPlace,
        hint: `write \`${entry.key}\``,
        fix: writing(entry.keyPlace, entry.key),
      });
    }
  },
};

function isOurs(value: WrittenValue): boolean {
  if (fieldOf(value)) return true;
  return value.owner?.kind === 'map' && ['name', 'env-name'].includes(value.owner.keyFormat ?? '');
}
