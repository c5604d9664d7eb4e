import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LoadedFile, loadScenarioFile, type Scenario, type ScenarioFile } from '../scenario/index.ts';
import { createPlan } from './create.ts';

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
