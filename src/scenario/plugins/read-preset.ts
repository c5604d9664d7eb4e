import { createProblems } from '../problems.ts';
import { check } from '../schema/check.ts';
import { type PresetFields, presetSchema } from '../schema/plugin.ts';
import { parseToml, printToml, type TomlData, type TomlTable } from '../toml/index.ts';
import { readyFault } from './project.ts';

/** What code gave, checked as a table of a scenario file is; or what is wrong with it, in words, each a clause. */
export function readPreset(given: unknown): PresetFields | { readonly faults: readonly string[] } {
  const plain = plainIn(given, 0);
  if (!isTable(plain)) return { faults: ['the preset is not a table of plain values'] };
  const text = printed(plain);
  if (text === undefined) return { faults: ['the preset holds text that is not Unicode'] };
  const { root, diagnostics } = parseToml({ file: 'preset', text });
  const problems = createProblems('preset');
  problems.add(diagnostics);
  const preset =
    root && check(presetSchema, root, { dialect: 'native', source: text, report: problems.report });
  const faults = problems
    .list()
    .map(({ message, expected }) => (expected ? `${message} (expected ${expected})` : message));
  const notReady = preset && readyFault(preset);
  if (notReady !== undefined) faults.push(notReady);
  return preset && faults.length === 0 ? preset : { faults };
}

const DEEPEST = 10;

/** The value as TOML could hold it, absent members left out; undefined for what it could not. */
function plainIn(value: unknown, depth: number): TomlData | undefined {
  if (typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value))
    return value as TomlData;
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return undefined;
  if (Array.isArray(value)) {
    const items = value.map((item) => plainIn(item, depth + 1));
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  const table: Record<string, TomlData> = Object.create(null);
  for (const [key, each] of Object.entries(value)) {
    if (each === undefined) continue;
    const plain = plainIn(each, depth + 1);
    if (plain === undefined) return undefined;
    table[key] = plain;
  }
  return table;
}

function isTable(value: TomlData | undefined): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value);
}

function printed(table: TomlTable): string | undefined {
  try {
    return printToml(table);
  } catch {
    // Half a surrogate pair is all that it has no text for.
    return undefined;
  }
}
