import { expect, test } from 'vitest';
import { variableOf } from './entry.ts';
import { commands } from './table.ts';

test('an environment variable says the same to every command that reads it', () => {
  const takenBy = new Map<string, Map<string, string[]>>();
  for (const [command, { options }] of Object.entries(commands)) {
    for (const [name, entry] of Object.entries(options)) {
      const variable = variableOf(name, entry);
      if (variable === undefined) continue;
      const meaning = JSON.stringify([name, entry.kind, entry.schema.shape]);
      const meanings = takenBy.get(variable) ?? new Map<string, string[]>();
      takenBy.set(variable, meanings.set(meaning, [...(meanings.get(meaning) ?? []), command]));
    }
  }
  const ambiguous = [...takenBy].filter(([, meanings]) => meanings.size > 1);
  expect(ambiguous.map(([variable, meanings]) => [variable, ...meanings.values()])).toEqual([]);
});
