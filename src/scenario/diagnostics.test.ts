import { describe, expect, test } from 'vitest';
import { type CatalogueEntry, type Code, catalogue, printDiagnostics } from '../diagnostic/index.ts';
import { loadScenarioFile } from './load.ts';

/** What every file needs, appended to a snippet that lacks it, so that lines stay as they are in the snippet. */
function completed(snippet: string): string {
  const meta = snippet.includes('[meta]') ? '' : '[meta]\nname = "example"\n';
  const scenario = snippet.includes('[[scenario]]') ? '' : '[[scenario]]\nname = "list files"\nrun = "ls"\n';
  return snippet + meta + scenario;
}

const load = (file: string, content: string) => loadScenarioFile({ file, dir: '/project', content });

/**
 * Codes that this folder raises, and the file that raises each: the catalogue's own example where it has one. SW41xx and
 * SW51xx are raised by the rules of src/validate.
 */
const raised = new Map<string, { file: string; text: string }>();
for (const [code, entry] of Object.entries<CatalogueEntry>(catalogue)) {
  if (/^SW(3|[45]0)/.test(code) && entry.bad) {
    raised.set(code, { file: 'example.span.toml', text: completed(entry.bad) });
  }
}
const clnrm = (text: string) => ({ file: 'example.clnrm.toml', text });
const v04 = '[test.metadata]\nname = "greet"\n[[steps]]\nname = "hello"\ncommand = ["echo", "hello"]\n';
raised.set('SW1001', clnrm(`# {{ name }}\n${v04}`));
raised.set('SW3001', {
  file: 'example.span.toml',
  text: completed(Array.from({ length: 205 }, (_, index) => `key${index} = 1\n`).join('')),
});
raised.set(
  'SW3017',
  clnrm('[test]\nname = "greet"\n[[steps]]\nname = "hello"\ncommand = ["echo", "hello"]\n'),
);
raised.set('SW3018', clnrm(`vars = {\n  name = "x" }\n${v04}`));
raised.set('SW3019', clnrm(`${v04}[expect.hermeticity]\nspan_attrs_forbid_keys = ["http.url"]\n`));
raised.set('SW3020', clnrm(`${v04}[assertions]\nexecution_should_be_hermetic = true\n`));
raised.set('SW4009', clnrm(`${v04}[service.db]\nimage = "postgres"\n[services.db]\nimage = "postgres:17"\n`));

test('every code of this folder is raised by a file', () => {
  const codes = Object.keys(catalogue).filter((code) => /^SW(1001|3|[45]0)/.test(code));
  expect([...raised.keys()].sort()).toEqual(codes.sort());
});

describe.each([...raised])('%s', (code, { file, text }) => {
  test('is shown as in the golden file', async () => {
    const diagnostics = load(file, text).diagnostics.filter(
      (each) => code !== 'SW3001' || each.code === code,
    );
    expect(new Set(diagnostics.map((each) => each.code))).toEqual(new Set([code]));
    const shown = printDiagnostics(diagnostics, { source: () => text, color: false });
    await expect(shown).toMatchFileSnapshot(`goldens/${code}.txt`);
  });

  test('is not raised by the good example', () => {
    const { good } = catalogue[code as Code] as CatalogueEntry;
    if (good) expect(load('example.span.toml', completed(good)).diagnostics).toEqual([]);
  });
});
