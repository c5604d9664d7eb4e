import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { splitCommand } from '../src/scenario/index.ts';

// Transcripts: one text file holds commands, input files and the expected output, after go-internal's testscript.
//
//   # Why this transcript exists.
//   $ spanwright run --jbos 3
//   ! error[SW0002]: there is no option --jbos      (a line of standard error)
//   | 1 passed                                      (a line of standard output)
//   exit 2                                          (left out when it is 0)
//
//   -- orders.span.toml --                          (input files come last)
//   [meta]
//
// Every transcript runs in a fresh folder with the built program. What varies between runs is shown as `#`.
// `UPDATE_TRANSCRIPTS=1 vitest run test` writes what was found instead of comparing; review it as a diff.

export interface Transcript {
  /** Comment lines before the first command, with their `#`. */
  readonly comment: readonly string[];
  readonly calls: readonly Call[];
  /** Name to content; each content ends in a newline or is empty. */
  readonly files: ReadonlyMap<string, string>;
}

export interface Call {
  /** As typed after `$ `: words split as in scenario files, with `NAME=value` before the program allowed. */
  readonly command: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

const FILE_HEADER = /^-- (.+) --$/;
const EXIT_LINE = /^exit (\d+)$/;

export function parseTranscript(text: string): Transcript {
  const lines = text.split('\n');
  const filesFrom = lines.findIndex((line) => FILE_HEADER.test(line));
  const script = filesFrom === -1 ? lines : lines.slice(0, filesFrom);
  const calls: Call[] = [];
  for (const line of script) {
    const last = calls.at(-1);
    if (line.startsWith('$ ')) calls.push({ command: line.slice(2), stdout: '', stderr: '', exit: 0 });
    else if (last) calls.splice(-1, 1, addLine(last, line));
  }
  const comment = script.filter((line) => line.startsWith('#'));
  return { comment, calls, files: parseFiles(filesFrom === -1 ? [] : lines.slice(filesFrom)) };
}

function addLine(call: Call, line: string): Call {
  const text = `${line.slice(2)}\n`;
  if (line.startsWith('|')) return { ...call, stdout: call.stdout + text };
  if (line.startsWith('!')) return { ...call, stderr: call.stderr + text };
  const exit = EXIT_LINE.exec(line);
  if (exit) return { ...call, exit: Number(exit[1]) };
  if (line === '') return call;
  throw new Error(`a transcript cannot hold the line: ${line}`);
}

function parseFiles(lines: readonly string[]): Map<string, string> {
  const files = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of lines) {
    const name = FILE_HEADER.exec(line)?.[1];
    if (name !== undefined) {
      current = [];
      files.set(name, current);
    } else current.push(line);
  }
  return new Map([...files].map(([name, content]) => [name, fileText(content.join('\n'))]));
}

/** Blank lines at the end only set files apart. */
function fileText(content: string): string {
  const text = content.replace(/\n*$/, '');
  return text === '' ? '' : `${text}\n`;
}

export function printTranscript({ comment, calls, files }: Transcript): string {
  const script = calls.map((call) => {
    const exit = call.exit === 0 ? '' : `exit ${call.exit}\n`;
    return `$ ${call.command}\n${prefixed('|', call.stdout)}${prefixed('!', call.stderr)}${exit}`;
  });
  const inputs = [...files].map(([name, content]) => `-- ${name} --\n${content}`);
  const head = comment.length > 0 ? [`${comment.join('\n')}\n`] : [];
  return [...head, ...script, ...inputs].join('\n');
}

/** Output without a final newline is shown like output with one; no command of ours ends otherwise. */
function prefixed(mark: string, output: string): string {
  const lines = output.replace(/\n$/, '').split('\n');
  return output === '' ? '' : lines.map((line) => `${mark}${line === '' ? '' : ` ${line}`}\n`).join('');
}

/**
 * What the commands of a transcript really do, in a fresh folder that is removed afterwards. What it needs besides files
 * can be put there with `prepare`.
 */
export async function play(
  transcript: Transcript,
  prepare: (folder: string) => void = () => {},
): Promise<Transcript> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'spanwright-transcript-')));
  try {
    for (const [name, content] of transcript.files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    prepare(folder);
    const calls: Call[] = [];
    for (const { command } of transcript.calls) calls.push(await call(command, folder));
    return { ...transcript, calls };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const NODE_FOLDER = dirname(process.execPath);
const BIN = resolve(import.meta.dirname, '../bin/spanwright.js');

async function call(command: string, folder: string): Promise<Call> {
  const split = splitCommand(command);
  if ('error' in split) throw new Error(`a transcript holds a command that does not split: ${command}`);
  const first = split.argv.findIndex((word) => !/^\w+=/.test(word));
  const assigned = split.argv.slice(0, first).map((word) => word.split(/=(.*)/s).slice(0, 2));
  const [program = '', ...args] = split.argv.slice(first);
  const [file, fixed] = program === 'spanwright' ? [process.execPath, [BIN]] : [program, []];
  const path = [NODE_FOLDER, '/usr/bin', '/bin'].join(delimiter);
  const child = spawn(file, [...fixed, ...args], {
    cwd: folder,
    // Nothing of the surroundings, such as CI or NO_COLOR, may leak into the expected output.
    env: { PATH: path, HOME: folder, ...Object.fromEntries(assigned) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  const exit = await new Promise<number>((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done(code ?? -1));
  });
  return { command, stdout: redact(stdout, folder), stderr: redact(stderr, folder), exit };
}

/** Where columns matter, placeholders are as wide as what they stand for. */
export function redact(output: string, folder: string): string {
  const hidden = (text: string) => text.replace(/[0-9a-z]/g, '#');
  return output
    .replaceAll(folder, '$WORK')
    .replaceAll(NODE_FOLDER, '$NODE')
    .replace(/\b\d{8}-\d{6}-[0-9a-f]{8}\b/g, hidden)
    .replace(/(?<=127\.0\.0\.1:|\[::1\]:)\d+/g, hidden)
    .replace(/\b\d+\.\d\ds\b/g, (text) => text.replace(/\d/g, '#'))
    .replace(/(?<=duration_ms: |"(?:load|rules)": )[\d.]+/g, '#')
    .replace(/\b[\d.]+(?= ms\b)|(?<=time=")\d+\.\d+/g, '#')
    .replace(/\b(?:[0-9a-f]{32}|[0-9a-f]{16})\b/g, hidden);
}
