import { type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

// The package as its users get it: packed as npm publishes it, installed in an empty folder without a network, and used
// from there. A test does this with the Node at hand, `npm run check:package` with others too.

export interface Packed {
  /** Absolute path of the tarball. */
  readonly tarball: string;
  /** Bytes of all files in it. */
  readonly unpackedSize: number;
  /** Paths in the package. */
  readonly files: readonly string[];
}

/** Packs what `npm run build` made into a tarball in the folder. */
export async function pack(root: string, folder: string): Promise<Packed> {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const { stdout } = await call('npm', args, { cwd: root });
  // A list with older versions of npm, an object by name with newer ones.
  const [info] = Object.values<PackInfo>(JSON.parse(stdout));
  if (!info) throw new Error(`npm pack said ${stdout}`);
  return {
    tarball: join(folder, info.filename),
    unpackedSize: info.unpackedSize,
    files: info.files.map(({ path }) => path),
  };
}

interface PackInfo {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** Where a Spanwright is tried out. */
export interface Trial {
  /** An empty folder. */
  readonly folder: string;
  /** Runs npm and npx, and whatever they start. */
  readonly node: string;
}

/** Installs the tarball. The registry is never asked, so anything but an empty list of dependencies fails. */
export async function install({ folder, node }: Trial, tarball: string): Promise<void> {
  writeFileSync(join(folder, 'package.json'), '{ "name": "trial", "private": true, "type": "module" }\n');
  const args = ['install', '--offline', '--no-audit', '--no-fund', '--cache', join(folder, '.npm'), tarball];
  await call('npm', args, { cwd: folder, env: environmentOf(node) });
}

/** Calls the installed Spanwright through npx; fails unless it ends with the code. Gives its standard output. */
export async function npx({ folder, node }: Trial, args: readonly string[], expected = 0): Promise<string> {
  const { stdout } = await call(
    'npx',
    ['--offline', '--', 'spanwright', ...args],
    { cwd: folder, env: environmentOf(node) },
    expected,
  );
  return stdout;
}

/** Everything a newcomer does in the first minutes. Throws at the first step that does not do what it should. */
export async function tryAll(trial: Trial): Promise<void> {
  const scenario = join(trial.folder, 'greeter.span.toml');
  expectText(await npx(trial, ['init']), 'greeter.span.toml');
  expectText(await npx(trial, ['validate']), '1 file: 1 valid');
  expectText(await npx(trial, ['run']), '1 passed (1 scenario)');
  const original = readFileSync(scenario, 'utf8');
  const loosened = original.replace('spans_total = { eq = 2 }', 'spans_total = { gte = 1 }');
  expectText(await watchOneSave(trial, () => writeFileSync(scenario, loosened)), '"kind":"loosened"');
  writeFileSync(join(trial.folder, 'before.span.toml'), original);
  const sides = ['before.span.toml', 'greeter.span.toml'];
  expectText(await npx(trial, ['diff', ...sides, '--fail-on', 'loosened'], 1), 'loosened: spans_total');
}

/** A watch that hears nothing of the save would be waited for without end. */
const PATIENCE_MS = 60_000;

/** What `watch` says of the file that is saved once it is at work. */
async function watchOneSave({ folder, node }: Trial, save: () => void): Promise<string> {
  // npx would stand between it and the signal that ends it.
  const program = join(folder, 'node_modules/spanwright/bin/spanwright.js');
  const watch = spawn(node, [program, 'watch', '--format', 'json'], {
    cwd: folder,
    env: environmentOf(node),
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: PATIENCE_MS,
  });
  const ended = once(watch, 'close');
  const cycles: string[] = [];
  for await (const line of createInterface({ input: watch.stdout })) {
    if (!line.includes('"type":"cycle"')) continue;
    if (cycles.push(line) === 1) save();
    else watch.kill('SIGTERM');
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`spanwright watch ended with ${code}`);
  return cycles.at(-1) ?? '';
}

/** Nothing of the surroundings but what npm needs: CI, say, changes what is printed. */
function environmentOf(node: string): NodeJS.ProcessEnv {
  const { PATH = '', HOME } = process.env;
  return { PATH: [join(node, '..'), PATH].join(delimiter), HOME, NO_COLOR: '1' };
}

/** Runs a program to its end; standard error is part of what is thrown when that is another one than expected. */
export async function call(
  program: string,
  args: readonly string[],
  options: SpawnOptions,
  expected = 0,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const child = spawn(program, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  if (code !== expected)
    throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
  return { stdout, stderr };
}

function expectText(output: string, wanted: string): void {
  if (!output.includes(wanted)) throw new Error(`${JSON.stringify(wanted)} is missing from:\n${output}`);
}
