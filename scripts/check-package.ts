import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { call, install, pack, tryAll } from './package/trial.ts';

// `npm run check:package`: packs Spanwright, checks what others will resolve in it, and uses it with every version of Node
// that it promises to run on, or those named: `npm run check:package -- 26`. The versions come from the registry, as the
// package `node`, into a folder that is removed.

const versions = process.argv.slice(2);
const wanted = versions.length > 0 ? versions : ['22.22', '24', '26'];
const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'spanwright-package-'));

try {
  const { tarball, unpackedSize, files } = await pack(root, folder);
  say(`${files.length} files, ${(unpackedSize / 1e6).toFixed(1)} MB unpacked`);
  await check('publint', ['publint@0.3.25', tarball]);
  // `require` of an ES module is what every supported Node does; older resolutions of TypeScript know no exports.
  await check('are the types wrong', ['@arethetypeswrong/cli@0.18.5', '--profile', 'esm-only', tarball]);
  for (const version of wanted) await tryWith(version, tarball);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function check(name: string, command: readonly string[]): Promise<void> {
  await call('npx', ['--yes', ...command], { cwd: folder });
  say(`${name}: nothing found`);
}

async function tryWith(version: string, tarball: string): Promise<void> {
  const node = await nodeOf(version);
  const { stdout } = await call(node, ['--version'], { cwd: folder });
  const trial = { folder: emptyFolder(`trial-${version}`), node };
  const startMs = performance.now();
  await install(trial, tarball);
  const installedMs = performance.now() - startMs;
  await tryAll(trial);
  say(
    `node ${stdout.trim()}: installed in ${(installedMs / 1000).toFixed(1)} s; init, validate, run, watch, diff`,
  );
}

async function nodeOf(version: string): Promise<string> {
  const at = emptyFolder(`node-${version}`);
  writeFileSync(join(at, 'package.json'), '{}');
  const args = ['install', '--no-audit', '--no-fund', `node@${version}`];
  await call('npm', args, { cwd: at });
  return join(at, 'node_modules/node/bin/node');
}

function emptyFolder(name: string): string {
  const at = join(folder, name);
  mkdirSync(at);
  return at;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
