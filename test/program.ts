import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export const BIN = resolve(import.meta.dirname, '../bin/spanwright.js');

/** A fresh folder with these files in it; `remove` takes it away again. */
export function makeFolder(files: Readonly<Record<string, string>>): { path: string; remove: () => void } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'spanwright-test-')));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The built program at work, to be followed line by line. */
export interface Program {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** Resolves with the first line of standard output, from now on, that holds the text. */
  line(text: string): Promise<string>;
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

export function start(args: readonly string[], cwd: string): Program {
  const child = spawn(process.execPath, [BIN, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const waiting: { text: string; found: (line: string) => void }[] = [];
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const each of waiting.filter(({ text }) => line.includes(text))) {
      waiting.splice(waiting.indexOf(each), 1);
      each.found(line);
    }
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  return {
    child,
    line: (text) => new Promise((found) => waiting.push({ text, found })),
    ended: new Promise((done) =>
      child.on('close', (code) => done({ code, stdout: lines.join('\n'), stderr })),
    ),
  };
}
