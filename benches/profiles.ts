/**
 * Where the time and the memory go: CPU and heap profiles of what is done on a large scale, and a few lines of each. `npm run
 * profile -- judge receiver` takes those named, `--keep FOLDER` keeps the files, which Chromium's developer tools open. In milliseconds
 * profiles mean little, since taking one slows everything down; shares and names are what they are for.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startWatching } from '../test/watch-rig.ts';
import { printEnvironment } from './figures.ts';
import { printCpuProfile, printHeapProfile } from './profiles/print.ts';
import { plainFile } from './validate/files.ts';

const FILES = 1_000;
const SAVES = 10_000;
const SAVES_AT_ONCE = 50;
const SCENARIOS = 500;

const bin = resolve(import.meta.dirname, '../bin/spanwright.js');
const { values, positionals } = parseArgs({ options: { keep: { type: 'string' } }, allowPositionals: true });
const folder = mkdtempSync(join(tmpdir(), 'spanwright-profile-'));

const works = {
  validate: { what: `validate, ${FILES} files`, take: validate },
  watch: { what: `watch, ${SAVES} saves in ${FILES} files`, take: watch },
  run: { what: `run, ${SCENARIOS} scenarios`, take: run },
  judge: { what: 'judge, 1,000 expectations of five kinds on 1,000,000 spans', take: () => program('judge') },
  receiver: { what: 'receiver, 2,000,000 spans over HTTP', take: () => program('receiver') },
} as const;
type Work = keyof typeof works;

/** The flags by which Node profiles itself, both into that folder. */
function profiled(into: string): string[] {
  return ['--cpu-prof', `--cpu-prof-dir=${into}`, '--heap-prof', `--heap-prof-dir=${into}`];
}

function folderOf(name: Work, part: string): string {
  const path = part === 'profile' && values.keep ? resolve(values.keep, name) : join(folder, name, part);
  mkdirSync(path, { recursive: true });
  return path;
}

function call(args: readonly string[], cwd: string): void {
  const { status, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
}

function writeScenarios(cwd: string): void {
  for (let n = 0; n < FILES; n += 1) writeFileSync(join(cwd, `${n}.span.toml`), plainFile(n));
}

function validate(): void {
  const cwd = folderOf('validate', 'files');
  writeScenarios(cwd);
  call([...profiled(folderOf('validate', 'profile')), bin, 'validate', '--format', 'json'], cwd);
}

/** Every save changes what the file says; a moment lies between fifty of them, in which they are looked at. */
async function watch(): Promise<void> {
  const cwd = folderOf('watch', 'files');
  writeScenarios(cwd);
  const env = { NODE_OPTIONS: profiled(folderOf('watch', 'profile')).join(' ') };
  const watching = await startWatching(cwd, [], { env });
  for (let save = 0; save < SAVES; save += SAVES_AT_ONCE) {
    const known = watching.cycles().length;
    for (let each = save; each < save + SAVES_AT_ONCE; each++) {
      const n = each % FILES;
      writeFileSync(join(cwd, `${n}.span.toml`), `${plainFile(n)}\n# ${each}\n`);
    }
    await watching.until((news) => news.type === 'cycle' && news.cycle > known);
  }
  watching.child.stdin.end();
  await watching.ended;
}

function run(): void {
  const cwd = folderOf('run', 'files');
  const scenarios = Array.from(
    { length: SCENARIOS },
    (_, n) => `[[scenario]]\nname = "n${n}"\nrun = "true"\n`,
  );
  writeFileSync(join(cwd, 'all.span.toml'), `[meta]\nname = "all"\n\n${scenarios.join('\n')}`);
  call([...profiled(folderOf('run', 'profile')), bin, 'run', '--quiet', '--jobs', '2'], cwd);
}

/** What profiles a part of itself only. */
function program(name: 'judge' | 'receiver'): void {
  const script = resolve(import.meta.dirname, `profiles/${name}.ts`);
  call([script, folderOf(name, 'profile')], folder);
}

function isWork(name: string): name is Work {
  return Object.hasOwn(works, name);
}

printEnvironment();
try {
  const wanted = positionals.length > 0 ? positionals : Object.keys(works);
  for (const name of wanted) {
    if (!isWork(name))
      throw new Error(`nothing is called ${name}; there are ${Object.keys(works).join(', ')}`);
    const { what, take } = works[name];
    await take();
    const into = folderOf(name, 'profile');
    const files = readdirSync(into).map((file) => join(into, file));
    console.log(`\n## ${what}`);
    printCpuProfile(files.find((file) => file.endsWith('.cpuprofile')));
    printHeapProfile(files.find((file) => file.endsWith('.heapprofile')));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
