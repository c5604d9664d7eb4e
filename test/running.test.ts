import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type RunRecord, readRunRecord } from '../src/event/index.ts';
import { makeFolder, start } from './program.ts';
import { type Call, play, redact } from './transcript.ts';

// What docs/running.md says, and what it takes the built program and files that change to see.

const page = join(resolve(import.meta.dirname, '..'), 'docs/running.md');
const text = readFileSync(page, 'utf8');
const isUpdate = process.env.UPDATE_TRANSCRIPTS === '1';

beforeAll(() => {
  if (!existsSync('dist/cli.js'))
    throw new Error('this is about the built program: run `npm run build` first');
});

const blocks = [...text.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
const files = new Map(
  [...text.matchAll(/`([^`\n]+)`:\n\n```(?:toml|js|sql)\n([\s\S]*?)^```$/gm)].map(
    ([, name = '', content = '']) => [name, content],
  ),
);

function callsOf(block: string): Call[] {
  const commands = [...block.matchAll(/^\$ (.*)$/gm)].map(([, command = '']) => command);
  return commands.map((command) => ({ command, stdout: '', stderr: '', exit: 0 }));
}

test('the examples of the page print what it says', { timeout: 120_000 }, async () => {
  expect([...files.keys()]).toHaveLength(4);
  const played = await play({ comment: [], files, calls: blocks.flatMap(callsOf) });
  const calls = [...played.calls];
  const printed = blocks.map((block) =>
    calls
      .splice(0, callsOf(block).length)
      .map(({ command, stdout, stderr }) => `$ ${command}\n${stderr}${stdout}`)
      .join(''),
  );
  if (isUpdate) {
    let next = 0;
    writeFileSync(
      page,
      text.replace(/^```console\n[\s\S]*?^```$/gm, () => `\`\`\`console\n${printed[next++]}\`\`\``),
    );
    return;
  }
  expect(printed).toEqual(blocks.map((block) => redact(block, '/nowhere')));
});

const undo: (() => void)[] = [];
afterEach(() => {
  for (const each of undo.splice(0)) each();
});

function project(given: Readonly<Record<string, string>>) {
  const folder = makeFolder(given);
  undo.push(folder.remove);
  const run = (...args: readonly string[]) => start(['run', ...args], folder.path).ended;
  const report = (name: string): RunRecord => {
    const record = readRunRecord(readFileSync(join(folder.path, name), 'utf8'), name);
    if (!('scenarios' in record)) throw new Error(`${name} is no record`);
    return record;
  };
  return {
    ...folder,
    run,
    report,
    write: (name: string, content: string) => writeFileSync(join(folder.path, name), content),
  };
}

const scenario = (name: string, run: string, more = '') =>
  `[[scenario]]\nname = "${name}"\n${more}run = "${run}"\n`;

describe('--changed', { timeout: 120_000 }, () => {
  test('runs what a change concerns, and says which', async () => {
    const { run, write, path } = project({
      'a.span.toml.njk': `[meta]\nname = "a"\n{% include "part.toml" %}\n${scenario('own', 'true')}`,
      'part.toml': scenario('included', 'true'),
      'b.span.toml': `[meta]\nname = "b"\n${scenario('first', 'true', 'inputs = ["lib"]\n')}${scenario('second', 'true', 'depends_on = ["first"]\n')}${scenario('apart', 'true')}`,
      'lib/x.mjs': '1',
    });
    expect(await run()).toMatchObject({ code: 0 });
    const explained = async () => {
      const { stderr, code } = await run('--changed', '--explain', '--dry-run');
      expect(code).toBe(0);
      const { stderr: told } = await run('--changed', '--explain');
      expect(stderr).toBe('');
      return told
        .split('\n')
        .filter((line) => line.startsWith('changed'))
        .map((line) => line.replace(/^changed +/, ''));
    };
    expect(await explained()).toEqual([]);
    write('part.toml', `# a note\n${scenario('included', 'true')}`);
    expect(await explained()).toEqual([
      'a.span.toml.njk::included: template part.toml changed',
      'a.span.toml.njk::own: template part.toml changed',
    ]);
    write('lib/y.mjs', '2');
    expect(await explained()).toEqual([
      'b.span.toml::first: input lib/y.mjs is new',
      'b.span.toml::second: something it depends on is run',
    ]);
    const unread = await start(['run', '--changed', '--explain', 'b.span.toml'], path).ended;
    expect(unread.stdout).toContain('3 skipped (3 scenarios)');
  });

  test('never takes what did not pass for unchanged', async () => {
    const { run } = project({
      'a.span.toml': `[meta]\nname = "a"\n${scenario('red', 'false')}${scenario('green', 'true')}`,
    });
    expect(await run()).toMatchObject({ code: 1 });
    const again = await run('--changed', '--jobs', '1');
    expect(again.code).toBe(1);
    expect(again.stdout).toContain('FAIL  a.span.toml::red');
    expect(again.stdout).toContain('SKIP  a.span.toml::green');
    const failed = await run('--last-failed');
    expect(failed.stdout).toContain('1 failed (1 scenario)');
    expect((await run('--only', 'green', '--last-failed')).code).toBe(4);
  });
});

describe('shards', { timeout: 120_000 }, () => {
  test('merged they are the report of the whole, but for times', async () => {
    const names = Array.from({ length: 9 }, (_, index) => `s${index}`);
    const { run, report, path } = project({
      'a.span.toml': `[meta]\nname = "a"\n${names
        .map((name, index) =>
          scenario(name, index === 4 ? 'false' : 'true', index > 6 ? `depends_on = ["s${index - 3}"]\n` : ''),
        )
        .join('')}`,
      'b.span.toml': `[meta]\nname = "b"\n${scenario('x', 'true')}${scenario('y', 'true')}[expect.counts]\nspans_total = { eq = 0 }\n`,
    });
    const reporters = (name: string) => [
      '--reporter',
      `json:${name}.json`,
      '--reporter',
      `junit:${name}.xml`,
    ];
    const { code } = await run('--no-record', ...reporters('whole'));
    for (const index of [1, 2, 3])
      await run('--no-record', '--shard', `${index}/3`, ...reporters(`shard-${index}`));
    const merged = await start(
      ['merge-reports', ...[2, 3, 1].map((each) => `shard-${each}.json`), ...reporters('merged')],
      path,
    ).ended;
    expect(merged.code).toBe(code);
    expect(withoutTimes(report('merged.json'))).toEqual(withoutTimes(report('whole.json')));
    const xml = (name: string) =>
      redact(readFileSync(join(path, name), 'utf8'), path)
        .replace(/20\d\d-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
        .replace(/\d+\.\d+s/g, 'TIME');
    expect(xml('merged.xml')).toBe(xml('whole.xml'));
    const shards = [1, 2, 3].map((each) => report(`shard-${each}.json`));
    const all = shards.flatMap(({ scenarios }) => scenarios.map(({ id }) => id));
    expect(all.sort()).toEqual(
      report('whole.json')
        .scenarios.map(({ id }) => id)
        .sort(),
    );
  });

  test('one that gets nothing of the suite is empty and green', async () => {
    const { run, report } = project({ 'a.span.toml': `[meta]\nname = "a"\n${scenario('only', 'true')}` });
    expect(await run('--shard', '2/2', '--reporter', 'json:empty.json')).toMatchObject({ code: 0 });
    expect(report('empty.json')).toMatchObject({ scenarios: [], shard: { suite: ['a.span.toml::only'] } });
  });
});

/** Numbers of a run that are never the same twice. */
function withoutTimes(record: RunRecord): unknown {
  const volatile = new Set(['durationMs', 'startedAt', 'runId', 'waitedMs', 'readyAfterMs']);
  return JSON.parse(JSON.stringify(record, (key, value) => (volatile.has(key) ? undefined : value)));
}

test('fail-fast leaves whole reports of everything, and nothing running', { timeout: 60_000 }, async () => {
  const { run, report, path } = project({
    'a.span.toml': `[meta]\nname = "a"\n${scenario('long', 'sleep 987')}${scenario('bad', 'false')}${scenario('rest', 'true')}`,
  });
  const ended = await run(
    '--jobs',
    '2',
    '--fail-fast',
    '--reporter',
    'json:r.json',
    '--reporter',
    'junit:r.xml',
  );
  expect(ended.code).toBe(1);
  expect(report('r.json')).toMatchObject({
    stopped: { reason: 'failures' },
    scenarios: [
      { name: 'long', verdict: 'undecided' },
      { name: 'bad', verdict: 'failed' },
      { name: 'rest', skipped: 'the run stopped after the first failure' },
    ],
  });
  expect(readFileSync(join(path, 'r.xml'), 'utf8').trimEnd().endsWith('</testsuites>')).toBe(true);
});

test('--fail-on-flaky fails a run that only passed on a second attempt, and reports say what was different', {
  timeout: 60_000,
}, async () => {
  const flaky = scenario('flaky', 'test -e mark || { touch mark; exit 1; }', 'shell = true\n');
  const { run, report, path } = project({ 'a.span.toml': `[meta]\nname = "a"\n${flaky}` });
  const first = await run('--retries', '1', '--reporter', 'json:flaky.json');
  expect(first.code).toBe(0);
  expect(report('flaky.json').scenarios[0]).toMatchObject({
    flaky: true,
    flake: { verdict: 'failed', trace: { before: 1, after: 2, differences: [] } },
  });
  writeFileSync(join(path, 'a.span.toml'), `[meta]\nname = "a"\n${flaky.replaceAll('mark', 'other')}`);
  const second = await run('--retries', '1', '--fail-on-flaky');
  expect(second.code).toBe(1);
  expect(second.stdout).toContain('flaky: --fail-on-flaky makes this run fail: a.span.toml::flaky');
});
