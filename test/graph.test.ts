import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BIN } from './program.ts';

test('the tree in docs/graph.md is what the command prints', () => {
  const { stdout } = spawnSync(process.execPath, [BIN, 'graph', 'examples/quickstart'], { encoding: 'utf8' });
  expect(readFileSync('docs/graph.md', 'utf8')).toContain(`\n\`\`\`text\n${stdout}\`\`\`\n`);
});
