import { durationText } from '../duration-text.ts';
import { writing } from '../edit.ts';
import type { LintRule } from '../rule.ts';

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

/** A duration of four digits or more that a larger unit says in fewer. */
export const durationUnit: LintRule = {
  code: 'SW4505',
  name: 'duration-unit',
  fixable: true,
  check({ values, raw }, report) {
    for (const { node, schema } of values) {
      if (schema?.shape.kind !== 'duration' || node.kind !== 'string') continue;
      const [, digits, unit = ''] = /^(\d{4,12})(ms|s|m)$/.exec(node.value) ?? [];
      if (digits === undefined) continue;
      const text = durationText(Number(digits) * (UNIT_MS[unit] ?? 1));
      if (text.length >= node.value.length) continue;
      const written = raw(node.place);
      report({
        message: `"${node.value}" is ${text}`,
        place: node.place,
        hint: `write "${text}"`,
        fix: written === `"${node.value}"` ? writing(node.place, `"${text}"`) : undefined,
      });
    }
  },
};
