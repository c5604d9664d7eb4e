import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { type CatalogueEntry, catalogue } from '../../diagnostic/index.ts';
import { lintRuleNames, lintRules } from './index.ts';

test('the table of docs/lint.md is that of the rules', () => {
  const page = readFileSync(resolve(import.meta.dirname, '../../../docs/lint.md'), 'utf8');
  const rows = lintRuleNames.map((name) => {
    const { code, fixable } = lintRules.find((rule) => rule.name === name) ?? {
      code: 'SW4591',
      fixable: false,
    };
    const { title }: CatalogueEntry = catalogue[code];
    const link = `[${code}](reference/diagnostics.md#${code.toLowerCase()})`;
    return `| \`${name}\` | ${link} | ${title} | ${fixable ? 'yes' : ''} |`;
  });
  expect(page.match(/^\| `.*$/gm)).toEqual(rows);
});
