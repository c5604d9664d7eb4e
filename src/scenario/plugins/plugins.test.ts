import { describe, expect, test } from 'vitest';
import { loadScenarioFile } from '../load.ts';
import { createProblems } from '../problems.ts';
import { check } from '../schema/check.ts';
import { map } from '../schema/dsl.ts';
import { type PluginTable, pluginSchema, presetKeys } from '../schema/plugin.ts';
import { parseToml } from '../toml/index.ts';
import { checkPlugin } from './check-plugin.ts';
import type { Plugin, PluginPreset } from './plugin.ts';
import { checkPlugins, loadedPreset, pluginsOf } from './project.ts';
import { readPreset } from './read-preset.ts';

/** `[plugins]` of a project file, and what is wrong with it. */
function project(text: string) {
  const { root } = parseToml({ file: 'spanwright.toml', text });
  const problems = createProblems('spanwright.toml');
  const { report } = problems;
  const plugins = root?.entries.get('plugins')?.value;
  if (!root || !plugins) throw new Error('there are no plugins in it');
  const schema = map(pluginSchema, { keys: 'name', doc: '' });
  const tables = check(schema, plugins, { dialect: 'native', source: text, report }) ?? {};
  checkPlugins({ tables, root, report });
  const faults = problems.list().map(({ code, place, message }) => `${code} ${place?.line}: ${message}`);
  return { faults, plugins: pluginsOf(new Map<string, PluginTable>(Object.entries(tables))) };
}

function scenario(service: string, plugins: ReturnType<typeof pluginsOf>, more = '') {
  const content = `[meta]\nname = "a"\n[service.db]\n${service}\n[[scenario]]\nname = "s"\nrun = "true ${more}"\n`;
  return loadScenarioFile({ file: 'a.span.toml', dir: '/project', content, plugins });
}

const codesOf = ({ diagnostics }: ReturnType<typeof scenario>) =>
  diagnostics.map(({ code, message }) => `${code} ${message}`);

describe('plugins of a project', () => {
  test('extend bundled ones, environments and ports joined', () => {
    const { faults, plugins } = project(
      '[plugins.orders]\nplugin = "postgres"\nimage = "orders:3"\nenv = { POSTGRES_DB = "orders" }\nports = { admin = 8080 }\n',
    );
    expect(faults).toEqual([]);
    expect(plugins.get('orders')?.service).toMatchObject({
      image: 'orders:3',
      env: { POSTGRES_HOST_AUTH_METHOD: 'trust', POSTGRES_DB: 'orders' },
      ports: { sql: 5432, admin: 8080 },
      telemetry: false,
    });
    expect(codesOf(scenario('plugin = "orders"', plugins, '${service.db.port.admin}'))).toEqual([]);
    expect(codesOf(scenario('plugin = "orders"', plugins, '${service.db.port.nope}'))).toEqual([
      'SW4006 the service "db" has no port "nope"',
    ]);
  });

  test.each([
    ['[plugins.redis]\nimage = "a"\n', 'SW0029 1: there is a plugin "redis" already'],
    ['[plugins.process]\nimage = "a"\n', 'SW0029 1: there is a plugin "process" already'],
    ['[plugins.a]\nplugin = "postgers"\n', 'SW0029 2: there is no plugin "postgers" to extend'],
    ['[plugins.a]\nabout = "nothing"\n', 'SW0029 1: the plugin "a" has no image'],
    ['[plugins.a]\nplugin = "container"\n', 'SW0029 1: the plugin "a" has no image'],
    [
      '[plugins.a]\nimage = "a"\nready = { tcp = "http" }\n',
      'SW0029 3: it is ready when its port "http" is open, and it has none of that name',
    ],
    [
      '[plugins.a]\nimage = "a"\nparameters = { b = 1 }\n',
      'SW0029 1: parameters are for a plugin in code, and no `package` is named',
    ],
    [
      '[plugins.a]\nplugin = "redis"\npackage = "b"\n',
      'SW0029 1: `plugin` and `package` both say what it begins with',
    ],
    ['[plugins.a]\nimage = "a"\nvolumes = []\n', 'SW3003 3: the key `volumes` in `a` is unknown'],
  ])('%j cannot be one', (text, fault) => {
    expect(project(text).faults.join('\n')).toContain(fault);
  });

  test('of which the code is not loaded are taken at their word', () => {
    const { faults, plugins } = project('[plugins.broker]\npackage = "a"\nparameters = { n = 1 }\n');
    expect(faults).toEqual([]);
    expect(
      codesOf(scenario('plugin = "broker"\nready.tcp = "kafka"', plugins, '${service.db.port.kafka}')),
    ).toEqual([]);
    const preset = plugins.get('broker');
    expect(preset?.code).toEqual({ package: 'a', parameters: { n: 1 } });
  });

  test('in code say less than their table does', () => {
    const { plugins } = project('[plugins.broker]\npackage = "a"\nimage = "mine"\nenv = { A = "table" }\n');
    const preset = plugins.get('broker');
    const given = readPreset({ image: 'theirs', env: { A: 'code', B: 'code' }, ready: { log: 'up' } });
    if (!preset || 'faults' in given) throw new Error('there is a preset of both');
    const { service, code } = loadedPreset(preset, given);
    expect(code).toBeUndefined();
    expect(service).toMatchObject({ image: 'mine', env: { A: 'table', B: 'code' }, ready: { log: 'up' } });
  });

  test('are unknown to other projects', () => {
    expect(codesOf(scenario('plugin = "orders"', pluginsOf(new Map())))).toEqual([
      'SW4008 there is no plugin "orders"',
    ]);
  });
});

describe('plugins in code', () => {
  /** Every key of a preset, so that type and schema cannot drift apart. */
  const whole: Required<PluginPreset> = {
    image: 'example/broker:2',
    command: ['broker'],
    shell: false,
    args: ['--fast'],
    env: { A: 'b' },
    workdir: '/',
    ports: { kafka: 9092, admin: 'auto' },
    ready: {
      tcp: 'kafka',
      http: '/',
      status: 200,
      log: 'up',
      command: 'true',
      span: 'up',
      timeout: '60s',
      interval: '1s',
    },
    stop: { signal: 'SIGINT', grace: '2s' },
    telemetry: false,
    protocol: 'grpc',
    pull: 'never',
    capabilities: ['CHOWN'],
  };
  const broker: Plugin = {
    about: 'a broker',
    preset({ partitions = 1 }) {
      if (typeof partitions !== 'number') throw new Error('partitions must be a number');
      return { ...whole, args: ['--partitions', String(partitions)] };
    },
  };
  const cases = [
    { parameters: {} },
    { parameters: { partitions: 3 } },
    { parameters: { partitions: 'many' }, refused: true },
  ];

  test('conform', () => expect(checkPlugin(broker, cases)).toEqual([]));

  test('may say what a preset may say, and nothing else', () => {
    expect(Object.keys(whole).sort()).toEqual([...presetKeys].sort());
    expect(readPreset(whole)).toMatchObject({ ready: { timeout: 60_000 }, stop: { grace: 2_000 } });
  });

  const gives = (given: unknown) => ({ about: 'a', preset: () => given });
  let turn = 0;

  test.each<[string, unknown, string]>([
    ['no plugin', undefined, 'the plugin is not an object'],
    ['no line for people', { preset: () => whole }, '`about` is not one line of text'],
    ['no function', { about: 'a', preset: whole }, '`preset` is not a function'],
    ['nothing', gives(undefined), 'case 1: the preset is not a table of plain values'],
    ['a list', gives([]), 'case 1: the preset is not a table of plain values'],
    [
      'a function in it',
      gives({ image: 'a', env: () => ({}) }),
      'case 1: the preset is not a table of plain values',
    ],
    [
      'a promise',
      gives(Promise.resolve(whole)),
      'case 1: `preset` is asynchronous; a preset is made at once',
    ],
    ['half a character', gives({ image: '\ud800' }), 'case 1: the preset holds text that is not Unicode'],
    ['no image', gives({}), 'case 1: the preset has no `image`'],
    ['a volume', gives({ image: 'a', volumes: [] }), 'case 1: the key `volumes` is unknown'],
    ['a wrong value', gives({ image: 'a', ready: { timeout: 5 } }), 'case 1: `timeout` is the integer 5'],
    [
      'a port that is not there',
      gives({ image: 'a', ready: { tcp: 'b' } }),
      'case 1: it is ready when its port "b" is open, and it has none of that name',
    ],
    [
      'something else each time',
      { about: 'a', preset: () => ({ image: `a:${++turn}` }) },
      'case 1: the same parameters give another preset the second time',
    ],
  ])('%s is found', (_, plugin, fault) => {
    expect(checkPlugin(plugin).join('\n')).toContain(fault);
  });

  test('are held to what they refuse', () => {
    expect(checkPlugin(broker, [{ parameters: { partitions: 'many' } }])).toEqual([
      'case 1: it refuses: partitions must be a number',
    ]);
    expect(checkPlugin(broker, [{ parameters: {}, refused: true }])).toEqual([
      'case 1: it takes parameters that it should refuse',
    ]);
  });

  test('do not change what they are given', () => {
    const greedy = {
      about: 'a',
      preset(parameters: Record<string, unknown>) {
        parameters.more = true;
        return { image: 'a' };
      },
    };
    expect(checkPlugin(greedy)).toEqual(['case 1: it changes the parameters that it is given']);
  });
});
