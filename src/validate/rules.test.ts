import { describe, expect, test } from 'vitest';
import { type CatalogueEntry, catalogue, printDiagnostics } from '../diagnostic/index.ts';
import { rules } from './rules.ts';
import { completed, diagnose } from './sample.ts';

test('the codes SW41xx and SW51xx belong to one rule each', () => {
  const codes = Object.keys(catalogue).filter((code) => /^SW[45]1/.test(code));
  expect(rules.map(({ code }) => code)).toEqual(codes.sort());
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
});

test('the level of a rule is that of the family of its code', () => {
  for (const { code, level } of rules) expect(level).toBe(code.startsWith('SW4') ? 'semantic' : 'structure');
});

describe.each(rules)('$code $name', ({ code }) => {
  const { bad = '', good = '', severity }: CatalogueEntry = catalogue[code];

  test('is raised by the bad example, alone, as in the golden file', async () => {
    const text = completed(bad);
    const diagnostics = diagnose(text);
    expect(diagnostics.map((each) => [each.code, each.severity])).toEqual([[code, severity]]);
    const shown = printDiagnostics(diagnostics, { source: () => text, color: false });
    await expect(shown).toMatchFileSnapshot(`goldens/${code}.txt`);
  });

  test('is not raised by the good example', () => {
    expect(diagnose(completed(good))).toEqual([]);
  });
});
