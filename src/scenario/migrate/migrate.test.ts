import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadScenarioFile } from '../load.ts';
import type { ScenarioFile } from '../schema/file.ts';
import { migrateScenario } from './index.ts';

function migrate(text: string, file = 'old.clnrm.toml') {
  const migrated = migrateScenario(text, { file });
  if (migrated.text !== undefined && migrated.text !== text) {
    const native = loadScenarioFile({ file: 'new.span.toml', dir: '/', content: migrated.text });
    expect(native.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(native.loaded).toBeDefined();
  }
  const notes = migrated.diagnostics.map(
    ({ code, severity, place }) => `${code} ${severity} ${place?.line}:${place?.column}`,
  );
  return { text: migrated.text, notes, diagnostics: migrated.diagnostics };
}

test('clnrm 0.4: everything that is judged is carried over, and what asserts nothing is named', () => {
  const { text, notes } = migrate(`# Orders
#   at length

# and more
[test.metadata]
name = "orders" # the name
timeout = "60s"

[services.api]
type = "generic_container"
plugin = "generic_container"
image = "api:1"
environment = { A = "1" }

[[steps]]
name = "list"
command = ["curl", "localhost"]
expected_exit_code = 7
expected_output_regex = 'id: \\d+'

[assertions]
execution_should_be_hermetic = true

[otel_validation]
enabled = true
expected_spans = [{ name = "GET /orders", required = true, min_duration_ms = 1 }]
`);
  expect(text).toBe(`# Orders
#   at length

# and more

[meta]
name = "orders" # the name

[service.api]
plugin = "container"
image = "api:1"

[[scenario]]
name = "orders"
timeout = "1m"

[[scenario.steps]]
name = "list"
command = ["curl", "localhost"]

[scenario.steps.expect]
exit_code = 7

[scenario.steps.expect.stdout]
matches = 'id: \\d+'

[[expect.span]]
name = "GET /orders"

[expect.span.duration_ms]
min = 1
`);
  expect(notes).toEqual(['SW0019 info 9:1', 'SW3003 warning 13:1', 'SW3020 info 22:1']);
});

test('clnrm 0.3', () => {
  const { text, notes } = migrate(
    `# made by init
name = "shop"
description = "all of it"
concurrency = 4

[[scenarios]]
name = "basic"
steps = [
  { name = "say", cmd = ["echo", "hi"] },
]

[[scenarios]]
name = "own policy"
policy = { security_level = "high" }
[[scenarios.steps]]
name = "test"
cmd = ["true"]

[policy]
max_execution_time = 300

[[services]]
name = "db"
service_type = "database"
image = "postgres:15"
`,
    'basic.toml',
  );
  expect(text).toBe(`# made by init

[meta]
name = "shop"
description = "all of it"

[service.db]
plugin = "container"
image = "postgres:15"

[[scenario]]
name = "basic"

[[scenario.steps]]
name = "say"
command = ["echo", "hi"]

[scenario.policy]
max_execution_time = 300

[[scenario]]
name = "own policy"

[[scenario.steps]]
name = "test"
command = ["true"]

[scenario.policy]
security_level = "high"
`);
  expect(notes).toEqual(['SW3003 warning 4:1', 'SW3020 info 14:29', 'SW0019 info 22:1']);
});

const say = '[[steps]]\nname = "say"\ncommand = ["echo"]\n';

describe('the generation with a flat table', () => {
  test.each([
    `[test]\nname = "flat"\n${say}`,
    `test = { name = "flat" }\n${say}`,
    `test.name = "flat"\ntest.description = "flat too"\n${say}`,
  ])('%j', (old) => {
    const { text, notes } = migrate(old);
    expect(text).toMatch(/^\[meta\]\nname = "flat"\n/);
    expect(text).toContain('[[scenario]]\nname = "flat"\n\n[[scenario.steps]]\nname = "say"\n');
    expect(notes).toEqual([]);
  });

  test('tables below it are named as lost', () => {
    expect(migrate(`[test]\nname = "flat"\n[test.cleanup]\nall = true\n${say}`).notes).toEqual([
      'SW3003 warning 3:7',
    ]);
  });
});

test('the v0.6 design with front matter', () => {
  const { text, notes } = migrate(`[template.vars]
count = 2
[template.matrix]
os = ["a", "b"]
[template.otel]
exporter = "stdout"
[template.other]
a = 1
[meta]
name = "front"
[otel]
exporter = "otlp"
[[scenario]]
name = "say"
run = "echo"
[[expect.span]]
name = "a"
attributes.any = { k = "v" }
[expect.counts]
spans.min = 1
spans.max = 3
`);
  expect(text).toBe(`[meta]
name = "front"

[otel]
exporter = "otlp"

[[scenario]]
name = "say"

[[scenario.steps]]
command = "echo"

[[expect.span]]
name = "a"

[expect.span.attrs.any]
k = "v"

[expect.counts.spans_total]
gte = 1
lte = 3

[vars]
count = 2

[matrix]
os = ["a", "b"]
`);
  expect(notes).toEqual(['SW3003 warning 1:2']);
});

describe('comments', () => {
  test('go with what they stand beside, wherever that is now', () => {
    const { text, notes } = migrate(`# the file

# who
[test.metadata] # it
name = "a" # b
timeout = "9s" # long
# nobody reads it
author = "c"

# ==== Services ====

# the first
#   of two
[services.db]
plugin = "postgres" # a database
image = "postgres:17"

[services.db.env]
# secret
PASSWORD = "x" # not really

# ==== Steps ====
[[steps]] # one
name = "say"
# what is run
command = [ # a list
  "echo", # the program
  # the text
  "hi",
] # the end
expected_exit_code = 3 # as it says
expected_output_regex = "hi" # and this

# two
[[steps]]
name = "text"
command = ["sh", "-c", """
  # no comment
  echo"""] # a script
workdir = "x"

# asserts nothing
[assertions]
all = true # either

# the end

# of the file
`);
    expect(text).toBe(`# the file

# who

[meta] # it
name = "a" # b

# ==== Services ====

# the first
#   of two
[service.db]
plugin = "container" # a database
image = "postgres:17"

[service.db.env]
# secret
PASSWORD = "x" # not really

[[scenario]]
name = "a"
timeout = "9s" # long

# ==== Steps ====
[[scenario.steps]] # one
name = "say"
# what is run
# the program
# the text
# the end
command = ["echo", "hi"] # a list

[scenario.steps.expect]
exit_code = 3 # as it says

[scenario.steps.expect.stdout]
matches = "hi" # and this

# two
[[scenario.steps]]
name = "text"
command = ["sh", "-c", "  # no comment\\n  echo"] # a script
workdir = "x"

# the end

# of the file
`);
    expect(notes).toContain('SW0019 info 7:1');
  });

  test('that are lost are counted and shown', () => {
    const { diagnostics } = migrate(
      `[test.metadata]\nname = "a"\n${say}# one\n[assertions]\na = true # two\n# three\nb = true\n`,
    );
    const lost = diagnostics.find(({ message }) => message.includes('comment'));
    expect(lost?.message).toBe('3 comments are not carried over, for nothing of what they stand beside is');
    expect(
      [lost?.place, ...(lost?.related ?? []).map(({ place }) => place)].map((place) => place?.line),
    ).toEqual([6, 8, 9]);
  });
});

describe('services', () => {
  const head = '[test.metadata]\nname = "a"\n';

  test('of an unknown plugin become containers of their image', () => {
    const { text, notes } = migrate(
      `${head}[services.db]\nplugin = "postgres"\nimage = "postgres:17"\n${say}`,
    );
    expect(text).toContain('[service.db]\nplugin = "container"\nimage = "postgres:17"\n');
    expect(notes).toEqual(['SW0019 info 3:1', 'SW0019 warning 4:10']);
  });

  test('that nothing can run are left out, with all that names them', () => {
    const { text, notes } = migrate(`${head}[services.chaos]
plugin = "chaos_engine"
[services.api]
image = "api:1"
depends_on = ["chaos"]
[[scenario]]
name = "b"
service = "chaos"
services = ["api", "chaos"]
steps = [{ name = "c", command = ["true"], service = "chaos" }, { name = "d", command = ["true"], service = "api" }]
`);
    expect(text).not.toContain('chaos');
    expect(text).toContain('services = ["api"]');
    expect(text).toContain('depends_on = []');
    expect(text).toContain('name = "d"\ncommand = ["true"]\nservice = "api"\n');
    expect(notes).toEqual(['SW0019 warning 3:1', 'SW0019 info 5:1']);
  });
});

describe('what looks like a placeholder', () => {
  const step = (command: string) =>
    `[test.metadata]\nname = "a"\n[[steps]]\nname = "b"\ncommand = ${command}\n`;

  test('is escaped, as clnrm replaces nothing', () => {
    const { text, notes } = migrate(
      `${step('["node", "${run.id} ${c} ${a.b} $${d}", "\\tx${e}"]')}env.F = """\ng \${h}\n"""\n`,
    );
    expect(text).toContain('"${run.id} $${c} $${a.b} $${d}"');
    expect(text).toContain('"\\tx$${e}"');
    expect(text).toContain('\ng $${h}\n');
    expect(notes).toEqual([]);
  });

  test('stays where a shell reads it', () => {
    expect(migrate(step('["sh", "-c", "echo ${HOME}"]')).text).toContain('"echo ${HOME}"');
  });

  test('keeps a file from being migrated where it cannot be escaped', () => {
    const { text, diagnostics } = migrate(`${step('["true"]')}expected_output_regex = '\${run.id}'\n`);
    expect(text).toBeUndefined();
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'SW0020 as a native file it would have an error: `${run.id}` is not replaced here',
    ]);
  });
});

test('a native file comes back as it is', () => {
  const text = '[meta]\nname="a"\n[[scenario]]\nname="b"\nrun="true"\n';
  expect(migrate(text, 'a.span.toml')).toEqual({ text, notes: [], diagnostics: [] });
  expect(migrate(text, 'a.toml').text).toBe(text);
});

test.each([
  ['a template', `# {{ x }}\n[test.metadata]\nname = "a"\n${say}`, 'SW1001 error 1:3'],
  ['a file that does not parse', '[meta\n', 'SW2016 error 1:6'],
  ['a file with errors', `[test.metadata]\nname = ""\n${say}`, 'SW3007 error 2:8'],
  ['an older file with errors', `[test]\nname = ""\n${say}`, 'SW3007 error 2:8'],
  [
    'services of which two have one name',
    `name = "a"\nscenarios = [{ name = "c", steps = [{ name = "d", cmd = ["true"] }] }]\n[[services]]\nname = "b"\n[[services]]\nname = "b"\n`,
    'SW3013 error 3:1',
  ],
])('%s is refused', (_, old, problem) => {
  const { text, notes } = migrate(old);
  expect(text).toBeUndefined();
  expect(notes).toContain(problem);
});

test('TOML 1.1 and unknown plugins are no news once they are gone', () => {
  const old = `[test.metadata]\nname = "a"\n[services]\ndb = {\n  plugin = "alpine", image = "alpine",\n}\n${say}`;
  expect(
    loadScenarioFile({ file: 'a.clnrm.toml', dir: '/', content: old }).diagnostics.map(({ code }) => code),
  ).toEqual(['SW3018', 'SW4008', 'SW3018']);
  expect(new Set(migrate(old).diagnostics.map(({ code }) => code))).toEqual(new Set(['SW0019']));
});

describe('examples', () => {
  const folder = new URL('../../../examples/clnrm/', import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith('.clnrm.toml'));

  test.each(files)('%s means the same in the native form', (file) => {
    const old = readFileSync(new URL(file, folder), 'utf8');
    const { text = '' } = migrate(old, file);
    const load = (name: string, content: string) =>
      loadScenarioFile({ file: name, dir: '/', content }).loaded?.model;
    expect(load('new.span.toml', text)).toEqual(load(file, old));
    expect(migrate(text, 'new.span.toml').text).toBe(text);
  });
});

const heads = [
  '[test.metadata]\nname = "a"\ntimeout = "5s"\n',
  '[meta]\nname = "a"\nversion = "1"\n',
  '[test]\nname = "a"\nauthor = "b"\n',
  '[meta]\nname = "a"\n[template.vars]\nb = 1\n',
  'name = "a"\n[[scenarios]]\nname = "b"\nsteps = [{ name = "c", cmd = ["d"], service = "db" }]\n',
];
const blocks = [
  '[services.db]\nplugin = "postgres"\nimage = "x:1"\nports = [80]\n',
  '[services.web]\nplugin = "nginx"\ndepends_on = ["db"]\nvolumes = []\n',
  '[service.api]\nimage = "api"\nenv = { A = "${B}", C = "${run.id}" }\ndepends_on = ["db", "web"]\n',
  '[[services]]\nname = "db"\nservice_type = "database"\nimage = "postgres"\n',
  '[[steps]]\nname = "e"\ncommand = ["f", "${g}"]\nservice = "db"\n',
  '[[steps]]\nname = "h"\ncommand = ["sh", "-c", "echo ${i}"]\nworkdir = "${j}"\n',
  '[[scenario]]\nname = "k"\nrun = "l"\nservice = "api"\ntimeout_ms = 50\nconcurrent = true\n',
  '[policy]\nsecurity_level = "LOW"\n',
  '[assertions]\nk = true\n',
  '[otel_validation]\nenabled = true\nexpect_counts.spans_total.gte = 1\n',
  '[[expect.span]]\nname = "m"\nattributes.any = { n = "o" }\n',
  '[expect.counts]\nspans.min = 1\n',
  '[vars]\nb = 2\n',
];

/** The text with a numbered comment above or behind each line that can have one. */
function commented(text: string, behind: readonly boolean[]): string {
  return text
    .split('\n')
    .map((line, at) => (line === '' ? line : behind[at] ? `${line} # c${at}.` : `# c${at}.\n${line}`))
    .join('\n');
}

test('whatever is migrated loads, and no comment is lost without a word', () => {
  let migrated = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...heads),
      fc.subarray(blocks),
      fc.array(fc.boolean(), { minLength: 60 }),
      (head, kept, behind) => {
        const old = commented(head + kept.join(''), behind);
        // The helper looks at whether the result loads.
        const { text, diagnostics } = migrate(old, 'old.toml');
        if (text === undefined) return;
        migrated++;
        const lost = diagnostics.flatMap(
          ({ message }) => /(\w+) comments? (?:is|are) not/.exec(message)?.[1] ?? [],
        );
        const lostCount = lost.length === 0 ? 0 : lost[0] === 'a' ? 1 : Number(lost[0]);
        const kept_ = (text.match(/# c\d+\./g) ?? []).length;
        expect(kept_ + lostCount).toBe((old.match(/# c\d+\./g) ?? []).length);
        expect(new Set(text.match(/# c\d+\./g)).size).toBe(kept_);
      },
    ),
    { numRuns: 1000 },
  );
  expect(migrated).toBeGreaterThan(20);
});

/** A model without what migration takes out or renames. */
function judged(model: ScenarioFile | undefined, ids: ReadonlySet<string>): unknown {
  if (!model) return undefined;
  const { assertions: _, service = {}, scenario, ...rest } = model;
  const known = (id: string | undefined) => (id !== undefined && ids.has(id) ? id : undefined);
  const services = Object.entries(service)
    .filter(([id]) => ids.has(id))
    .map(([id, { type: _type, plugin, depends_on = [], ...each }]) => [
      id,
      { ...each, process: plugin === 'process', depends_on: depends_on.filter((other) => ids.has(other)) },
    ]);
  return {
    ...rest,
    service: Object.fromEntries(services),
    scenario: scenario.map(({ concurrent: _concurrent, service: on, steps, ...each }) => ({
      ...each,
      service: known(on),
      steps: steps.map((step) => ({ ...step, service: known(step.service) })),
    })),
  };
}

test('what loads before is judged the same after', () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.constantFrom(...heads), fc.subarray(blocks), (head, kept) => {
      const old = head + kept.join('').replaceAll(/\$\{[a-z]\}/gi, 'x');
      const before = loadScenarioFile({ file: 'old.toml', dir: '/', content: old }).loaded?.model;
      const { text } = migrate(old, 'old.toml');
      if (before === undefined || text === undefined || text === old) return;
      const after = loadScenarioFile({ file: 'new.span.toml', dir: '/', content: text }).loaded?.model;
      const ids = new Set(Object.keys(after?.service ?? {}));
      expect(judged(after, ids)).toEqual(judged(before, ids));
      expect(migrateScenario(text, { file: 'new.span.toml' }).text).toBe(text);
      compared++;
    }),
    { numRuns: 1000 },
  );
  expect(compared).toBeGreaterThan(10);
});
