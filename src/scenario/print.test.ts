import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadScenarioFile } from './load.ts';
import { printScenarioFile } from './print.ts';
import { createProblems } from './problems.ts';
import { arbitraryOf } from './schema/arbitrary.ts';
import { check } from './schema/check.ts';
import { type ScenarioFile, scenarioFile } from './schema/file.ts';
import { parseToml } from './toml/index.ts';

/** The model as the check gives it, without the rules between the parts of a file, which no generator satisfies. */
function read(text: string): ScenarioFile | undefined {
  const { root, diagnostics } = parseToml({ file: 'a.span.toml', text });
  expect(diagnostics).toEqual([]);
  const problems = createProblems('a.span.toml');
  const model =
    root && check(scenarioFile, root, { dialect: 'native', source: text, report: problems.report });
  expect(problems.list()).toEqual([]);
  return model;
}

test('a printed model reads as the same model', () => {
  fc.assert(
    fc.property(arbitraryOf(scenarioFile), (model) => {
      // Not expect(): it compares `constructor`, which is a key like any other here.
      deepStrictEqual(read(printScenarioFile(model)), model);
    }),
    { numRuns: 300 },
  );
});

test('a loaded file is printed in the native form', () => {
  const text = `
[test.metadata]
name = "orders"
[services.api]
image = "api:1"
ports = [80]
wait_for_span = "boot"
[[steps]]
name = "list"
command = ["curl", "localhost"]
expected_exit_code = 7
expected_output_regex = 'id: \\d+'
`;
  const { loaded } = loadScenarioFile({ file: 'orders.clnrm.toml', dir: '/', content: text });
  expect(loaded && printScenarioFile(loaded.model)).toBe(`[meta]
name = "orders"

[service.api]
plugin = "generic_container"
image = "api:1"

[service.api.ports]
80 = 80

[service.api.ready]
span = "boot"
timeout = "30s"
interval = "100ms"

[[scenario]]
name = "orders"

[[scenario.steps]]
name = "list"
command = ["curl", "localhost"]

[scenario.steps.expect]
exit_code = 7

[scenario.steps.expect.stdout]
matches = 'id: \\d+'
`);
});
