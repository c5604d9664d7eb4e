import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { projectJsonSchema } from '../src/cli/index.ts';
import { diffJsonSchema } from '../src/diff/index.ts';
import { proofJsonSchema } from '../src/prove/index.ts';
import { certificateJsonSchema } from '../src/report/index.ts';
import { scenarioJsonSchema, scenarioReference } from '../src/scenario/index.ts';
import { cliPage } from './pages/cli.ts';
import { diagnosticsPage } from './pages/diagnostics.ts';
import { exitCodesPage } from './pages/exit-codes.ts';
import { generatedNote } from './pages/markdown.ts';
import { reportersPage } from './pages/reporters.ts';

const root = resolve(import.meta.dirname, '..');

// Writes every file that derives from the sources. With --check it writes nothing and fails when one is stale.

const generated: Readonly<Record<string, () => string>> = {
  'spanwright.schema.json': scenarioJsonSchema,
  'docs/reference/project-file.schema.json': projectJsonSchema,
  'docs/reference/diff.schema.json': diffJsonSchema,
  'docs/reference/certificate.schema.json': certificateJsonSchema,
  'docs/reference/proof.schema.json': proofJsonSchema,
  'docs/reference/scenario-file.md': () => `${generatedNote('src/scenario/schema')}${scenarioReference()}`,
  'docs/reference/cli.md': cliPage,
  'docs/reference/diagnostics.md': diagnosticsPage,
  'docs/reference/exit-codes.md': exitCodesPage,
  'docs/reference/features.md': () => printedBy('test/claims/print-features.ts'),
  'docs/reference/reporters.md': reportersPage,
};

/** What a program prints that this one may not import; its faults are shown. */
function printedBy(program: string): string {
  return execFileSync(process.execPath, [program], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

const stale = Object.entries(generated)
  .map(([name, generate]) => ({ name, path: resolve(root, name), text: generate() }))
  .filter(({ path, text }) => !existsSync(path) || readFileSync(path, 'utf8') !== text);

if (process.argv.includes('--check')) {
  for (const { name } of stale) process.stderr.write(`${name} is stale: run \`npm run generate\`\n`);
  if (stale.length > 0) process.exitCode = 1;
} else {
  for (const { name, path, text } of stale) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    process.stdout.write(`${name} written\n`);
  }
}
