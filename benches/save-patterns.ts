/**
 * The ways in which editors and tools save files, a thousand times each, on the built watch: how often a save was missed,
 * judged twice, or judged before it was whole. Then `git checkout` of 2,000 files and back, 10,000 files made at once, and
 * a thousand saves that change nothing.
 *
 * Linux only. Takes about six minutes; `node benches/save-patterns.ts checkout` does one part: editors, unchanged,
 * checkout or at-once.
 */
import { chmodSync, mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gitIn } from '../test/git.ts';
import { makeFolder } from '../test/program.ts';
import {
  digestOf,
  judgedSince,
  reportsOf,
  saveInWaves,
  savePatterns,
  scenarioText,
  startWatching,
  type Watching,
  writeFiles,
} from '../test/watch-rig.ts';

const NAMES = Array.from({ length: 10 }, (_, index) => `f${index}.span.toml`);
const WAVES = 100;

async function watched(
  files: Readonly<Record<string, string>>,
  use: (watching: Watching, cwd: string) => Promise<string>,
): Promise<void> {
  const folder = makeFolder(files);
  const watching = await startWatching(folder.path);
  try {
    console.log(await use(watching, folder.path));
  } finally {
    watching.child.kill('SIGKILL');
    await watching.ended;
    folder.remove();
  }
}

/** Waits until all is as it should be, and whatever might come after that. */
async function until(isSo: () => boolean): Promise<void> {
  for (const endMs = performance.now() + 300_000; !isSo() && performance.now() < endMs; ) await sleep(50);
  await sleep(500);
}

async function pattern(name: string): Promise<void> {
  const save = savePatterns[name];
  if (save === undefined) throw new Error(name);
  const files = Object.fromEntries(NAMES.map((each) => [each, scenarioText(each)]));
  await watched(files, async (watching, cwd) => {
    const tally = await saveInWaves(watching, { cwd, names: NAMES, save, waves: WAVES });
    const { saves, missed, twice, partial } = tally;
    return `${name}: ${saves} saves, ${missed} missed, ${twice} judged twice, ${partial} judged by half  goal 0, 0, 0`;
  });
}

async function withoutChange(what: string, save: (path: string) => void): Promise<void> {
  await watched({ 'a.span.toml': scenarioText('a') }, async (watching, cwd) => {
    for (let turn = 0; turn < 1000; turn++) {
      save(join(cwd, 'a.span.toml'));
      await sleep(turn % 10 === 0 ? 60 : 1);
    }
    await sleep(2000);
    const last = watching.cycles().at(-1);
    const looks = watching.cycles().reduce((sum, { unchanged }) => sum + unchanged, 0);
    const rendered = (last?.cache.misses ?? 0) - 1;
    return `${what}: 1000 times, ${looks} looks, ${rendered} rendered, ${reportsOf(watching, 'a.span.toml').length} reported  goal 0, 0`;
  });
}

async function checkout(): Promise<void> {
  const names = Array.from({ length: 2000 }, (_, index) => `d${index % 20}/f${index}.span.toml`);
  const all = (text: string) =>
    Object.fromEntries(names.map((name) => [name, scenarioText(`${text} ${name}`)]));
  await watched({}, async (watching, cwd) => {
    writeFiles(cwd, all('here'));
    gitIn(cwd, ['init', '-qb', 'here']);
    gitIn(cwd, ['add', '.']);
    gitIn(cwd, ['commit', '-qm', 'here']);
    gitIn(cwd, ['checkout', '-qb', 'there']);
    writeFiles(cwd, all('there'));
    gitIn(cwd, ['commit', '-qam', 'there']);
    const judgedAs = (branch: string) =>
      new Set(Object.entries(all(branch)).map(([name, text]) => `${name} ${digestOf(text)}`));
    // Else a file that goes back to what was judged last is rightly not judged again.
    await until(() => judgedAs('there').isSubsetOf(new Set(judgedSince(watching, 0))));
    const tally = { missed: 0, twice: 0, partial: 0 };
    for (const branch of ['here', 'there', 'here', 'there']) {
      const { length } = watching.news;
      const wanted = judgedAs(branch);
      gitIn(cwd, ['checkout', '-q', branch]);
      const judged = () => judgedSince(watching, length);
      await until(() => wanted.isSubsetOf(new Set(judged())));
      tally.missed += wanted.difference(new Set(judged())).size;
      tally.partial += judged().filter((each) => !wanted.has(each)).length;
      tally.twice += judged().length - new Set(judged()).size;
    }
    return `git checkout of 2,000 files, 4 times: ${tally.missed} missed, ${tally.twice} judged twice, ${tally.partial} judged by half  goal 0, 0, 0`;
  });
}

async function atOnce(): Promise<void> {
  await watched({ 'a.span.toml': scenarioText('a') }, async (watching, cwd) => {
    for (let folder = 0; folder < 100; folder++) mkdirSync(join(cwd, `n${folder}`));
    for (let index = 0; index < 10_000; index++) {
      writeFileSync(join(cwd, `n${index % 100}`, `f${index}.span.toml`), scenarioText(`n${index}`));
    }
    const totals = () => watching.cycles().at(-1)?.totals;
    await until(() => totals()?.valid === 10_001);
    const made = totals();
    for (let folder = 0; folder < 100; folder++) rmSync(join(cwd, `n${folder}`), { recursive: true });
    await until(() => totals()?.files === 1);
    const left = totals();
    return `10,000 files made at once: ${made?.files} known, ${made?.valid} valid; removed: ${left?.files} known  goal 10001, 10001, 1`;
  });
}

const unchanged: Readonly<Record<string, (path: string) => void>> = {
  'the same bytes': (path) => writeFileSync(path, scenarioText('a')),
  touch: (path) => utimesSync(path, 1, new Date()),
  chmod: (path) => chmodSync(path, statSync(path).mode ^ 0o100),
};

const parts: Readonly<Record<string, () => Promise<void>>> = {
  async editors() {
    for (const name of Object.keys(savePatterns)) await pattern(name);
  },
  async unchanged() {
    for (const [what, save] of Object.entries(unchanged)) await withoutChange(what, save);
  },
  checkout,
  'at-once': atOnce,
};

const named = process.argv.slice(2);
for (const name of named.length > 0 ? named : Object.keys(parts)) await parts[name]?.();
