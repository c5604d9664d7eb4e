/**
 * The editing loop, through the built CLI: from a save to its verdict on the screen of a pseudo-terminal, the debounce of
 * 50 ms included, in a project of 1,000 templates with a macro library of 37 users; beside it, what `vitest` and
 * `node --test --watch` take for one trivial file. Then the time until 10,000 files are watched, the memory after 10,000
 * saves, a hit of the cache, and how often an editing session finds its result there.
 *
 * Linux with util-linux (`script`) only. Takes about two minutes.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { realHost } from '../src/host/index.ts';
import { createChecker, memoryCache } from '../src/watch/index.ts';
import { startWatching } from '../test/watch-rig.ts';
import { printFigure, printFigures } from './figures.ts';

const BIN = resolve(import.meta.dirname, '../bin/spanwright.js');
const NODE_MODULES = resolve(import.meta.dirname, '../node_modules');
const FILES = 1000;
const USERS = 37;

const folders: string[] = [];
function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'spanwright-bench-'));
  folders.push(folder);
  return folder;
}

/** A template like those that people write; `mark` makes a content of its own. */
function template(index: number, mark = 1): string {
  const body =
    index < USERS
      ? '{{ m.span("GET /order", "server") }}'
      : '{% for n in ["a", "b", "c"] %}\n[[expect.span]]\nname = "span {{ n }}"\nkind = "server"\n{% endfor %}';
  return `{% ${index < USERS ? 'import "macros.njk" as m' : 'set x = 1'} %}
[meta]
name = "case ${index}"

[vars]
who = "svc${index}"

[service.api]
command = "node api.mjs"
ports = { http = "auto" }
ready = { tcp = "http" }

[[scenario]]
name = "order ${index} {{ who }}"
tags = ["smoke"]

[[scenario.steps]]
name = "send"
command = "node send.mjs"
expect.stdout.contains = "ok"

${body}

[expect.counts]
spans_total = { gte = ${mark} }
`;
}

const MACROS =
  '{% macro span(name, kind) %}\n[[expect.span]]\nname = "{{ name }}"\nkind = "{{ kind }}"\n{% endmacro %}\n';

function makeProject(files: number): { readonly folder: string; path: (index: number) => string } {
  const folder = makeFolder();
  const path = (index: number) => join(folder, `s${Math.floor(index / 50)}`, `c${index}.span.toml.njk`);
  writeFileSync(join(folder, 'macros.njk'), MACROS);
  for (let index = 0; index < files; index++) {
    if (index % 50 === 0) mkdirSync(join(folder, `s${index / 50}`));
    writeFileSync(path(index), template(index));
  }
  return { folder, path };
}

/** A program in a pseudo-terminal of 110 by 30, and what it shows. */
class Terminal {
  readonly child: ChildProcess;
  private text = '';
  private spokeMs = performance.now();
  private look: () => void = () => {};

  constructor(command: string, cwd: string) {
    const env = {
      ...process.env,
      CI: '',
      TERM: 'xterm-256color',
      PATH: `${NODE_MODULES}/.bin:${process.env.PATH}`,
    };
    const script = ['-qfec', `stty cols 110 rows 30; exec ${command}`, '/dev/null'];
    this.child = spawn('script', script, { cwd, env, stdio: ['pipe', 'pipe', 'ignore'] });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.text += text;
      this.spokeMs = performance.now();
      this.look();
    });
  }

  /** Milliseconds from now until the text is shown that is not shown yet. */
  async shows(text: string, act: () => void = () => {}): Promise<number> {
    this.text = '';
    const seen = Promise.withResolvers<void>();
    this.look = () => {
      if (this.text.includes(text)) seen.resolve();
    };
    const startMs = performance.now();
    act();
    await Promise.race([
      seen.promise,
      sleep(20_000).then(() => {
        throw new Error(`not shown within 20 s: ${text}`);
      }),
    ]);
    return performance.now() - startMs;
  }

  /** Since it last showed anything. */
  get silentMs(): number {
    return performance.now() - this.spokeMs;
  }

  /** The process that runs in the terminal. */
  get pid(): number {
    const { pid } = this.child;
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
  }

  async end(): Promise<void> {
    const ended = new Promise((done) => this.child.once('close', done));
    this.child.stdin?.write('q');
    await Promise.race([ended, sleep(1000)]);
    this.child.kill('SIGKILL');
  }
}

async function saves(): Promise<void> {
  const { folder, path } = makeProject(FILES);
  const terminal = new Terminal(`${process.execPath} ${BIN} watch`, folder);
  await terminal.shows('1,000 valid');
  await sleep(1000);
  const samples: number[] = [];
  for (let save = 0; save < 200; save++) {
    const index = (save * 7) % FILES;
    // Every other save is a mistake, shown with its line; the others change an expectation.
    const text =
      save % 2 === 0 ? template(index, 1000 + save) : template(index).replace('"ok"', `"ok\\q${save}q"`);
    samples.push(
      await terminal.shows(save % 2 === 0 ? `>= ${1000 + save}` : `q${save}q`, () =>
        writeFileSync(path(index), text),
      ),
    );
    await sleep(100);
  }
  await terminal.end();
  printFigures('save to verdict on the screen, 1,000 templates', samples, { unit: 'ms', goal: 75 });
}

async function peer(
  name: string,
  command: string,
  file: string,
  test: (mark: string) => string,
): Promise<void> {
  const folder = makeFolder();
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, file), test('begin'));
  const terminal = new Terminal(command, folder);
  const samples: number[] = [];
  await terminal.shows('begin');
  await sleep(2000);
  for (let save = 0; save < 15; save++) {
    samples.push(
      await terminal.shows(`mark${save}x`, () => writeFileSync(join(folder, file), test(`mark${save}x`))),
    );
    await sleep(500);
  }
  await terminal.end();
  printFigures(`${name}, one trivial file`, samples, { unit: 'ms' });
}

/** What no watch can do without: a process, a look into every folder, and a watch on it. */
const FLOOR = `
const { readdirSync, watch } = require('node:fs');
const arm = (folder) => {
  watch(folder, () => {});
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) arm(folder + '/' + entry.name);
  }
};
arm('.');
console.log('armed');
`;

async function ready(): Promise<void> {
  const { folder } = makeProject(10_000);
  const floor = join(makeFolder(), 'floor.cjs');
  writeFileSync(floor, FLOOR);
  const commands = [
    ['with --format json', `${BIN} watch --format json`, '"type":"watching"', 600],
    ['with the screen', `${BIN} watch`, '10,000 files', 600],
    ['floor: a look into every folder and a watch on it', floor, 'armed', undefined],
  ] as const;
  const samples = commands.map((): number[] => []);
  for (let round = 0; round < 5; round++) {
    for (const [index, [, command, shown]] of commands.entries()) {
      const terminal = new Terminal(`${process.execPath} ${command}`, folder);
      samples[index]?.push(await terminal.shows(shown));
      terminal.child.kill('SIGKILL');
      await sleep(200);
    }
  }
  for (const [index, [name, , , goal]] of commands.entries()) {
    const what = `10,000 files watched, from the start of the process, ${name}`;
    printFigures(what, samples[index] ?? [], goal === undefined ? { unit: 'ms' } : { unit: 'ms', goal });
  }
}

/** Megabytes that the process has in memory, and how many files it has open. */
function sizeOf(pid: number): { readonly megabytes: number; readonly handles: number } {
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  return { megabytes: (kilobytes * 1024) / 1e6, handles: readdirSync(`/proc/${pid}/fd`).length };
}

async function memory(format: 'screen' | 'json', goal: number): Promise<void> {
  const { folder, path } = makeProject(FILES);
  const terminal = new Terminal(`${process.execPath} ${BIN} watch --format ${format}`, folder);
  await terminal.shows(format === 'screen' ? '1,000 valid' : '"type":"cycle"');
  const sizes: ReturnType<typeof sizeOf>[] = [];
  for (let save = 0; save < 10_000; save++) {
    writeFileSync(path((save * 7) % FILES), template((save * 7) % FILES, save));
    if (save % 50 === 49) await sleep(150);
    if (save % 1000 === 999) sizes.push(sizeOf(terminal.pid));
  }
  // What was saved last is still being worked on; then memory is given back in the first quiet moment.
  while (terminal.silentMs < 5000) await sleep(500);
  const last = sizeOf(terminal.pid);
  await terminal.end();
  const handles = [...new Set(sizes.map((each) => each.handles))];
  const growth = (sizes.at(-1)?.megabytes ?? 0) - (sizes[0]?.megabytes ?? 0);
  const largest = Math.max(...sizes.map((each) => each.megabytes));
  const what = `memory, ${format}, 1,000 templates`;
  printFigure(`${what}, after 10,000 saves`, last.megabytes, { unit: 'MB', goal: `${goal} MB` });
  printFigure(`${what}, at most during them`, largest, { unit: 'MB' });
  printFigure(`${what}, growth over the last 9,000`, growth, { unit: 'MB', goal: '5 MB' });
  console.log(`open files ${handles.join(', ')}`);
}

function cacheHit(): void {
  const { folder, path } = makeProject(FILES);
  const host = { ...realHost(), cwd: folder };
  const surroundings = { host, root: folder, allowedEnv: new Set<string>() };
  const checker = createChecker({ surroundings, cache: memoryCache(), version: 'bench' });
  const inputs = Array.from({ length: USERS * 2 }, (_, index) => {
    const content = readFileSync(path(index));
    return { file: path(index), dir: join(path(index), '..'), content };
  });
  for (const input of inputs) checker.check(input);
  const samples: number[] = [];
  for (let round = 0; round < 50; round++) {
    for (const input of inputs) {
      const startMs = performance.now();
      checker.check(input);
      samples.push((performance.now() - startMs) * 1000);
    }
  }
  printFigures('hit of the cache, dependencies read and digested', samples, { unit: 'us', goal: 50 });
}

/**
 * An hour of editing, made up of what editors and people do: a file is saved with a new text, and formatted on saving,
 * which often changes nothing; some edits are undone and done again; a branch with 60 other files is looked at and left.
 */
async function session(): Promise<void> {
  const { folder, path } = makeProject(FILES);
  const watching = await startWatching(folder);
  const begun = watching.cycles().at(-1)?.cache;
  const save = async (texts: ReadonlyMap<number, string>) => {
    const known = watching.cycles().length;
    for (const [index, text] of texts) writeFileSync(path(index), text);
    await watching.until((news) => news.type === 'cycle' && news.cycle > known);
  };
  const texts = new Map(Array.from({ length: FILES }, (_, index) => [index, template(index)]));
  for (let edit = 0; edit < 40; edit++) {
    const index = (edit * 13) % FILES;
    const before = texts.get(index) ?? '';
    const after = template(index, edit + 2);
    for (const text of edit % 4 === 0 ? [after, after, before, after] : [after, after])
      await save(new Map([[index, text]]));
    texts.set(index, after);
    if (edit % 20 !== 10) continue;
    const here = new Map(Array.from({ length: 60 }, (_, at) => [at + 500, texts.get(at + 500) ?? '']));
    const there = new Map([...here].map(([at]) => [at, template(at, 7777)]));
    for (const branch of [there, here, there, here]) await save(branch);
  }
  const ended = watching.cycles().at(-1)?.cache;
  watching.child.kill();
  const hits = (ended?.hits ?? 0) - (begun?.hits ?? 0);
  const misses = (ended?.misses ?? 0) - (begun?.misses ?? 0);
  const what = `an editing session, looks that needed no rendering (of ${hits + misses})`;
  printFigure(what, (hits / (hits + misses)) * 100, { unit: '%', goal: '80 %' });
}

const trivial = {
  vitest: (mark: string) =>
    `import { test } from 'vitest';\ntest('${mark}', () => console.log('${mark}'));\n`,
  node: (mark: string) => `import test from 'node:test';\ntest('${mark}', () => console.log('${mark}'));\n`,
};

try {
  await saves();
  await peer(
    'vitest',
    `${process.execPath} ${NODE_MODULES}/vitest/vitest.mjs --root .`,
    'a.test.js',
    trivial.vitest,
  );
  await peer('node --test --watch', `${process.execPath} --test --watch`, 'a.test.js', trivial.node);
  await ready();
  cacheHit();
  await session();
  await memory('json', 75);
  await memory('screen', 90);
} finally {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
