import { describe, expect, test } from 'vitest';
import { type CatalogueEntry, type Code, catalogue, printDiagnostics } from '../../diagnostic/index.ts';
import { loadPlain } from '../../scenario/index.ts';
import { completed } from '../sample.ts';
import { fixText, lintRuleNames, lintRules, lintSet } from './index.ts';

const file = 'example.span.toml';
const load = (content: string | Uint8Array) => loadPlain({ file, dir: '/project', content });

/** The problems of style of a file without errors. */
function lint(text: string) {
  const { files, diagnostics } = load(text);
  expect(diagnostics).toEqual([]);
  return lintSet(files);
}

/** `allow-without-effect` is about comments, and has a code like all others. */
const rules: readonly { code: Code; name: string; fixable: boolean }[] = [
  ...lintRules,
  { code: 'SW4591', name: 'allow-without-effect', fixable: false },
];

test('the codes SW45xx belong to one rule each, and the names are in the order of the codes', () => {
  const codes = Object.keys(catalogue).filter((code) => code.startsWith('SW45'));
  expect(rules.map(({ code }) => code)).toEqual(codes.sort());
  expect(rules.map(({ name }) => name)).toEqual(lintRuleNames);
});

describe.each(rules)('$code $name', ({ code, fixable }) => {
  const { bad = '', good = '', severity }: CatalogueEntry = catalogue[code];

  test('is raised by the bad example, alone, as in the golden file', async () => {
    const text = completed(bad);
    const diagnostics = lint(text);
    expect(diagnostics.map((each) => [each.code, each.severity])).toEqual([[code, severity]]);
    const shown = printDiagnostics(diagnostics, { source: () => text, color: false });
    await expect(shown).toMatchFileSnapshot(`goldens/${code}.txt`);
  });

  test('is not raised by the good example, nor is any other', () => {
    expect(lint(completed(good))).toEqual([]);
  });

  test(fixable ? 'is mended by its fix' : 'offers no fix', () => {
    const text = completed(bad);
    expect(lint(text).some(({ fix }) => fix !== undefined)).toBe(fixable);
    const fixed = fixText({ file, dir: '/project', content: text }, { load: ({ content }) => load(content) });
    expect(fixed.count).toBe(fixable ? 1 : 0);
    expect(lint(fixed.text)).toHaveLength(fixable ? 0 : 1);
    if (fixable) expect(fixed.text).toBe(completed(good));
  });
});
