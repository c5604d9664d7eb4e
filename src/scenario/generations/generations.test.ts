import { describe, expect, test } from 'vitest';
import { loadScenarioFile } from '../load.ts';
import type { KeyPath } from '../path.ts';

function load(text: string, file = 'a.clnrm.toml') {
  const { loaded, diagnostics } = loadScenarioFile({ file, dir: '/project', content: text });
  const shown = diagnostics.map(
    ({ code, place, message }) => `${code} ${place?.line}:${place?.column} ${message}`,
  );
  /** The source text at a key path of the model. */
  const at = (...path: KeyPath) => {
    const place = loaded?.locate(path);
    const line = text.split('\n')[(place?.line ?? 0) - 1] ?? '';
    return line.slice((place?.column ?? 1) - 1, (place?.column ?? 1) - 1 + (place?.length ?? 0));
  };
  return { model: loaded?.model, shown, at, dialect: loaded?.dialect };
}

const meta = '[meta]\nname = "orders"\nversion = "1"\n';
const test04 = '[test.metadata]\nname = "orders"\n';
const steps = '[[steps]]\nname = "list"\ncommand = ["ls"]\n';

describe('v0.4', () => {
  test('metadata, services and steps become meta, service and one scenario', () => {
    const { model, shown } = load(`[test.metadata]
name = "orders"
description = "all of it"
timeout = "90s"
author = "me"
[services.db]
type = "database"
image = "postgres"
ports = [5432]
env = { A = "b" }
[[steps]]
name = "list"
command = ["ls"]
service = "db"
expected_exit_code = 3
expected_output_regex = "a.c"
continue_on_failure = true
`);
    expect(shown).toEqual([]);
    expect(model).toEqual({
      meta: { name: 'orders', description: 'all of it' },
      service: {
        db: {
          plugin: 'generic_container',
          type: 'database',
          image: 'postgres',
          ports: { 5432: 5432 },
          env: { A: 'b' },
        },
      },
      scenario: [
        {
          name: 'orders',
          timeout: 90_000,
          steps: [
            {
              name: 'list',
              command: ['ls'],
              service: 'db',
              continue_on_failure: true,
              expect: { exit_code: 3, stdout: { matches: 'a.c' } },
            },
          ],
        },
      ],
    });
  });

  test('what moved is still found where it was written', () => {
    const { at } = load(
      `${test04}${steps}expected_output_regex = "a.c"\n[services.db]\nimage = "x"\nports = [80, 81]\n`,
    );
    expect(at('meta', 'name')).toBe('"orders"');
    expect(at('scenario', 0, 'name')).toBe('"orders"');
    expect(at('scenario', 0, 'steps', 0, 'command', 0)).toBe('"ls"');
    expect(at('scenario', 0, 'steps', 0, 'expect', 'stdout', 'matches')).toBe('"a.c"');
    expect(at('scenario', 0, 'steps', 0, 'expect', 'stdout')).toBe('expected_output_regex');
    expect(at('service', 'db', 'ports', '81')).toBe('81');
    expect(at('service', 'db', 'plugin')).toBe('[services.db]');
    expect(at('scenario', 0, 'steps', 0, 'expect', 'stderr', 'contains')).toBe('expected_output_regex');
  });

  test('problems are named as the author wrote them', () => {
    const { shown } = load(
      `${test04}hermetic = true\n[test.cleanup]\nx = 1\n[services.db]\nimage = 1\n${steps}expected_exit_code = "0"\nretry = 1\n`,
    );
    expect(shown).toEqual([
      'SW3003 3:1 the key `hermetic` in `test.metadata` is unknown and has no effect',
      'SW3003 4:7 the key `cleanup` in `test` is unknown and has no effect',
      'SW3002 7:9 `image` is the integer 1',
      'SW3002 11:22 `expected_exit_code` is the text "0"',
      'SW3003 12:1 the key `retry` in `steps` is unknown and has no effect',
    ]);
  });

  test('a timeout of the file that is no duration has no effect', () => {
    const { shown, model } = load(`[test.metadata]\nname = "a"\ntimeout = "5 minutes"\n${steps}`);
    expect(shown).toEqual(['SW3020 3:11 `timeout` is not a duration and has no effect']);
    expect(model?.scenario[0]).not.toHaveProperty('timeout');
  });
});

describe('otel_validation', () => {
  const validation = `${test04}${steps}[otel_validation]
enabled = true
validate_performance = true
max_overhead_ms = 50.0
[[otel_validation.expected_spans]]
name = "a"
required = true
min_duration_ms = 1
max_duration_ms = 2.5
[otel_validation.expected_spans.attributes]
"http.route" = "/a"
[[otel_validation.expected_spans]]
name = "b"
required = false
[[otel_validation.expected_traces]]
span_names = ["a", "b"]
complete = true
parent_child = [["a", "b"]]
[otel_validation.expect_counts]
spans_total = { gte = 2 }
[[otel_validation.expect_windows]]
outer = "a"
contains = ["b"]
[otel_validation.expect_order]
must_precede = ["a", "b"]
[expect.counts]
errors_total = { eq = 0 }
[[expect.span]]
name = "c"
`;

  test('becomes expectations beside those of the file, and what nothing evaluates is named', () => {
    const { model, shown } = load(validation);
    expect(model?.expect).toEqual({
      span: [
        { name: 'c' },
        { name: 'a', attrs: { all: { 'http.route': '/a' } }, duration_ms: { min: 1, max: 2.5 } },
      ],
      trace: [{ span_names: ['a', 'b'], complete: true, parent_child: [['a', 'b']] }],
      counts: { errors_total: { eq: 0 }, spans_total: { gte: 2 } },
      window: [{ outer: 'a', contains: ['b'] }],
      order: { must_precede: [['a', 'b']] },
    });
    expect(shown).toEqual([
      'SW3020 8:1 `validate_performance` is not evaluated: nothing measures it',
      'SW3020 9:1 `max_overhead_ms` is not evaluated: nothing measures it',
      'SW3020 19:1 a span that is not required is not evaluated: its absence says nothing',
      'SW3019 30:16 `must_precede` is one pair; clnrm 1.0 refuses the file for it',
    ]);
  });

  test('leads back to its own lines', () => {
    const { at } = load(validation);
    expect(at('expect', 'span', 1, 'attrs', 'all', 'http.route')).toBe('"/a"');
    expect(at('expect', 'span', 1, 'duration_ms', 'max')).toBe('2.5');
    expect(at('expect', 'trace', 0)).toBe('[[otel_validation.expected_traces]]');
    expect(at('expect', 'counts', 'spans_total', 'gte')).toBe('2');
  });

  test('is not evaluated where it is switched off', () => {
    const off = load(
      `${test04}${steps}[otel_validation]\nenabled = false\nexpected_spans = [{ name = "a" }]\n`,
    );
    expect(off.model?.expect).toBeUndefined();
    expect(off.shown).toEqual(['SW3020 6:2 `otel_validation` is not enabled, so nothing in it is evaluated']);
    const spansOff = load(
      `${test04}${steps}[otel_validation]\nenabled = true\nvalidate_spans = false\nexpected_spans = [{ name = "a" }]\n`,
    );
    expect(spansOff.model?.expect).toBeUndefined();
    expect(spansOff.shown).toEqual(['SW3020 8:1 `validate_spans` is false, so `span` is not evaluated']);
  });

  test('is checked by its own shape, every problem once', () => {
    const { shown } = load(
      `${test04}${steps}[otel_validation]\nenabled = true\ncollector_url = "x"\nconstructor = 1\n[[otel_validation.expected_traces]]\nspan_names = ["a"]\nparent_child = [{ parent = "a" }]\n`,
    );
    expect(shown).toEqual([
      'SW3003 8:1 the key `collector_url` in `otel_validation` is unknown and has no effect',
      'SW3003 9:1 the key `constructor` in `otel_validation` is unknown and has no effect',
      'SW3002 12:17 `parent_child[0]` is a table',
    ]);
  });

  test('what both it and [expect] say is reported', () => {
    const { shown } = load(
      `${test04}${steps}[otel_validation]\nenabled = true\n[otel_validation.expect_status]\nall = "OK"\n[expect.status]\nall = "ERROR"\n`,
    );
    expect(shown).toEqual(['SW3015 9:1 `all` is said twice, here and in `[expect]`']);
  });
});

describe('otel_expectations', () => {
  const claims = `${test04}${steps}[otel_expectations]
failure_reason = "no children"
has_root_span = true
missing_child_spans = ["a", "b"]
expected_minimum_spans = 4
should_fail = true
expected_edge_count = 0
`;

  test('becomes expectations where its meaning is certain; all else leaves the verdict open, and says so', () => {
    const { model, shown, at } = load(claims);
    expect(model?.expect).toEqual({
      span: [{ name: '*' }, { name: 'a' }, { name: 'b' }],
      counts: { spans_total: { gte: 4 } },
      unjudged: ['otel_expectations.should_fail', 'otel_expectations.expected_edge_count'],
    });
    expect(shown).toEqual([
      'SW3019 6:2 clnrm ignores `otel_expectations`; here it is evaluated as far as its meaning is certain',
      'SW3020 11:1 nothing evaluates `should_fail` of `otel_expectations`, so a run is undecided at best',
      'SW3020 12:1 nothing evaluates `expected_edge_count` of `otel_expectations`, so a run is undecided at best',
    ]);
    expect(at('expect', 'span', 2, 'name')).toBe('"b"');
    expect(at('expect', 'counts', 'spans_total', 'gte')).toBe('4');
    expect(at('expect', 'unjudged', 1)).toBe('expected_edge_count');
  });

  test('values of another kind than expected claim something that nobody can judge', () => {
    const { model } = load(
      `${test04}${steps}[otel_expectations]\nhas_root_span = false\nmissing_child_spans = "a"\nexpected_minimum_spans = "4"\n`,
    );
    expect(model?.expect).toEqual({
      unjudged: ['has_root_span', 'missing_child_spans', 'expected_minimum_spans'].map(
        (key) => `otel_expectations.${key}`,
      ),
    });
  });
});

test('of a policy, what is not held to is named', () => {
  const policy = '{ security_level = "high", allowed_network_hosts = ["a.example"], max_memory_mb = 64 }';
  const { shown } = load(`${meta}[[scenario]]\nname = "s"\nrun = "ls"\npolicy = ${policy}\n`);
  expect(shown).toEqual([
    'SW3020 7:29 `security_level` of `policy` is not held to',
    'SW3020 7:61 `allowed_network_hosts` of `policy` is not held to',
  ]);
});

test('what [expect] says in words of its own is not evaluated, so it leaves the verdict open', () => {
  const { model, shown } = load(
    `${test04}${steps}[expect]\ndescription = "all"\n[[expect.temporal]]\nbefore = "a"\n`,
  );
  expect(model?.expect).toEqual({ unjudged: ['expect.temporal'] });
  expect(shown).toEqual([
    'SW3003 8:10 the key `temporal` in `expect` is unknown, so a run is undecided at best',
  ]);
});

describe('v0.6 to v1.0', () => {
  test('the run of a scenario is its one step, in the surroundings of its service', () => {
    const { model, shown, at } = load(
      `${meta}[service.a]\nimage = "x"\nwait_for_span = "boot"\nwait_for_span_timeout_secs = 5\n[[scenario]]\nname = "s"\nservice = "a"\nrun = "ls -l"\ntimeout_ms = 1500\nartifacts.collect = ["spans:default"]\n`,
    );
    expect(shown).toEqual([]);
    expect(model?.service?.a?.ready).toEqual({ span: 'boot', timeout: 5_000, interval: 100 });
    expect(model?.scenario).toEqual([
      {
        name: 's',
        timeout: 1_500,
        steps: [{ command: 'ls -l', service: 'a' }],
        artifacts: { collect: ['spans:default'] },
      },
    ]);
    expect(at('scenario', 0, 'steps', 0, 'command')).toBe('"ls -l"');
    expect(at('scenario', 0, 'timeout')).toBe('1500');
  });

  test('flat hermeticity keys have their meaning of 0.7, and a warning', () => {
    const { model, shown } = load(
      `${meta}[[scenario]]\nname = "s"\nrun = "ls"\n[expect.hermeticity]\nresource_attrs_must_match = { "service.name" = "a" }\nspan_attrs_forbid_keys = ["http.url"]\n`,
    );
    expect(model?.expect?.hermeticity).toEqual({
      resource_attrs: { must_match: { 'service.name': 'a' } },
      span_attrs: { forbid_keys: ['http.url'] },
    });
    expect(shown.map((line) => line.slice(0, 9))).toEqual(['SW3019 8:', 'SW3019 9:']);
  });

  test('both spellings of a key at once are refused', () => {
    const { model, shown } = load(
      `${meta}[[scenario]]\nname = "s"\nrun = "ls"\n[otel]\nheaders = { a = "b" }\n[otel_headers]\na = "c"\n`,
    );
    expect(model).toBeUndefined();
    expect(shown).toEqual(['SW3015 9:2 `otel_headers` and `otel.headers` say the same thing']);
  });

  test('a version is required', () => {
    expect(load(`[meta]\nname = "a"\n${steps}`).shown).toEqual(['SW3004 1:1 `meta` has no `version`']);
  });

  test('a list of key=value pairs stands for any of them', () => {
    const { model } = load(`${meta}${steps}[[expect.span]]\nname = "a"\nattrs.any = ["a=b"]\n`);
    expect(model?.expect?.span?.[0]?.attrs?.any).toEqual(['a=b']);
  });
});

describe('generations may mix', () => {
  test('steps come before scenarios, under a name of their own; [meta] wins over [test.metadata]', () => {
    const { model, shown } = load(
      `${meta}[test.metadata]\nname = "old"\ndescription = "kept"\n${steps}[[scenario]]\nname = "orders"\nrun = "ls"\n[services.a]\nimage = "x"\n[service.b]\nimage = "y"\n`,
    );
    expect(shown).toEqual([]);
    expect(model?.meta).toEqual({ name: 'orders', version: '1', description: 'kept' });
    expect(model?.scenario.map(({ name }) => name)).toEqual(['orders (steps)', 'orders']);
    expect(Object.keys(model?.service ?? {})).toEqual(['a', 'b']);
  });

  test('what is no table is reported, whichever spelling it has', () => {
    expect(load(`services = 1\n${meta}${steps}`).shown).toEqual(['SW3002 1:12 `services` is the integer 1']);
    expect(load(`service = 1\n${meta}${steps}[services.a]\nimage = "x"\n`).shown).toEqual([
      'SW3002 1:11 `service` is the integer 1',
    ]);
    expect(
      load(
        `expect = 1\n${test04}${steps}[otel_validation]\nenabled = true\nexpected_spans = [{ name = "a" }]\n`,
      ).shown,
    ).toEqual(['SW3002 1:10 `expect` is the integer 1']);
  });
});

describe('generations that are not read', () => {
  test.each([
    [
      'name = "a"\n[[scenarios]]\nname = "b"\nsteps = [{ name = "c", cmd = ["ls"] }]\n[policy]\nx = 1\n',
      'scenarios',
      2,
    ],
    ['[test]\nname = "a"\n[[steps]]\nname = "b"\n', 'test', 1],
    ['[template.vars]\na = 1\n[meta]\nname = "a"\n', 'template', 1],
  ])('%j is refused with one diagnostic', (text, key, line) => {
    const { shown, at } = load(text, 'plain.toml');
    expect(shown).toHaveLength(1);
    expect(shown[0]).toMatch(new RegExp(`^SW3017 ${line}:\\d+ this file is of `));
    expect(at()).toBe('');
    expect(text.split('\n')[line - 1]).toContain(key);
  });
});

describe('the dialect of a file', () => {
  test.each([
    ['a.span.toml', '[meta]\nname = "a"\n[[scenario]]\nname = "b"\nrun = "ls"\n', 'native'],
    ['a.toml', '[meta]\nname = "a"\n[[scenario]]\nname = "b"\nrun = "ls"\n', 'native'],
    [
      'a.toml',
      `${meta}[[scenario]]\nname = "b"\nrun = "ls"\n[service.c]\nplugin = "generic_container"\nimage = "x"\n`,
      'clnrm',
    ],
    [
      'a.toml',
      `${meta}[[scenario]]\nname = "b"\nrun = "ls"\nartifacts.collect = ["spans:default"]\n`,
      'clnrm',
    ],
    ['a.toml', `${test04}${steps}`, 'clnrm'],
    ['a.clnrm.toml', `${meta}[[scenario]]\nname = "b"\nrun = "ls"\n`, 'clnrm'],
  ])('%s: %j is %s', (file, text, dialect) => {
    expect(load(text, file)).toMatchObject({ dialect, shown: [] });
  });

  test('older tables are unknown in a native file, and the hint names the current ones', () => {
    const { diagnostics } = loadScenarioFile({
      file: 'a.span.toml',
      dir: '/',
      content: '[meta]\nname = "a"\n[services.b]\n[[steps]]\n[[scenario]]\nname = "b"\nrun = "ls"\n',
    });
    expect(diagnostics.map(({ severity, hint }) => `${severity}: ${hint}`)).toEqual([
      'error: write `[service.NAME]`',
      'error: write `[[scenario.steps]]`',
    ]);
  });
});
