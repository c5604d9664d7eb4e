import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryHost } from '../../host/index.ts';
import { boolean, duration, integer, text } from '../../scenario/index.ts';
import { list, toggle, value } from '../options/entry.ts';
import { commandLine } from '../options/line.ts';
import { run } from '../options/run.ts';
import { loadProject } from './project.ts';
import { type Layers, resolveSettings } from './settings.ts';

const table = {
  jobs: value(integer({ min: 1, doc: 'Jobs' }), { placeholder: 'N', key: 'run.jobs', fallback: () => 7 }),
  wait: value(duration({ doc: 'Wait' }), { placeholder: 'DURATION' }),
  tag: list(text({ doc: 'Tag' }), { placeholder: 'TAG' }),
  record: toggle(boolean({ doc: 'Record' }), { on: true }),
};

/** Layers in which only what is named says anything. */
function layers(said: {
  readonly given?: Readonly<Record<string, readonly string[]>>;
  readonly env?: Layers['env'];
  readonly project?: Layers['project'];
}): Layers {
  const mentions = Object.entries(said.given ?? {}).map(([name, texts]) => {
    const line = commandLine(texts);
    return [name, texts.map((each, index) => ({ text: each, place: line.place(index) }))] as const;
  });
  return {
    given: new Map(mentions),
    env: said.env ?? {},
    project: said.project ?? new Map(),
    addSource: () => {},
  };
}

test('a flag wins over the environment, that over the project file, and that over the default', () => {
  const maybe = fc.option(fc.integer({ min: 1, max: 99 }), { nil: undefined });
  fc.assert(
    fc.property(maybe, maybe, maybe, (flag, variable, key) => {
      const { settings, diagnostics } = resolveSettings(
        table,
        layers({
          ...(flag && { given: { jobs: [String(flag)] } }),
          ...(variable && { env: { SPANWRIGHT_JOBS: String(variable) } }),
          ...(key && { project: new Map([['run.jobs', { value: key, origin: projectOrigin }]]) }),
        }),
      );
      expect(diagnostics).toEqual([]);
      expect(settings.jobs.value).toBe(flag ?? variable ?? key ?? 7);
      const kind = flag ? 'flag' : variable ? 'environment' : key ? 'project' : 'default';
      expect(settings.jobs.origin.kind).toBe(kind);
    }),
  );
});

const projectOrigin = {
  kind: 'project',
  places: [{ file: 'spanwright.toml', line: 2, column: 8, length: 1 }],
} as const;

test('values of every kind are read from text', () => {
  const { settings } = resolveSettings(
    table,
    layers({
      given: { wait: ['1s', '1m30s'], tag: ['a,b', 'c'], record: ['false'] },
      env: { SPANWRIGHT_TAG: 'overruled' },
    }),
  );
  expect(settings.wait.value).toBe(90_000);
  expect(settings.tag.value).toEqual(['a,b', 'c']);
  expect(settings.record.value).toBe(false);
});

test('an environment variable holds a list with commas, and is not set when it is empty', () => {
  const env = { SPANWRIGHT_TAG: 'a,b', SPANWRIGHT_WAIT: '', SPANWRIGHT_RECORD: 'off' };
  const { settings } = resolveSettings(table, layers({ env }));
  expect(settings.tag.value).toEqual(['a', 'b']);
  expect(settings.tag.origin.places.map(({ column }) => column)).toEqual([16, 18]);
  expect(settings.wait).toEqual({ value: undefined, origin: { kind: 'default', places: [] } });
  expect(settings.record.value).toBe(false);
});

test('every bad value is reported, and the text it stands in is made known', () => {
  const sources = new Map<string, string>();
  const { diagnostics } = resolveSettings(table, {
    ...layers({ given: { jobs: ['0', 'x'] }, env: { SPANWRIGHT_WAIT: 'soon' } }),
    addSource: (name, source) => void sources.set(name, source),
  });
  expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'SW0007 --jobs cannot be "0"',
    'SW0007 --jobs cannot be "x"',
    'SW0007 SPANWRIGHT_WAIT cannot be "soon"',
  ]);
  expect(sources.get('environment (SPANWRIGHT_WAIT)')).toBe('SPANWRIGHT_WAIT=soon');
});

test('the project file is found from any folder below it, and gives values with their places', () => {
  const host = memoryHost({
    files: {
      '/work/spanwright.toml': '[run]\njobs = 3\nreporter = [\n  "human",\n  "tap:out.tap",\n]\n',
      '/work/below/deeper/a.span.toml': '',
    },
    cwd: '/work/below/deeper',
  });
  const { project, diagnostics } = loadProject(host);
  expect(diagnostics).toEqual([]);
  expect(project?.dir).toBe('/work');
  const { settings } = resolveSettings(
    run.options,
    layers({ ...(project && { project: project.settings }) }),
  );
  expect(settings.jobs.value).toBe(3);
  expect(settings.reporter.value).toEqual(['human', 'tap:out.tap']);
  expect(settings.reporter.origin.places.map(({ line, column }) => [line, column])).toEqual([
    [4, 3],
    [5, 3],
  ]);
  expect(settings['fail-fast'].origin.kind).toBe('default');
});

test('without a project file there are no settings and no complaints', () => {
  expect(loadProject(memoryHost())).toEqual({ diagnostics: [] });
});
