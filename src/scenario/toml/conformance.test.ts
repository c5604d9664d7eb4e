import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Located, type LocatedTable, parseToml } from './index.ts';

interface Case {
  readonly name: string;
  readonly versions: readonly ('1.0' | '1.1')[];
  readonly text?: string;
  readonly base64?: string;
  readonly json?: unknown;
}

const cases: Case[] = readFileSync(
  new URL('../../../test/fixtures/toml-test/cases.jsonl', import.meta.url),
  'utf8',
)
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

const bytesOf = ({ text, base64 }: Case): Uint8Array =>
  text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text);

describe.each(['1.0', '1.1'] as const)('toml-test, TOML %s', (version) => {
  const applicable = cases.filter((each) => each.versions.includes(version));
  const parse = (each: Case) => parseToml({ file: each.name, text: bytesOf(each) }, { version });

  test('the vendored cases are all there', () => {
    const valid = applicable.filter((each) => each.json !== undefined).length;
    expect([valid, applicable.length - valid]).toEqual(version === '1.0' ? [210, 499] : [220, 492]);
  });

  test.each(applicable.filter((each) => each.json !== undefined))('$name is read with its value', (each) => {
    const { root, diagnostics } = parse(each);
    expect(diagnostics).toEqual([]);
    expect(tagged(root as LocatedTable)).toEqual(comparable(each.json));
  });

  test.each(applicable.filter((each) => each.json === undefined))('$name is refused with a place', (each) => {
    const { root, diagnostics } = parse(each);
    expect(root).toBeUndefined();
    expect(diagnostics.length).toBeGreaterThan(0);
    const lines = Buffer.from(bytesOf(each))
      .toString()
      .replace(/^\ufeff/, '')
      .split('\n');
    for (const { place, severity } of diagnostics) {
      expect(severity).toBe('error');
      expect(place?.line).toBeGreaterThanOrEqual(1);
      expect(place?.column).toBeGreaterThanOrEqual(1);
      expect(place?.column).toBeLessThanOrEqual((lines[(place?.line ?? 0) - 1]?.length ?? -1) + 1);
    }
  });
});

/** The suite's tagged form. */
function tagged(located: Located): unknown {
  switch (located.kind) {
    case 'table':
      return Object.fromEntries([...located.entries].map(([key, entry]) => [key, tagged(entry.value)]));
    case 'array':
      return located.items.map(tagged);
    case 'boolean':
      return { type: 'bool', value: String(located.value) };
    case 'datetime':
      return { type: suiteNames[located.variant], value: located.text.replace(/(\.\d*?)0+(?!\d)/, '$1') };
    case 'float':
      return { type: 'float', value: located.value };
    case 'string':
    case 'integer':
      return { type: located.kind, value: String(located.value) };
    default:
      return located satisfies never;
  }
}

const suiteNames = {
  'offset-datetime': 'datetime',
  'local-datetime': 'datetime-local',
  'local-date': 'date-local',
  'local-time': 'time-local',
} as const;

/** The expected form with floats as numbers, which the suite compares as such, and without zeros at the end of fractions. */
function comparable(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(comparable);
  if (typeof json !== 'object' || json === null) return json;
  const { type, value } = json as { type?: unknown; value?: unknown };
  if (typeof type !== 'string' || typeof value !== 'string') {
    return Object.fromEntries(Object.entries(json).map(([key, item]) => [key, comparable(item)]));
  }
  if (type === 'float') {
    return { type, value: Number(value.replace('inf', 'Infinity').replace('nan', 'NaN')) };
  }
  if (/date|time/.test(type)) return { type, value: value.replace(/(\.\d*?)0+(?!\d)/, '$1') };
  return { type, value };
}
