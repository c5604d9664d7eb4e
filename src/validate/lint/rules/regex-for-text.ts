import { assignmentPlace, tomlString, writing } from '../edit.ts';
import { plainKey, plainPattern } from '../plain-pattern.ts';
import type { LintRule } from '../rule.ts';
import { fieldOf } from '../written.ts';

/** A regular expression that looks for a plain text, which has a test of its own. */
export const regexForText: LintRule = {
  code: 'SW4506',
  name: 'regex-for-text',
  fixable: true,
  check({ values, raw }, report) {
    for (const value of values) {
      const { node, entry, table, owner } = value;
      if (node.kind !== 'string' || !entry || !table || owner?.kind !== 'object' || !fieldOf(value)) continue;
      if (owner.name !== 'Operators' && owner.name !== 'OutputExpectation') continue;
      const plain = plainPattern(node.value);
      const key = plain && plainKey(owner.name, entry.key, plain);
      // In a text, unlike in a pattern, a placeholder would be replaced.
      if (!plain || key === undefined || plain.text.includes('${')) continue;
      const text = tomlString(plain.text);
      if (text === undefined) continue;
      const place = assignmentPlace(entry, raw);
      report({
        message: `\`${entry.key}\` looks for a plain text`,
        place: node.place,
        hint: `write \`${key} = ${text}\``,
        fix: place && !table.entries.has(key) ? writing(place, `${key} = ${text}`) : undefined,
      });
    }
  },
};
