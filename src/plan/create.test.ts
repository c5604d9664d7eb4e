import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  combinationLabel,
  type LoadedFile,
  loadScenarioFile,
  type Scenario,
  type ScenarioFile,
} from '../scenario/index.ts';
import { createPlan } from './create.ts';
import { createLocate } from './locate.ts';

function loaded(
  model: Omit<Partial<ScenarioFile>, 'scenario'> & Pick<ScenarioFile, 'scenario'>,
  file = 'shop.span.toml',
): LoadedFile {
  const place = { file, line: 1, column: 1, length: 1 };
  return {
    file,
    dir: '/project',
    text: '',
    dialect: 'native',
    combination: undefined,
    model: { meta: { name: 'shop' }, ...model },
    locate: () => place,
    written: {
      text: '',
      root: { kind: 'table', entries: new Map(), place, form: 'root' },
      origin: () => ({ place, literal: true }),
    },
  };
}

const scenario = (name: string, more: Partial<Scenario> = {}): Scenario => ({
  name,
  steps: [{ command: ['true'] }],
  ...more,
});

const everything = { only: [], tags: [] };

describe('steps of clnrm files', () => {
  const services = { db: { plugin: 'process', command: 'db' }, box: { image: 'alpine' } };
  const serviceOfStep = (dialect: LoadedFile['dialect']) => {
    const file = { ...loaded({ scenario: [scenario('one')], service: services }), dialect };
    return createPlan({ files: [file], selection: everything }).scenarios[0]?.steps[0]?.service;
  };
  it('run in the first container, where there is one', () => {
    expect(serviceOfStep('clnrm')).toBe('box');
    expect(serviceOfStep('native')).toBeUndefined();
  });
});

describe("clnrm's policy of a scenario", () => {
  const planned = (more: Partial<Scenario>, limits = {}) => {
    const file = loaded({ scenario: [scenario('one', more)], service: { box: { image: 'alpine' } }, limits });
    return createPlan({ files: [file], selection: everything }).scenarios[0];
  };
  const policy = { max_memory_mb: 64, max_cpu_usage: 0.25, max_execution_time: 5 };

  it('bounds memory, CPU and time', () => {
    const held = planned({ policy });
    expect(held).toMatchObject({
      timeoutMs: 5_000,
      needs: { resources: { memoryMb: 64, cpuMillicores: 250 } },
    });
    expect(held?.services[0]?.container?.limits).toEqual({ memoryMb: 64, cpuMillicores: 250 });
  });

  it('takes nothing back that the file says more strictly, and 0 for nothing', () => {
    expect(planned({ policy, timeout: 1_000 }, { memory_mb: 32 })).toMatchObject({
      timeoutMs: 1_000,
      needs: { resources: { memoryMb: 32, cpuMillicores: 250 } },
    });
    expect(planned({ policy: { max_memory_mb: 0, max_cpu_usage: 0, max_execution_time: 0 } })).toMatchObject({
      timeoutMs: 300_000,
      needs: { resources: { memoryMb: 0, cpuMillicores: 0 } },
    });
  });

  it('isolates the network when it allows no other machine', () => {
    expect(planned({ policy: { allowed_network_hosts: ['localhost', '127.0.0.1'] } })?.isolate).toBe(
      'network',
    );
    expect(planned({ policy: { allowed_network_hosts: [] } })?.isolate).toBe('network');
    expect(planned({ policy: { allowed_network_hosts: ['example.org'] } })?.isolate).toBeUndefined();
    expect(planned({ policy })?.isolate).toBeUndefined();
  });
});

describe('createPlan', () => {
  it('resolves every default', () => {
    const plan = createPlan({ files: [loaded({ scenario: [scenario('buys')] })], selection: everything });
    expect(plan.scenarios).toMatchObject([
      {
        id: 'shop.span.toml::buys',
        timeoutMs: 300_000,
        retries: 0,
        priority: 0,
        telemetry: { protocol: 'http/protobuf', quietMs: 300, settleTimeoutMs: 10_000 },
        steps: [{ name: 'true', timeoutMs: 60_000, expect: {} }],
      },
    ]);
  });

  it('splits command lines without a shell, and gives them to sh where asked', () => {
    const steps = [{ command: `echo 'a b' && ls` }, { command: 'echo $HOME', shell: true }];
    const plan = createPlan({
      files: [loaded({ scenario: [scenario('words', { steps })] })],
      selection: everything,
    });
    expect(plan.scenarios[0]?.steps.map((step) => step.command.argv)).toEqual([
      ['echo', 'a b', '&&', 'ls'],
      ['sh', '-c', 'echo $HOME'],
    ]);
  });

  it('selects by text of the id and by tag, and adds what a selected scenario depends on', () => {
    const files = [
      loaded({
        meta: { name: 'shop', tags: ['slow'] },
        scenario: [
          scenario('prepare'),
          scenario('buys', { depends_on: ['prepare'], tags: ['money'] }),
          scenario('browses'),
        ],
      }),
    ];
    const names = (selection: Parameters<typeof createPlan>[0]['selection']) =>
      createPlan({ files, selection }).scenarios.map((each) => each.name);
    expect(names({ only: ['::bu'], tags: [] })).toEqual(['prepare', 'buys']);
    expect(names({ only: [], tags: ['money'] })).toEqual(['prepare', 'buys']);
    expect(names({ only: [], tags: ['slow'] })).toEqual(['prepare', 'buys', 'browses']);
    expect(names({ only: ['nothing'], tags: [] })).toEqual([]);
  });

  it("gives the file's expectations to its only scenario, and judges several scenarios together", () => {
    const claims = { counts: { spans_total: { gte: 1 } } };
    const alone = createPlan({
      files: [loaded({ scenario: [scenario('one')], expect: claims })],
      selection: everything,
    });
    expect(alone.scenarios[0]?.expectations).toEqual([{ base: ['expect'], expectations: claims }]);
    expect(alone.judgements).toEqual([]);

    const files = [loaded({ scenario: [scenario('one'), scenario('two')], expect: claims })];
    const both = createPlan({ files, selection: everything });
    expect(both.scenarios.map((each) => each.expectations)).toEqual([[], []]);
    expect(both.judgements).toMatchObject([
      { scenarios: ['shop.span.toml::one', 'shop.span.toml::two'], skip: undefined },
    ]);

    const half = createPlan({ files, selection: { only: ['::two'], tags: [] } });
    expect(half.judgements[0]?.skip).toBe('1 of the 2 scenarios of the file were not selected');
  });

  it('starts the services a scenario names, with those they depend on, or all', () => {
    const service = { db: {}, api: { depends_on: ['db'] }, mail: {} };
    const files = [
      loaded({
        service,
        scenario: [
          scenario('some', { services: ['api'] }),
          scenario('all'),
          scenario('none', { services: [] }),
        ],
      }),
    ];
    const started = createPlan({ files, selection: everything }).scenarios.map((each) =>
      each.services.map(({ id }) => id),
    );
    expect(started).toEqual([['db', 'api'], ['db', 'api', 'mail'], []]);
  });

  it("turns clnrm's health check into readiness by command", () => {
    const service = {
      api: { command: ['api'], health_check: { cmd: ['curl', 'x'], interval: 2, timeout: 1, retries: 4 } },
    };
    const plan = createPlan({
      files: [loaded({ service, scenario: [scenario('one')] })],
      selection: everything,
    });
    expect(plan.scenarios[0]?.services[0]?.readiness).toMatchObject({
      command: { argv: ['curl', 'x'] },
      intervalMs: 2_000,
      timeoutMs: 15_000,
    });
  });

  it('is plain data: serialising changes nothing that counts, and equal plans have equal digests', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 5 }),
        (names) => {
          const make = () =>
            createPlan({
              files: [loaded({ scenario: names.map((name) => scenario(name)) })],
              selection: everything,
            });
          const plan = make();
          expect(JSON.parse(JSON.stringify(plan))).toEqual(JSON.parse(JSON.stringify(make())));
          expect(make().digest).toBe(plan.digest);
        },
      ),
    );
  });
});

describe('whatever loads can be planned', () => {
  const clnrm = `[test.metadata]
name = "bakery"
description = "bread"
[services.oven]
plugin = "generic_container"
image = "oven:1"
ports = [80]
[[steps]]
name = "bake"
command = ["bake", "bread"]
service = "oven"
expected_output_regex = "done"
[[scenario]]
name = "sell"
service = "oven"
run = "sell bread"
timeout_ms = 500
[expect.counts]
spans_total = { gte = 1 }`;
  const native = `[meta]
name = "bakery"
[service.oven]
command = "oven --hot"
ports = { http = "auto" }
ready = { tcp = "http" }
[[scenario]]
name = "bake"
depends_on = ["sell"]
[[scenario.steps]]
name = "bread"
run = "bake bread"
[[scenario]]
name = "sell"
run = "sell"
[expect.counts]
spans_total = { gte = 1 }`;

  it.each([
    ['bakery.clnrm.toml', clnrm],
    ['bakery.span.toml', native],
  ])('%s, with lines lost and keys mistyped', (file, text) => {
    const lines = text.split('\n');
    let planned = 0;
    const change = fc.record({
      line: fc.nat(lines.length - 1),
      how: fc.constantFrom('drop', 'swap', 'keep'),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 3 }), (changes) => {
        const damaged = [...lines];
        for (const { line, how } of changes) {
          if (how === 'drop') damaged[line] = '';
          // `name` becomes `nmae`: a slip that is understood, and must not be taken for the key itself.
          if (how === 'swap') damaged[line] = (damaged[line] ?? '').replace(/^(\[*\w)(\w)(\w)/, '$1$3$2');
        }
        const { loaded: read } = loadScenarioFile({ file, dir: '/project', content: damaged.join('\n') });
        if (!read) return;
        createPlan({ files: [read], selection: everything });
        planned++;
      }),
      { numRuns: 500 },
    );
    expect(planned).toBeGreaterThan(20);
  });
});

describe('combinations of a matrix', () => {
  const of = (values: Record<string, string>, more: Parameters<typeof loaded>[0]): LoadedFile => ({
    ...loaded(more),
    combination: new Map(Object.entries(values)),
  });
  const claims = { counts: { spans_total: { gte: 1 } } };
  const one = scenario('order');
  const two = scenario('pay', { depends_on: ['order'] });
  const files = [
    of({ os: 'linux', db: 'pg' }, { scenario: [one, two], expect: claims }),
    of({ os: 'mac', db: 'pg' }, { scenario: [one, two], expect: claims }),
  ];
  const plan = createPlan({ files, selection: everything });

  it('have scenarios with ids and names of their own', () => {
    expect(plan.scenarios.map(({ id }) => id)).toEqual([
      'shop.span.toml::order[os=linux, db=pg]',
      'shop.span.toml::pay[os=linux, db=pg]',
      'shop.span.toml::order[os=mac, db=pg]',
      'shop.span.toml::pay[os=mac, db=pg]',
    ]);
    expect(plan.scenarios.map(({ name }) => name)).toContain('pay[os=mac, db=pg]');
  });

  it('depend on scenarios of the same combination', () => {
    expect(plan.scenarios[3]?.dependsOn).toEqual(['shop.span.toml::order[os=mac, db=pg]']);
    const selected = createPlan({ files, selection: { only: ['pay[os=mac'], tags: [] } });
    expect(selected.scenarios.map(({ id }) => id)).toEqual([
      'shop.span.toml::order[os=mac, db=pg]',
      'shop.span.toml::pay[os=mac, db=pg]',
    ]);
  });

  it('are judged each by itself', () => {
    expect(plan.judgements.map(({ id, scenarios, skip }) => ({ id, scenarios, skip }))).toEqual([
      {
        id: 'shop.span.toml::(all scenarios together)[os=linux, db=pg]',
        scenarios: plan.scenarios.slice(0, 2).map(({ id }) => id),
        skip: undefined,
      },
      {
        id: 'shop.span.toml::(all scenarios together)[os=mac, db=pg]',
        scenarios: plan.scenarios.slice(2).map(({ id }) => id),
        skip: undefined,
      },
    ]);
    const some = createPlan({ files, selection: { only: ['order[os=mac'], tags: [] } });
    expect(some.judgements.map(({ skip }) => skip)).toEqual([
      '1 of the 2 scenarios of the file were not selected',
    ]);
  });

  it('have places of their own', () => {
    const at = (line: number) => ({ file: 'shop.span.toml', line, column: 1, length: 1 });
    const locate = createLocate(files.map((file, index) => ({ ...file, locate: () => at(index + 10) })));
    expect(plan.scenarios.map((planned) => locate(planned, planned.path).line)).toEqual([10, 10, 11, 11]);
    expect(plan.judgements.map((planned) => locate(planned, []).line)).toEqual([10, 11]);
    expect(locate({ file: 'shop.span.toml' }, [])).toEqual(at(1));
  });

  it('have ids of their own whatever names and values are', () => {
    const odd = fc.array(fc.constantFrom('[', ']', '=', '"', ',', ' ', '\\', 'a', ':'), {
      minLength: 1,
      maxLength: 6,
    });
    const text = odd.map((parts) => `x${parts.join('')}`);
    fc.assert(
      fc.property(
        fc.uniqueArray(text, { minLength: 1, maxLength: 4 }),
        fc.uniqueArray(text, { minLength: 1, maxLength: 4 }),
        (names, values) => {
          const many = values.map((value) =>
            of({ a: value }, { scenario: names.map((name) => scenario(name)) }),
          );
          const ids = createPlan({ files: many, selection: everything }).scenarios.map(({ id }) => id);
          expect(new Set(ids).size).toBe(names.length * values.length);
          for (const [index, value] of values.entries()) {
            const ending = combinationLabel(new Map([['a', value]]));
            expect(ids.filter((id) => id.endsWith(ending))).toEqual(
              ids.slice(index * names.length, (index + 1) * names.length),
            );
          }
        },
      ),
    );
  });
});
