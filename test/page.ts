import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import { type Call, play, redact } from './transcript.ts';

// A page of the documentation as a transcript: a block with a name before it (`orders.span.toml`:) is a file, a `console`
// block holds commands and what they print. They are run one after the other in one fresh folder.

const root = resolve(import.meta.dirname, '..');
const isUpdate = process.env.UPDATE_TRANSCRIPTS === '1';

const NAMED = /`([^`\n]+)`:\n\n```\w*\n([\s\S]*?)^```$/gm;
const CONSOLE = /^```console\n([\s\S]*?)^```$/gm;

/** The pages that are played in `played-pages.test.ts`. */
export const playedPages = [
  'docs/guide.md',
  'docs/plugins.md',
  'docs/recipes/node.md',
  'docs/recipes/python.md',
  'docs/recipes/java.md',
  'docs/recipes/go.md',
  'docs/migrating-from-clnrm.md',
  'docs/troubleshooting.md',
  'docs/red-green.md',
];

export interface Page {
  /** Path from the root of the repository. */
  readonly path: string;
  readonly text: string;
  readonly files: ReadonlyMap<string, string>;
  readonly blocks: readonly string[];
}

export function readPage(path: string): Page {
  const text = readFileSync(join(root, path), 'utf8');
  const files = [...text.matchAll(NAMED)].map(([, name = '', content = '']) => [name, content] as const);
  return {
    path,
    text,
    files: new Map(files),
    blocks: [...text.matchAll(CONSOLE)].map(([, block = '']) => block),
  };
}

/** Packages of the repository, and Spanwright itself, for programs of a page. */
export function linkPackages(folder: string): void {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
}

/**
 * Holds that the commands of a page print what it says: standard output, then standard error, and after it `exit N` unless
 * that is 0. `npx spanwright` is the built program. `UPDATE_TRANSCRIPTS=1` writes what they print into the page, as for
 * transcripts.
 */
export async function expectPlayed(page: Page, prepare?: (folder: string) => void): Promise<void> {
  const played = await play({ comment: [], files: page.files, calls: page.blocks.flatMap(callsOf) }, prepare);
  const calls = [...played.calls];
  const printed = page.blocks.map((block) =>
    commandsOf(block)
      .map((command) => shown(command, calls.shift()))
      .join(''),
  );
  if (isUpdate) {
    let next = 0;
    const block = () => `\`\`\`console\n${lifelike(printed[next++] ?? '')}\`\`\``;
    writeFileSync(join(root, page.path), page.text.replace(CONSOLE, block));
    return;
  }
  expect(printed).toEqual(page.blocks.map((block) => redact(block, '/nowhere')));
}

/** Something of the kind, for readers, in place of what varies. */
function lifelike(text: string): string {
  return text
    .replaceAll('#.##s', '0.42s')
    .replaceAll('# ms', '312 ms')
    .replaceAll('#'.repeat(32), '4bf92f3577b34da6a3ce929d0e0e4736')
    .replaceAll('#'.repeat(16), '00f067aa0ba902b7')
    .replace(/(?<=127\.0\.0\.1:)#+/g, '41207');
}

function commandsOf(block: string): string[] {
  return [...block.matchAll(/^\$ (.*)$/gm)].map(([, command = '']) => command);
}

function callsOf(block: string): Call[] {
  return commandsOf(block).map((typed) => {
    const command = typed.replace(/^npx (?=spanwright )/, '');
    return { command, stdout: '', stderr: '', exit: 0 };
  });
}

function shown(command: string, call: Call | undefined): string {
  const { stdout = '', stderr = '', exit = 0 } = call ?? {};
  const end = exit === 0 ? '' : `exit ${exit}\n`;
  return `$ ${command}\n${stdout}${stderr}${end}`;
}
