import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { trimDeclarations } from './bundle/declarations.ts';
import { buildFast, compileAhead, FAST_FOLDER } from './bundle/fast.ts';
import { forInk } from './bundle/for-ink.ts';
import { licensesOf } from './bundle/licenses.ts';
import { pastIndexes } from './bundle/past-indexes.ts';
import { buildReportPage } from './bundle/report-page.ts';
import { manPage } from './pages/man.ts';

// Bundles the command line tool and the library into dist/. Everything from npm goes into the bundle, so an installed
// Spanwright has no dependencies and loads a handful of files. Run by `npm run build`, and by `npm ci` through prepare.

const root = resolve(import.meta.dirname, '..');
process.chdir(root);

/** CommonJS packages in the bundle ask for Node's own modules this way, and for nothing else. */
const requireBuiltin = 'const require = (name) => process.getBuiltinModule(name);';

const { metafile } = await build({
  entryPoints: {
    cli: 'src/cli/main.ts',
    index: 'src/index.ts',
    // Loaded by name, from a chunk, when a template first calls a fake_* function.
    'chunks/faker': 'src/render/function/faker.ts',
  },
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  // One chunk per command: a command loads what it needs and nothing else.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  conditions: ['import', 'node'],
  ...forInk,
  plugins: [pastIndexes, ...forInk.plugins],
  banner: { js: requireBuiltin },
  sourcemap: process.env.SPANWRIGHT_SOURCEMAP === '1',
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});

const fast = await buildFast(metafile);
const built = [metafile, ...fast, await buildReportPage()];
removeStale(new Set(built.flatMap(({ outputs }) => Object.keys(outputs))));
compileAhead();
cpSync('src/cli/starter', 'dist/starter', { recursive: true });
writeFileSync('dist/LICENSES.txt', licensesOf(built.flatMap(({ inputs }) => Object.keys(inputs))));
writeManual();
emitTypes();

/** Chunks of earlier builds are removed after the new ones are there, so that a running Spanwright can finish. */
function removeStale(written: ReadonlySet<string>): void {
  for (const folder of ['dist', 'dist/chunks', FAST_FOLDER].filter((each) => existsSync(each))) {
    const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
    const stale = files.map((entry) => join(folder, entry.name)).filter((file) => !written.has(file));
    for (const file of stale) rmSync(file);
  }
}

/** For those who make packages of systems, and for `man spanwright` where npm installs globally. */
function writeManual(): void {
  for (const folder of ['dist/man', 'dist/completions']) mkdirSync(folder, { recursive: true });
  writeFileSync('dist/man/spanwright.1', manPage());
  for (const [shell, file] of [
    ['bash', 'spanwright.bash'],
    ['zsh', '_spanwright'],
    ['fish', 'spanwright.fish'],
  ] as const) {
    const script = execFileSync(process.execPath, ['bin/spanwright.js', 'completion', shell]);
    writeFileSync(`dist/completions/${file}`, script);
  }
}

/** From nothing: what is no longer reached would stay, and what was trimmed be read again. */
function emitTypes(): void {
  const folder = 'dist/types';
  rmSync(folder, { recursive: true, force: true });
  const compiler = 'node_modules/ts7/bin/tsc';
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'scripts/tsconfig.types.json'], {
    stdio: 'inherit',
  });
  if (status === 0) trimDeclarations(folder, 'index.d.ts');
  else process.exitCode = 1;
}
