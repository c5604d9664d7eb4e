import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CatalogueEntry, catalogue } from '../../diagnostic/index.ts';
import { loadScenarioFile } from '../load.ts';
import { printScenarioFile } from '../print.ts';
import { parseToml, toPlain } from '../toml/index.ts';
import { arbitraryOf } from './arbitrary.ts';
import { scenarioFile } from './file.ts';
import { scenarioJsonSchema } from './json-schema.ts';

const schema = JSON.parse(scenarioJsonSchema());
// Without formats: one that is used, which editors read differently, does not compile.
const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
const validate = ajv.compile(schema);

function accepts(text: string): boolean {
  const { root } = parseToml({ file: 'a.span.toml', text });
  return root !== undefined && validate(toPlain(root));
}

test('is valid JSON Schema, and describes every key', () => {
  expect(ajv.validateSchema(schema)).toBe(true);
  const tables = [schema, ...Object.values(schema.$defs)] as { properties: Record<string, object> }[];
  for (const { properties } of tables) {
    for (const [key, property] of Object.entries(properties)) {
      expect(property, key).toHaveProperty('description', expect.stringMatching(/./));
    }
  }
});

test('every example is accepted where it stands', () => {
  const definitions = Object.values(schema.$defs) as {
    properties: Record<string, { examples?: unknown[] }>;
  }[];
  for (const { properties } of definitions) {
    for (const [key, { examples = [], ...property }] of Object.entries(properties)) {
      const check = ajv.compile({ ...property, $defs: schema.$defs });
      for (const example of examples) expect(check(example), `${key}: ${JSON.stringify(example)}`).toBe(true);
    }
  }
});

test('accepts whatever the check accepts', () => {
  fc.assert(
    fc.property(arbitraryOf(scenarioFile), (model) => {
      expect(accepts(printScenarioFile(model)), JSON.stringify(validate.errors)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

const whole = (snippet: string) =>
  snippet +
  (snippet.includes('[meta]') ? '' : '[meta]\nname = "example"\n') +
  (snippet.includes('[[scenario]]') ? '' : '[[scenario]]\nname = "list files"\nrun = "ls"\n');

const snippets: Record<'good' | 'bad', string[]> = {
  good: [
    '',
    '[otel]\nexporter = "OTLP"\nsettle = { quiet = "100ms" }\n',
    '[service.api]\nrun = "node api.mjs"\nwait_for_span = "boot"\nports = { http = "auto", admin = 9000 }\n',
    '[[expect.span]]\nname = "a"\nkind = "Server"\nattrs.any = ["a=b"]\ncount = { eq = 2 }\n',
    '[expect.status]\nall = "ok"\nby_name = { "task.*" = "ERROR" }\n',
    '[[scenario]]\nname = "a"\npriority = "HIGH"\ntimeout = "1h30m"\nsteps = [{ command = "ls", expect.exit_code = [0, 1] }]\n',
  ],
  bad: [
    '[meta]\nname = "x"\nnmae = "y"\n',
    '[otel]\nexporter = "otpl"\n',
    '[service.api]\ncommand = []\n',
    '[service.api]\ncommand = ["a"]\nports = [80]\n',
    '[service.api]\ncommand = ["a"]\nready = { timeout = 5 }\n',
    '[expect.status]\nall = "fine"\n',
    '[expect.order]\nmust_precede = ["a", "b"]\n',
    '[[expect.span]]\nname = "a"\nattrs.all = { a = { gte = "2" } }\n',
    '[[scenario]]\nname = " "\nrun = "ls"\n',
    '[[scenario]]\nname = "a"\nrun = "ls"\ntimeout = "-1s"\n',
  ],
};

describe('agrees with the check', () => {
  test.each(snippets.good)('%j is accepted by both', (snippet) => {
    const text = whole(snippet);
    expect(loadScenarioFile({ file: 'a.span.toml', dir: '/', content: text }).diagnostics).toEqual([]);
    expect(accepts(text), JSON.stringify(validate.errors)).toBe(true);
  });

  test.each(snippets.bad)('%j is refused by both', (snippet) => {
    const text = whole(snippet);
    expect(loadScenarioFile({ file: 'a.span.toml', dir: '/', content: text }).loaded).toBeUndefined();
    expect(accepts(text)).toBe(false);
  });

  // These say what no JSON Schema can: whether a pattern compiles, a day exists, a line splits, something is said twice.
  const beyond = ['SW3008', 'SW3009', 'SW3010', 'SW3015', 'SW3016'];
  const examples = Object.entries<CatalogueEntry>(catalogue).filter(
    ([code, { bad }]) => /^SW3/.test(code) && bad !== undefined && !beyond.includes(code),
  );
  test.each(examples)(
    '%s: the bad example is refused, the good one accepted',
    (_code, { bad = '', good = '' }) => {
      expect(accepts(whole(bad))).toBe(false);
      expect(accepts(whole(good)), JSON.stringify(validate.errors)).toBe(true);
    },
  );
});
