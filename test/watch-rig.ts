import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { News } from '../src/cli/watch/news.ts';
import type { CycleEvent, FileReport } from '../src/watch/index.ts';
import { BIN } from './program.ts';

/** The built watch at work on a folder. */
export interface Watching {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** Everything it said so far. */
  readonly news: readonly News[];
  /** Resolves with the first piece of news, from those it has said on, that is wanted. */
  until(wanted: (news: News) => boolean): Promise<News>;
  cycles(): readonly CycleEvent[];
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The program that runs the built tool; default this one. */
  readonly node?: string;
  /** What is waited for; default the end of the first cycle. */
  readonly first?: 'watching' | 'cycle';
}

/** Starts it, and waits until it is at work. */
export async function startWatching(
  cwd: string,
  args: readonly string[] = [],
  { env = {}, node = process.execPath, first = 'cycle' }: StartOptions = {},
): Promise<Watching> {
  const child = spawn(node, [BIN, 'watch', '--format', 'json', ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const news: News[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    news.push(JSON.parse(line));
    for (const look of waiting) look();
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const until = (wanted: (each: News) => boolean) =>
    new Promise<News>((resolve) => {
      const look = () => {
        const found = news.find(wanted);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  const ended = new Promise<{ code: number | null; stderr: string }>((done) =>
    child.on('close', (code) => done({ code, stderr })),
  );
  await Promise.race([until(({ type }) => type === first), ended]);
  return {
    child,
    news,
    until,
    cycles: () => news.filter((each) => each.type === 'cycle'),
    ended,
  };
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A scenario file of its own for every number. */
export function scenarioText(name: string, more = ''): string {
  return `[meta]\nname = "${name}"\n\n[[scenario]]\nname = "${name}"\nrun = "true"\n\n[[expect.span]]\nname = "${name}"\n${more}`;
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** Reports of a file, in order, each once, without those from the start. */
export function reportsOf(watching: Watching, shown: string): FileReport[] {
  return watching
    .cycles()
    .flatMap(({ reports }) => reports)
    .filter((each) => each.shown === shown && !each.atStart);
}

/** The ways in which editors and tools save a file with a new text. */
export const savePatterns: Readonly<Record<string, (path: string, text: string) => Promise<void>>> = {
  'in place': async (path, text) => writeFileSync(path, text),
  'truncated, then in three chunks 20 ms apart': async (path, text) => {
    const third = Math.ceil(text.length / 3);
    writeFileSync(path, '');
    for (let at = 0; at < text.length; at += third) {
      await sleep(20);
      writeFileSync(path, text.slice(at, at + third), { flag: 'a' });
    }
  },
  'a temporary file, then a rename': async (path, text) => {
    writeFileSync(`${path}.tmp~`, text);
    renameSync(`${path}.tmp~`, path);
  },
  'a backup by rename, as vim does it': async (path, text) => {
    renameSync(path, `${path}~`);
    writeFileSync(path, text);
    unlinkSync(`${path}~`);
  },
  'deleted, and created within 90 ms': async (path, text) => {
    unlinkSync(path);
    await sleep(80);
    writeFileSync(path, text);
  },
};

/** What became of saves. */
export interface Tally {
  readonly saves: number;
  /** Never judged. */
  readonly missed: number;
  /** Judged once too often. */
  readonly twice: number;
  /** Judged as something that was never meant to be the text of the file. */
  readonly partial: number;
}

/** Saves every file in the given way, so many times, each time waiting until all of them were judged. */
export async function saveInWaves(
  watching: Watching,
  {
    cwd,
    names,
    save,
    waves,
  }: {
    readonly cwd: string;
    readonly names: readonly string[];
    readonly save: (path: string, text: string) => Promise<void>;
    readonly waves: number;
  },
): Promise<Tally> {
  const tally = { saves: 0, missed: 0, twice: 0, partial: 0 };
  for (let wave = 0; wave < waves; wave++) {
    const from = watching.news.length;
    const texts = new Map(names.map((name) => [name, scenarioText(`${name} ${wave}`)]));
    await Promise.all([...texts].map(([name, text]) => save(join(cwd, name), text)));
    const wanted = new Set([...texts].map(([name, text]) => `${name} ${digestOf(text)}`));
    const isDone = () => wanted.isSubsetOf(new Set(judgedSince(watching, from)));
    for (const endMs = performance.now() + MAX_WAIT_MS; !isDone() && performance.now() < endMs; )
      await sleep(10);
    // What is judged once too often comes when the debounce of 50 ms is over.
    await sleep(120);
    const judged = judgedSince(watching, from);
    tally.saves += wanted.size;
    tally.missed += wanted.difference(new Set(judged)).size;
    tally.partial += judged.filter((each) => !wanted.has(each)).length;
    tally.twice += judged.length - new Set(judged).size;
  }
  return tally;
}

const MAX_WAIT_MS = 10_000;

/** Names and digests of what was reported since there was so much news, with deletions as such. */
export function judgedSince({ news }: Watching, from: number): string[] {
  return news.slice(from).flatMap((each) => {
    if (each.type !== 'cycle') return [];
    return [
      ...each.reports.map(({ shown, digest }) => `${shown} ${digest}`),
      ...each.deleted.map((shown) => `${shown} deleted`),
    ];
  });
}
