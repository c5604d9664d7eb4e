import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { BIN } from './program.ts';

// No file is ever turned into code: everything works where Node refuses to make functions from text.

const root = resolve(import.meta.dirname, '..');
const files = [
  'examples/quickstart/checkout.span.toml',
  'scripts/bundle/warm/template.span.toml.njk',
  'scripts/bundle/warm/template.clnrm.toml.tera',
];

test.each([
  ['plain files and templates', files],
  ['patterns that need the engine', ['examples/fake-green', 'examples/clnrm']],
])('%s are validated without making code from text', (_, paths) => {
  const flag = '--disallow-code-generation-from-strings';
  const args = [flag, BIN, 'validate', '--format', 'json', ...paths];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout).summary).toMatchObject({ ok: true, invalid: 0 });
  expect(status).toBe(0);
});
