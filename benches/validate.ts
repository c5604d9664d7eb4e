/**
 * How long `spanwright validate` takes from the shell's point of view, as ratios in one run: a cold call beside the
 * floor, which is Node running nothing (an empty script beside it), and 1,000 files with full semantics beside TOML linters, which know the syntax
 * only. Figures are medians of calls that take turns; on a busy machine the ratios hold better than the milliseconds.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, printEnvironment, printRatio } from './figures.ts';
import { type Call, timeCalls } from './processes.ts';
import { plainFile, templatedFile } from './validate/files.ts';

const ROUNDS_OF_ONE = 30;
const ROUNDS_OF_MANY = 7;
const FILES = 1_000;
/** One in so many files is a template in the mixed set. */
const TEMPLATE_EVERY = 5;

const bin = fileURLToPath(new URL('../bin/spanwright.js', import.meta.url));
const peersFolder = fileURLToPath(new URL('peers/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'spanwright-bench-'));

writeFiles();
const peers = installPeers();
printEnvironment();
try {
  measureOne();
  measureMany();
} finally {
  rmSync(folder, { recursive: true });
}

function writeFiles(): void {
  for (const set of ['one', 'plain', 'mixed']) mkdirSync(join(folder, set));
  writeFileSync(join(folder, 'empty.cjs'), '');
  writeFileSync(join(folder, 'one/plain.span.toml'), plainFile(0));
  writeFileSync(join(folder, 'one/template.span.toml.njk'), templatedFile(0));
  for (let n = 0; n < FILES; n += 1) {
    writeFileSync(join(folder, `plain/${n}.span.toml`), plainFile(n));
    if (n % TEMPLATE_EVERY > 0) writeFileSync(join(folder, `mixed/${n}.span.toml`), plainFile(n));
    else writeFileSync(join(folder, `mixed/${n}.span.toml.njk`), templatedFile(n));
  }
}

/** The peers' programs, as npm installs them; empty, with a word about it, where they cannot be had. */
function installPeers(): readonly Call[] {
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: peersFolder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) {
    console.log('tombi and taplo cannot be installed here: no figures of theirs');
    return [];
  }
  const modules = join(peersFolder, 'node_modules');
  return [
    {
      name: 'tombi lint --offline',
      command: ['node', join(modules, 'tombi/bin/tombi'), 'lint', '--offline'],
    },
    { name: 'taplo lint', command: ['node', join(modules, '@taplo/cli/dist/cli.js'), 'lint'] },
  ];
}

function on(call: Call, paths: readonly string[], cwd: string): Call {
  return { ...call, cwd, command: [...call.command, ...paths] };
}

function spanwright(name: string, args: readonly string[], cwd = folder): Call {
  return { name, command: ['node', bin, ...args], cwd };
}

function measureOne(): void {
  const calls: Call[] = [
    { name: 'floor: node -e 0', command: ['node', '-e', '0'] },
    { name: 'an empty script', command: ['node', join(folder, 'empty.cjs')] },
    spanwright('--version', ['--version']),
    spanwright('validate, one plain file', ['validate', 'one/plain.span.toml']),
    spanwright('validate, one template', ['validate', 'one/template.span.toml.njk']),
    ...peers.map((peer) => on({ ...peer, name: `${peer.name}, one file` }, ['one/plain.span.toml'], folder)),
  ];
  const goals: Readonly<Record<string, string>> = {
    '--version': '<= 1.15 x the floor',
    'validate, one plain file': '<= 1.3 x the floor',
    'validate, one template': '<= 1.6 x the floor',
  };
  const times = timeCalls(calls, ROUNDS_OF_ONE);
  const floor = median(times.get('floor: node -e 0') ?? []);
  for (const [what, samples] of times) {
    printRatio({ what, value: median(samples), of: floor, goal: goals[what] }, 'ms');
  }
}

function measureMany(): void {
  const all = Array.from({ length: FILES }, (_, n) => `${n}.span.toml`);
  const goal = '<= 1.0 x tombi';
  const calls: Call[] = [
    ...peers.map((peer) => on(peer, all, join(folder, 'plain'))),
    spanwright('validate, plain files', ['validate', 'plain']),
    spanwright('validate, one file in five a template', ['validate', 'mixed']),
  ];
  const times = timeCalls(calls, ROUNDS_OF_MANY);
  const first = median(times.get(calls[0]?.name ?? '') ?? []);
  for (const [what, samples] of times) {
    const line = { what: `${FILES} files: ${what}`, value: median(samples), of: first };
    printRatio({ ...line, goal: what.startsWith('validate') ? goal : undefined }, 'ms');
  }
}
