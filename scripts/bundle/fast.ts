import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { build, type Metafile, type OnResolveArgs, type Plugin } from 'esbuild';
import { EXIT } from '../../src/diagnostic/index.ts';
import { forInk } from './for-ink.ts';
import { pastIndexes } from './past-indexes.ts';

/**
 * What `spanwright validate`, `run` and `watch` are made of: one script each with all that every call needs, and beside
 * it what only some calls need, loaded when first used. Each script holds its own copy of the small modules it shares with
 * another one, which are functions over plain data. The chunks of the other commands take 130 ms where `validate` takes 20
 * (with the code that {@link compileAhead} keeps; 60 without), 200 where `run` takes 60, and 240 where `watch` takes 90.
 */
const scripts: readonly FastScript[] = [
  {
    name: 'validate',
    entry: 'src/cli/main.ts',
    within: 'src/cli/main.ts',
    command: 'src/cli/command/validate.ts',
  },
  {
    name: 'run',
    entry: 'src/cli/main.ts',
    within: 'src/cli/main.ts',
    command: 'src/cli/command/run.ts',
    packages: /\/node_modules\/(p-queue|p-timeout|eventemitter3)\//,
  },
  {
    name: 'watch',
    entry: 'src/cli/main.ts',
    within: 'src/cli/main.ts',
    command: 'src/cli/command/watch.ts',
    packages: /\/node_modules\/(chokidar|readdirp|lru-cache|diff)\//,
  },
  // Only a watch with a terminal draws.
  {
    name: 'screen',
    entry: 'src/cli/watch/screen/ink.ts',
    within: 'src/cli/watch/screen/',
    packages: /\/node_modules\//,
  },
  // Only what the quick reader leaves over is read by the states of @iarna/toml, and explained where it is wrong.
  {
    name: 'toml-states',
    entry: 'src/scenario/toml/by-states.ts',
    within: 'src/scenario/toml/by-states.ts',
    packages: /\/node_modules\/@iarna\/toml\//,
  },
  {
    name: 'toml-explain',
    entry: 'src/scenario/toml/explain/index.ts',
    within: 'src/scenario/toml/explain/',
  },
  // Only templates are rendered.
  {
    name: 'rendering',
    entry: 'src/scenario/rendering/render-file.ts',
    within: 'src/scenario/rendering/render-file.ts',
  },
  {
    name: 'render',
    entry: 'src/render/index.ts',
    within: 'src/render/',
    packages: /\/node_modules\/(nunjucks|asap|a-sync-waterfall)\//,
  },
  // Only what is wrong needs the texts of diagnostics.
  { name: 'catalogue', entry: 'src/diagnostic/catalogue/index.ts', within: 'src/diagnostic/catalogue/' },
  // Only files with regular expressions have them checked.
  { name: 're2js', entry: 're2js', within: 'node_modules/re2js/', packages: /\/node_modules\/re2js\// },
];

/** Commands and parts of them are loaded by import(). This is needed by every call, so it is built in. */
const PROJECT = 'src/cli/config/project.ts';

export const FAST_FOLDER = 'dist/fast';

interface FastScript {
  readonly name: string;
  readonly entry: string;
  /** The folder whose modules are in this script only; or the entry, with what it alone imports. */
  readonly within: string;
  /** The command that the starter starts with it. */
  readonly command?: string;
  /** Packages that a call may have to compile; any other would slow it down unnoticed. Default: none. */
  readonly packages?: RegExp;
}

/** Builds the scripts; `chunks` is what the commands were built to before. Gives the inputs and outputs of all. */
export async function buildFast(chunks: Metafile): Promise<readonly Metafile[]> {
  // V8 tells code of another script by the script's length only, so none may outlive the script it was made of.
  rmSync(FAST_FOLDER, { recursive: true, force: true });
  mkdirSync(FAST_FOLDER);
  return await Promise.all(
    scripts.map(async (script) => {
      const built = await buildScript(script, chunks);
      refuseStrangers(script, built.inputs);
      return built;
    }),
  );
}

function refuseStrangers({ name, packages }: FastScript, inputs: Metafile['inputs']): void {
  const isStranger = (file: string) => file.includes('node_modules/') && !packages?.test(`/${file}`);
  const stranger = Object.keys(inputs).find(isStranger);
  if (stranger === undefined) return;
  const [importer] = Object.entries(inputs).find(([file, { imports }]) => {
    return !isStranger(file) && imports.some(({ path }) => isStranger(path));
  }) ?? [''];
  throw new Error(`\`${name}\` has to start without ${stranger}: ${importer} should be loaded with import()`);
}

async function buildScript(script: FastScript, chunks: Metafile): Promise<Metafile> {
  const { metafile, outputFiles } = await build({
    entryPoints: { [script.name]: script.entry },
    outdir: FAST_FOLDER,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    conditions: ['import', 'node'],
    // Less text to read; names stay, for the stacks in reports of crashes.
    minifyWhitespace: true,
    minifySyntax: true,
    plugins: [apart(script, chunks), pastIndexes, ...forInk.plugins],
    // A function of what the starter gives it, as CommonJS modules are.
    banner: { js: '(function (require, importChunk, module, url) {' },
    footer: { js: '})' },
    alias: forInk.alias,
    define: { ...forInk.define, 'import.meta.url': 'url' },
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  // Another script is there at once, and what waits for it does not mind.
  for (const { path, text } of outputFiles)
    writeFileSync(
      path,
      text.replaceAll('import("chunk:', 'importChunk("').replaceAll('import("script:', 'require("'),
    );
  return metafile;
}

/** Leads imports of what is in another script there, and import() of other commands to their chunks. */
function apart(self: FastScript, chunks: Metafile): Plugin {
  const others = scripts.filter((each) => each !== self && each.command === undefined);
  const isIn = ({ within }: FastScript, path: string) => path.startsWith(resolve(within));
  return {
    name: 'apart',
    setup({ onResolve }) {
      onResolve({ filter: /./ }, ({ kind, path, importer, resolveDir }: OnResolveArgs) => {
        if (kind === 'entry-point') return undefined;
        const target = path.startsWith('.') ? resolve(resolveDir, path) : path;
        const other = others.find(
          (each) => (path === each.entry || isIn(each, target)) && !isIn(each, importer),
        );
        if (kind !== 'dynamic-import') return other && { path: `./${other.name}.cjs`, external: true };
        if (other) return { path: `script:./${other.name}.cjs`, external: true };
        const chunk = isBuiltin(path) ? undefined : chunkOf(relative('.', target), self, chunks);
        return chunk === undefined ? undefined : { path: chunk, external: true };
      });
    },
  };
}

/** Undefined for what is built in. */
function chunkOf(source: string, { command }: FastScript, { outputs }: Metafile): string | undefined {
  if (source === command || source === PROJECT) return undefined;
  const [chunk] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === source) ?? [];
  if (chunk === undefined) throw new Error(`${source} is loaded with import() and has no chunk`);
  return `chunk:${basename(chunk)}`;
}

/**
 * Keeps the code that V8 makes of the scripts beside them, as it is after files without faults were validated and run: what
 * they call needs no compiling any more. The starter takes it when it runs under the same version of V8, which is why the
 * version that a release is built with should be the one most used.
 */
export function compileAhead(): void {
  const warm = (name: string) => resolve('scripts/bundle/warm', name);
  const templates = [warm('template.span.toml.njk'), warm('template.clnrm.toml.tera')];
  const validate = (...files: string[]) => compileBy(['validate', ...files], '.');
  const correct = validate(
    resolve('examples/quickstart/checkout.span.toml'),
    ...templates,
    warm('patterns.span.toml'),
  );
  // Only what the others did not load is compiled by this: what is called for faults would slow down the rest.
  const faulty = validate(warm('faulty.span.toml'), warm('broken.span.toml'));
  const folder = mkdtempSync(join(tmpdir(), 'spanwright-build-'));
  const run = compileBy(['run', warm('run.span.toml')], folder);
  cpSync(warm('watch.span.toml'), join(folder, 'watch.span.toml'));
  const watch = compileBy(['watch'], folder, 'compile-watch.cjs');
  rmSync(folder, { recursive: true });
  for (const { code, expected, said } of [
    { ...correct, expected: EXIT.passed },
    { ...faulty, expected: EXIT.invalid },
    { ...run, expected: EXIT.passed },
    { ...watch, expected: EXIT.passed },
  ]) {
    if (code !== expected) throw new Error(`the scripts in ${FAST_FOLDER} do not work: ${said}`);
  }
}

/** What takes so long hangs. */
const COMPILE_MS = 60_000;

function compileBy(args: readonly string[], cwd: string, by = 'compile.cjs') {
  const compiler = resolve('scripts/bundle', by);
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, ...args], {
    cwd,
    encoding: 'utf8',
    timeout: COMPILE_MS,
  });
  return { code: status, said: `${stdout}${stderr}` };
}
