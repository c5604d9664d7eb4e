import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseToml, printToml, type TomlResult, toPlain } from './index.ts';

const documents: string[] = readFileSync(
  new URL('../../../test/fixtures/toml-test/cases.jsonl', import.meta.url),
  'utf8',
)
  .trimEnd()
  .split('\n')
  .flatMap((line) => JSON.parse(line).text ?? []);
const valid = documents.filter((text) => parse(text).root !== undefined);

function parse(text: string | Uint8Array): TomlResult {
  return parseToml({ file: 'a.toml', text });
}

/** Either a tree or errors, and every error at a place the file has. */
function expectSound(source: string | Uint8Array): void {
  const { root, diagnostics } = parse(source);
  expect(root === undefined).toBe(diagnostics.length > 0);
  expect(diagnostics.length).toBeLessThanOrEqual(20);
  const lines = Buffer.from(source)
    .toString()
    .replace(/^\ufeff/, '')
    .split('\n');
  for (const { place } of diagnostics) {
    expect(place?.file).toBe('a.toml');
    const line = lines[(place?.line ?? 0) - 1];
    expect(line).toBeDefined();
    expect(place?.column).toBeGreaterThanOrEqual(1);
    expect(place?.column).toBeLessThanOrEqual((line?.length ?? 0) + 1);
    expect(place?.length).toBeGreaterThanOrEqual(1);
  }
}

const fragments = fc.constantFrom(
  ...[
    '"',
    "'",
    '"""',
    "'''",
    '\\',
    '\\u12',
    '\\x',
    '[',
    ']',
    '[[',
    ']]',
    '{',
    '}',
    '=',
    '.',
    ',',
    '#',
    '\n',
    '\r',
    '\r\n',
    ' ',
  ],
  ...[
    'a',
    'a.b = ',
    '[a]\n',
    '0',
    '_',
    '1e',
    '2026-02-30',
    '07:',
    'inf',
    'true',
    '\u0000',
    '\ufeff',
    '\u00a0',
    'é',
    '😀',
    '{{ x }}',
  ],
);

test('random bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => expectSound(bytes)),
    { numRuns: 1000 },
  );
});

test('random pieces of TOML', () => {
  fc.assert(
    fc.property(fc.array(fragments, { maxLength: 40 }), (pieces) => expectSound(pieces.join(''))),
    { numRuns: 3000 },
  );
});

test('documents with pieces cut out, put in and doubled', () => {
  const edits = fc.array(fc.tuple(fc.nat(), fc.nat(20), fc.option(fragments)), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(fc.constantFrom(...documents), edits, (document, changes) => {
      const text = changes.reduce((old, [offset, cut, piece]) => {
        const at = offset % (old.length + 1);
        const removed = old.slice(at, at + cut);
        return old.slice(0, at) + (piece ?? removed + removed) + old.slice(at + cut);
      }, document);
      expectSound(text);
    }),
    { numRuns: 3000 },
  );
});

test('line ends and a byte order mark do not change what a document says', () => {
  for (const text of valid) {
    const { root, uses11 } = parse(text);
    const crlf = parse(`\ufeff${text.replace(/^\ufeff/, '').replace(/\r?\n/g, '\r\n')}`);
    expect(crlf.root && toPlain(crlf.root)).toEqual(root && toPlain(root));
    expect(crlf.uses11).toEqual(uses11);
  }
});

test('what is printed from a document says the same', () => {
  for (const text of valid) {
    const plain = toPlain(parse(text).root ?? expect.fail());
    const printed = parse(printToml(plain as Parameters<typeof printToml>[0]));
    expect(printed.root && toPlain(printed.root)).toEqual(plain);
  }
});

test('an error in one statement leads to no error at another', () => {
  const keys = fc.constantFrom('a', 'b', '"c d"', 'e.f', 'g.h.i');
  const values = fc.constantFrom(
    '1',
    '"x"',
    "'y'",
    '[1, 2]',
    '{ z = 1 }',
    '07:32:00',
    '[\n  "m",\n  "n",\n]',
    '"""\nk = 1\n[l]\n"""',
  );
  const headers = fc.constantFrom('[t]', '[t.u]', '[[v]]', '[v.w]', '["x y"]');
  const sections = fc.array(
    fc.tuple(headers, fc.uniqueArray(fc.tuple(keys, values), { selector: ([key]) => key, maxLength: 4 })),
    { minLength: 1, maxLength: 5 },
  );
  const faults = fc.constantFrom(
    'q',
    'q = ',
    'q = r s',
    'q = "r',
    'q = [1, 2',
    'q = [1, 2,',
    'q = { r = 1',
    'q = 1 2',
    '= 1',
    '[q',
    '[[q]',
    '[q r]',
    ']',
    'q = "\\d"',
  );
  let judged = 0;
  fc.assert(
    fc.property(sections, faults, fc.nat(), (blocks, fault, position) => {
      const statements = blocks.flatMap(([header, entries]) => [
        header,
        ...entries.map(([key, value]) => `${key} = ${value}`),
      ]);
      if (parse(statements.join('\n')).root === undefined) return;
      judged++;
      const at = position % (statements.length + 1);
      const line = statements.slice(0, at).join('\n').split('\n').length + (at === 0 ? 0 : 1);
      const broken = [...statements.slice(0, at), fault, ...statements.slice(at)].join('\n');
      const { diagnostics } = parse(broken);
      expect(diagnostics).toHaveLength(1);
      // A table that is not closed may be noticed on the next line; then its beginning is shown too.
      const shown = diagnostics.flatMap(({ place, related }) => [
        place?.line,
        ...(related ?? []).map((each) => each.place.line),
      ]);
      expect(shown).toContain(line);
    }),
    { numRuns: 3000 },
  );
  expect(judged).toBeGreaterThan(500);
});
