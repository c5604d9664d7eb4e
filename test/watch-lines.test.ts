import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { BIN, makeFolder } from './program.ts';
import { scenarioText } from './watch-rig.ts';

const least = (spans: number) =>
  scenarioText('orders', `\n[expect.counts]\nspans_total = { gte = ${spans} }\n`);
const folder = makeFolder({ 'orders.span.toml': least(5) });
afterEach(folder.remove);

test('what docs/watch.md shows of a save is what the watch prints', async () => {
  const child = spawn(process.execPath, [BIN, 'watch', '--format', 'lines'], {
    cwd: folder.path,
    env: { PATH: process.env.PATH, HOME: folder.path },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const page = readFileSync(new URL('../docs/watch.md', import.meta.url), 'utf8');
  const [, block = ''] = /```text\n([\s\S]*?)```/.exec(page) ?? [];
  const wanted = block.trimEnd().split('\n');
  const lines: string[] = [];
  let isSaved = false;
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    // Everything was checked once.
    if (!isSaved && line.startsWith('1 file: 1 valid')) {
      isSaved = true;
      writeFileSync(join(folder.path, 'orders.span.toml'), least(1));
    }
    // Which ends it.
    if (line === wanted.at(-1)) child.stdin.end();
  }
  const at = lines.indexOf(wanted[0] ?? '');
  expect(lines.slice(at, at + wanted.length)).toEqual(wanted);
});
