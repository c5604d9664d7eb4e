import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { gitIn } from './git.ts';
import { makeFolder } from './program.ts';
import {
  digestOf,
  reportsOf,
  type StartOptions,
  saveInWaves,
  savePatterns,
  scenarioText,
  startWatching,
  type Watching,
  writeFiles,
} from './watch-rig.ts';

// The built watch on real files. Nothing waits for a time where something can be waited for; where nothing must happen,
// the last thing that happens is waited for instead.

const undo: (() => void)[] = [];
afterEach(() => {
  for (const each of undo.splice(0).reverse()) each();
});

function project(files: Readonly<Record<string, string>>): string {
  const folder = makeFolder(files);
  undo.push(folder.remove);
  return folder.path;
}

async function watchIn(
  cwd: string,
  args: readonly string[] = [],
  options: StartOptions = {},
): Promise<Watching> {
  const watching = await startWatching(cwd, args, options);
  undo.push(() => watching.child.kill('SIGKILL'));
  return watching;
}

/** Resolves when the last report of the file is about this text. */
function judged(watching: Watching, shown: string, text: string): Promise<unknown> {
  const digest = digestOf(text);
  return vi.waitUntil(() => reportsOf(watching, shown).at(-1)?.digest === digest, { timeout: 10_000 });
}

// A thousand saves of each kind: node benches/save-patterns.ts
describe.each(Object.entries(savePatterns))('a save %s', (_name, save) => {
  const names = Array.from({ length: 10 }, (_, index) => `f${index}.span.toml`);

  test('is judged once, and whole', async () => {
    const cwd = project(Object.fromEntries(names.map((name) => [name, scenarioText(name)])));
    const watching = await watchIn(cwd);
    const tally = await saveInWaves(watching, { cwd, names, save, waves: 3 });
    expect(tally).toEqual({ saves: 30, missed: 0, twice: 0, partial: 0 });
  });
});

describe('a file that is named', () => {
  test.each(Object.entries(savePatterns))('and saved %s is judged again and again', async (_name, save) => {
    const cwd = project({ 'a.span.toml': scenarioText('a'), 'b.span.toml': scenarioText('b') });
    const watching = await watchIn(cwd, ['a.span.toml']);
    const tally = await saveInWaves(watching, { cwd, names: ['a.span.toml'], save, waves: 3 });
    expect(tally).toEqual({ saves: 3, missed: 0, twice: 0, partial: 0 });
  });
});

describe('a save of what is there already', () => {
  test.each([
    ['the same bytes', (path: string) => writeFileSync(path, scenarioText('a'))],
    ['a touch', (path: string) => utimesSync(path, 1, new Date())],
    ['a change of mode', (path: string) => chmodSync(path, statSync(path).mode ^ 0o100)],
  ])('%s, a thousand times: nothing is rendered', async (_what, save) => {
    const cwd = project({ 'a.span.toml': scenarioText('a'), 'b.span.toml': scenarioText('b') });
    const watching = await watchIn(cwd);
    for (let turn = 0; turn < 1000; turn++) save(join(cwd, 'a.span.toml'));
    await watching.until((news) => news.type === 'cycle' && news.unchanged === 1);
    writeFileSync(join(cwd, 'b.span.toml'), scenarioText('the last'));
    await judged(watching, 'b.span.toml', scenarioText('the last'));
    expect(reportsOf(watching, 'a.span.toml')).toEqual([]);
    // Two at the start, and the last.
    expect(watching.cycles().at(-1)?.cache.misses).toBe(3);
  });
});

describe('files that come, go and move', () => {
  test('a folder that is renamed, removed and made again', async () => {
    const cwd = project({ 'a/x.span.toml': scenarioText('x'), 'a/y.span.toml': scenarioText('y') });
    const watching = await watchIn(cwd);
    renameSync(join(cwd, 'a'), join(cwd, 'b'));
    await judged(watching, 'b/x.span.toml', scenarioText('x'));
    await vi.waitUntil(() => watching.cycles().at(-1)?.totals.files === 2);
    rmSync(join(cwd, 'b'), { recursive: true });
    await vi.waitUntil(() => watching.cycles().at(-1)?.totals.files === 0);
    writeFiles(cwd, { 'b/x.span.toml': scenarioText('again') });
    await judged(watching, 'b/x.span.toml', scenarioText('again'));
  });

  test('a scenario file and a part of one that become pipes', async () => {
    const cwd = project({
      'a.span.toml': scenarioText('a'),
      'b.span.toml.njk': `${scenarioText('b')}{% include "lib.njk" %}`,
      'lib.njk': 'kind = "server"',
    });
    const watching = await watchIn(cwd);
    for (const name of ['a.span.toml', 'lib.njk']) {
      rmSync(join(cwd, name));
      spawnSync('mkfifo', [join(cwd, name)]);
    }
    await vi.waitUntil(() => watching.cycles().at(-1)?.totals.files === 1, { timeout: 10_000 });
    await vi.waitUntil(() => watching.cycles().at(-1)?.totals.invalid === 1, { timeout: 10_000 });
    writeFileSync(join(cwd, 'b.span.toml.njk'), scenarioText('c'));
    await judged(watching, 'b.span.toml.njk', scenarioText('c'));
  });

  test('many files at once, a loop of links, and a link to a file elsewhere', async () => {
    const elsewhere = project({ 'target.txt': scenarioText('one') });
    const cwd = project({ 'a/x.span.toml': scenarioText('x') });
    symlinkSync(cwd, join(cwd, 'a/loop'));
    symlinkSync(join(elsewhere, 'target.txt'), join(cwd, 'link.span.toml'));
    const watching = await watchIn(cwd);
    expect(watching.cycles()[0]?.totals).toMatchObject({ files: 2, valid: 2 });
    const many = Array.from({ length: 500 }, (_, index) => [
      `n${index % 9}/f${index}.span.toml`,
      scenarioText('n'),
    ]);
    writeFiles(cwd, Object.fromEntries(many));
    await vi.waitUntil(() => watching.cycles().at(-1)?.totals.files === 502, { timeout: 20_000 });
    writeFileSync(join(elsewhere, 'target.txt'), scenarioText('two'));
    await judged(watching, 'link.span.toml', scenarioText('two'));
  });

  test('git checks out other contents, and back, which the cache remembers', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `f${index}.span.toml`);
    const cwd = project(Object.fromEntries(names.map((name) => [name, scenarioText('here')])));
    const git = (...args: readonly string[]) => gitIn(cwd, args);
    git('init', '-qb', 'main');
    git('add', '.');
    git('commit', '-qm', 'here');
    git('checkout', '-qb', 'there');
    writeFiles(cwd, Object.fromEntries(names.map((name) => [name, scenarioText('there')])));
    git('commit', '-qam', 'there');
    const watching = await watchIn(cwd);
    for (const [branch, text] of [
      ['main', 'here'],
      ['there', 'there'],
      ['main', 'here'],
    ] as const) {
      git('checkout', '-q', branch);
      await Promise.all(names.map((name) => judged(watching, name, scenarioText(text))));
    }
    const reports = names.flatMap((name) => reportsOf(watching, name));
    expect(reports.map(({ cached }) => cached).filter(Boolean)).toHaveLength(200);
    expect(reports).toHaveLength(300);
  });
});

describe('what happens at a bad moment', () => {
  /** So many that the watcher proper is still looking at them when the watch says that it is watching. */
  const many = Object.fromEntries(
    Array.from({ length: 2000 }, (_, index) => [
      `m${index % 40}/f${index}.span.toml`,
      scenarioText(`s${index}`),
    ]),
  );

  test('right after the watch says that it is watching, is not missed', async () => {
    const cwd = project(many);
    const watching = await watchIn(cwd, [], { first: 'watching' });
    writeFileSync(join(cwd, 'm7/f7.span.toml'), scenarioText('now'));
    renameSync(join(cwd, 'm8'), join(cwd, 'moved'));
    rmSync(join(cwd, 'm9'), { recursive: true });
    writeFiles(cwd, { 'new/deep/a.span.toml': scenarioText('one') });
    await vi.waitUntil(
      () =>
        watching.cycles().at(-1)?.totals.files === 1951 &&
        reportsOf(watching, 'moved/f8.span.toml').length === 1,
      { timeout: 20_000 },
    );
    expect(watching.cycles().at(-1)?.totals).toMatchObject({ valid: 1951 });
    const all = watching.cycles().flatMap(({ reports }) => reports);
    const last = (shown: string) => all.filter((each) => each.shown === shown).at(-1)?.digest;
    expect(last('m7/f7.span.toml')).toBe(digestOf(scenarioText('now')));
    writeFiles(cwd, { 'new/deep/a.span.toml': scenarioText('two') });
    await judged(watching, 'new/deep/a.span.toml', scenarioText('two'));
  });

  test('more at once than the system keeps for a program that is stopped, is made up for', async () => {
    const cwd = project({ 'a.span.toml': scenarioText('a'), 'one.txt': '' });
    const watching = await watchIn(cwd);
    watching.child.kill('SIGSTOP');
    // Each is two events.
    for (let turn = 0; turn < 5000; turn++) {
      renameSync(join(cwd, 'one.txt'), join(cwd, 'two.txt'));
      renameSync(join(cwd, 'two.txt'), join(cwd, 'one.txt'));
    }
    writeFileSync(join(cwd, 'a.span.toml'), scenarioText('b'));
    writeFiles(cwd, { 'new/b.span.toml': scenarioText('b') });
    watching.child.kill('SIGCONT');
    await judged(watching, 'a.span.toml', scenarioText('b'));
    await judged(watching, 'new/b.span.toml', scenarioText('b'));
    writeFiles(cwd, { 'new/b.span.toml': scenarioText('c') });
    await judged(watching, 'new/b.span.toml', scenarioText('c'));
  });
});

describe('what files are made of', () => {
  const library = (kind: string) =>
    `{% macro expected() %}[[expect.span]]\nname = "x"\nkind = "${kind}"{% endmacro %}`;
  const user = (name: string, file = 'lib/macros.njk') =>
    `{% import "${file}" as lib %}\n${scenarioText(name)}\n{{ lib.expected() }}\n`;

  test('a library of macros concerns exactly its users, wherever it lies and whenever it comes', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [
        `tests/f${index}.span.toml.njk`,
        index < 37 ? user(`s${index}`) : scenarioText(`s${index}`),
      ]),
    );
    const cwd = project({ ...files, 'lib/macros.njk': library('server') });
    const watching = await watchIn(cwd, ['tests']);
    writeFileSync(join(cwd, 'lib/macros.njk'), library('client'));
    await watching.until((news) => news.type === 'cycle' && news.cycle === 2);
    writeFileSync(join(cwd, 'tests/f999.span.toml.njk'), scenarioText('the last'));
    await judged(watching, 'tests/f999.span.toml.njk', scenarioText('the last'));
    const [, ...cycles] = watching.cycles();
    const checked = cycles.flatMap(({ reports }) => reports).filter(({ reason }) => reason !== 'template');
    expect(checked).toHaveLength(37);
    expect(new Set(checked.map(({ shown }) => shown)).size).toBe(37);
    expect(cycles[0]?.causes).toEqual([{ shown: 'lib/macros.njk', reason: 'dependency' }]);
    expect(checked[0]?.changes).toMatchObject([{ kind: 'incomparable' }]);
    // Looked for beside the file, and in the root of the project.
    writeFileSync(join(cwd, 'tests/f0.span.toml.njk'), user('s0', 'later.html'));
    await watching.until((news) => news.type === 'cycle' && news.totals.invalid === 1);
    const known = watching.cycles().length;
    writeFileSync(join(cwd, 'later.html'), library('server'));
    await watching.until((news) => news.type === 'cycle' && news.cycle > known && news.totals.invalid === 0);
  });

  test('a link on the way to an include: another target, and another text there', async () => {
    const cwd = project({
      'a.span.toml.njk': `${scenarioText('a')}{% include "current/part.njk" %}`,
      'v1/part.njk': 'kind = "server"',
      'v2/part.njk': 'kind = "sever"',
    });
    const pointTo = (target: string) => {
      rmSync(join(cwd, 'current'), { force: true });
      symlinkSync(target, join(cwd, 'current'));
    };
    pointTo('v1');
    const watching = await watchIn(cwd);
    expect(watching.cycles()[0]?.totals.valid).toBe(1);
    pointTo('v2');
    await vi.waitUntil(() => watching.cycles().at(-1)?.totals.invalid === 1, { timeout: 10_000 });
    writeFiles(cwd, { 'v2/part.njk': 'kind = "client"' });
    await vi.waitUntil(() => watching.cycles().at(-1)?.totals.valid === 1, { timeout: 10_000 });
    expect(reportsOf(watching, 'a.span.toml.njk').map(({ reason }) => reason)).toEqual([
      'dependency',
      'dependency',
    ]);
  });

  test('the project file: its variables, and faults in it', async () => {
    const cwd = project({
      'spanwright.toml': '[vars]\nkind = "server"\n',
      'a.span.toml.njk': `${scenarioText('a')}kind = "{{ kind }}"\n`,
    });
    const watching = await watchIn(cwd);
    writeFileSync(join(cwd, 'spanwright.toml'), '[vars]\nkind = "sever"\n');
    await watching.until((news) => news.type === 'cycle' && news.totals.invalid === 1);
    expect(reportsOf(watching, 'a.span.toml.njk')).toMatchObject([{ reason: 'variables' }]);
    writeFileSync(join(cwd, 'spanwright.toml'), '[vars\n');
    await watching.until((news) => news.type === 'notice');
    writeFileSync(join(cwd, 'spanwright.toml'), '[vars]\nkind = "client"\n');
    await watching.until((news) => news.type === 'cycle' && news.cycle > 2 && news.totals.valid === 1);
  });
});

describe('limits of the system', () => {
  const canLimit =
    spawnSync('unshare', ['-Ur', 'test', '-w', '/proc/sys/user/max_inotify_watches']).status === 0;

  test.runIf(canLimit)('without room for watches it says so, and misses nothing', async () => {
    const files = Array.from({ length: 9 }, (_, index) => [`d${index}/a.span.toml`, scenarioText('a')]);
    const cwd = project(Object.fromEntries(files));
    const node = join(cwd, 'node.sh');
    // The limit of this one process, in a user namespace of its own.
    writeFileSync(
      node,
      `#!/bin/sh\nexec unshare -Ur sh -c 'echo 3 > /proc/sys/user/max_inotify_watches; exec "$0" "$@"' '${process.execPath}' "$@"\n`,
      { mode: 0o755 },
    );
    const watching = await watchIn(cwd, [], { node });
    const notice = await watching.until((news) => news.type === 'notice');
    expect(notice).toMatchObject({
      diagnostics: [{ code: 'SW0041', hint: expect.stringContaining('max_user_watches') }],
    });
    expect(await watching.until((news) => news.type === 'watching')).toMatchObject({ polling: true });
    writeFileSync(join(cwd, 'd8/a.span.toml'), scenarioText('b'));
    await judged(watching, 'd8/a.span.toml', scenarioText('b'));
    rmSync(join(cwd, 'd7'), { recursive: true });
    await vi.waitUntil(() => watching.cycles().at(-1)?.totals.files === 8, { timeout: 10_000 });
  });

  test('a folder that may not be read is told, and the others are watched', async () => {
    const cwd = project({ 'a.span.toml': scenarioText('a') });
    const watching = await watchIn(cwd, ['.', 'missing']);
    expect(await watching.until((news) => news.type === 'notice')).toMatchObject({
      diagnostics: [{ code: 'SW0010' }],
    });
    writeFiles(cwd, { 'missing/b.span.toml': scenarioText('b') });
    await judged(watching, 'missing/b.span.toml', scenarioText('b'));
  });
});

describe('the end', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s is at once', async (signal) => {
    const watching = await watchIn(project({ 'a.span.toml': scenarioText('a') }));
    watching.child.kill(signal);
    expect(await watching.ended).toEqual({ code: 0, stderr: '' });
  });

  test('comes when its input is closed', async () => {
    const watching = await watchIn(project({ 'a.span.toml': scenarioText('a') }), ['--cache-stats']);
    watching.child.stdin.end();
    expect(await watching.ended).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^cache: 0 % of 1 lookup, 1 result/),
    });
  });

  test('takes a run with it', async () => {
    const cwd = project({ 'a.span.toml': scenarioText('a') });
    const watching = await watchIn(cwd, ['--run']);
    // Known by its argument: its number is one of a namespace of its own.
    const mark = `600.${process.pid}${Date.now()}`;
    writeFileSync(join(cwd, 'a.span.toml'), scenarioText('a').replace('"true"', `"sleep ${mark}"`));
    await vi.waitUntil(() => isRunning(mark), { timeout: 10_000 });
    watching.child.kill('SIGTERM');
    await watching.ended;
    await vi.waitUntil(() => !isRunning(mark), { timeout: 10_000 });
  });
});

describe('running and judging', () => {
  test('what is saved is run, and a newer save stops the run', async () => {
    const cwd = project({ 'a.span.toml': scenarioText('a'), 'b.span.toml': scenarioText('b') });
    const watching = await watchIn(cwd, ['--run']);
    writeFileSync(join(cwd, 'a.span.toml'), scenarioText('a').replace('run = "true"', 'run = "sleep 600"'));
    await watching.until((news) => news.type === 'runStarted');
    writeFileSync(join(cwd, 'a.span.toml'), scenarioText('a2'));
    expect(await watching.until((news) => news.type === 'runEnded')).toMatchObject({ stopped: true });
    const ended = await watching.until((news) => news.type === 'runEnded' && !news.stopped);
    expect(ended).toMatchObject({ exitCode: 1, said: '' });
    // No service, no span: what expects one is red. The file that nobody touched was not run.
    const scenarios = watching.news.filter((news) => news.type === 'scenario');
    expect(scenarios).toMatchObject([{ scenario: { name: 'a2', outcome: 'failed' } }]);
  });

  test('what is saved is judged by the last run, and nothing is run', async () => {
    const cwd = project({ 'a.span.toml': scenarioText('a') });
    const node = [process.execPath, join(import.meta.dirname, '../bin/spanwright.js')] as const;
    spawnSync(node[0], [node[1], 'run'], { cwd });
    const [runId = ''] = readdirSync(join(cwd, '.spanwright/runs')).filter((name) => name !== 'latest');
    const watching = await watchIn(cwd, ['--judge']);
    writeFileSync(join(cwd, 'a.span.toml'), scenarioText('a', '\n[expect.counts]\nspans_total.gte = 2\n'));
    const judgement = await watching.until((news) => news.type === 'judged');
    expect(judgement).toMatchObject({ runId, scenarios: [{ name: 'a' }] });
    writeFileSync(join(cwd, 'b.span.toml'), scenarioText('b'));
    expect(await watching.until((news) => news.type === 'notJudged')).toMatchObject({
      problem: { code: 'SW6133' },
    });
    expect(readdirSync(join(cwd, '.spanwright/runs')).filter((name) => name !== 'latest')).toEqual([runId]);
  });
});

test('its own spans and metrics go to the collector that the environment names', async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = request.url ?? '';
    request.setEncoding('utf8').on('data', (text) => {
      body += text;
    });
    request.on('end', () => {
      bodies.push(body);
      response.end('{}');
    });
  }).listen(0, '127.0.0.1');
  undo.push(() => server.close());
  await vi.waitUntil(() => server.listening);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cwd = project({ 'a.span.toml': scenarioText('a') });
  const env = { SPANWRIGHT_OTEL: '1', OTEL_EXPORTER_OTLP_ENDPOINT: url };
  const watching = await watchIn(cwd, [], { env });
  writeFileSync(join(cwd, 'a.span.toml'), scenarioText('b', 'kind = "server"\n'));
  await judged(watching, 'a.span.toml', scenarioText('b', 'kind = "server"\n'));
  watching.child.kill('SIGTERM');
  await watching.ended;
  const traces = bodies.filter((body) => body.startsWith('/v1/traces')).at(-1) ?? '';
  for (const name of ['file_changed', 'cache_lookup', 'render', 'validate', 'diff']) {
    expect(traces).toContain(`"watch.${name}"`);
  }
  expect(bodies.filter((body) => body.startsWith('/v1/metrics')).at(-1)).toContain(
    '"watch.dev_loop_latency_ms"',
  );
});

function isRunning(argument: string): boolean {
  return readdirSync('/proc').some((name) => {
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').includes(argument);
    } catch {
      // No process, or one that has just ended.
      return false;
    }
  });
}
