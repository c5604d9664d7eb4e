import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { build, type Metafile, type OnResolveArgs, type Plugin } from 'esbuild';
import { EXIT } from '../../src/diagnostic/index.ts';
import { pastIndexes } from './past-indexes.ts';

/**
 * What `spanwright validate` is made of: one script with all that every call needs, and beside it what only some files
 * need, loaded when first used. Each script holds its own copy of the small modules it shares with another one, which
 * are functions over plain data. The chunks of the other commands take 130 ms where this takes 20 (with the code that
 * {@link compileAhead} keeps; 60 without).
 */
const scripts: readonly FastScript[] = [
  { name: 'validate', entry: 'src/cli/main.ts', within: 'src/cli/main.ts' },
  // Only templates are rendered.
  { name: 'render', entry: 'src/render/index.ts', within: 'src/render/' },
  // Only what is wrong needs the texts of diagnostics.
  { name: 'catalogue', entry: 'src/diagnostic/catalogue/index.ts', within: 'src/diagnostic/catalogue/' },
  // Only files with regular expressions have them checked.
  { name: 're2js', entry: 're2js', within: 'node_modules/re2js/' },
];

/** Commands and parts of them are loaded by import(). These are needed by every call of `validate`, so they are built in. */
const builtIn = new Set(['src/cli/command/validate.ts', 'src/cli/config/project.ts']);

/** Packages that a call may have to compile; anything else would slow it down unnoticed. */
const packages = /\/node_modules\/(@iarna\/toml|nunjucks|re2js|asap|a-sync-waterfall)\//;

export const FAST_FOLDER = 'dist/fast';

interface FastScript {
  readonly name: string;
  readonly entry: string;
  /** The folder whose modules are in this script only. */
  readonly within: string;
}

/** Builds the scripts; `chunks` is what the commands were built to before. Gives the inputs and outputs of all. */
export async function buildFast(chunks: Metafile): Promise<readonly Metafile[]> {
  // V8 tells code of another script by the script's length only, so none may outlive the script it was made of.
  rmSync(FAST_FOLDER, { recursive: true, force: true });
  mkdirSync(FAST_FOLDER);
  const built = await Promise.all(scripts.map((script) => buildScript(script, chunks)));
  for (const { inputs } of built) refuseStrangers(inputs);
  return built;
}

function refuseStrangers(inputs: Metafile['inputs']): void {
  const isStranger = (file: string) => file.includes('node_modules/') && !packages.test(`/${file}`);
  const stranger = Object.keys(inputs).find(isStranger);
  if (stranger === undefined) return;
  const [importer] = Object.entries(inputs).find(([file, { imports }]) => {
    return !isStranger(file) && imports.some(({ path }) => isStranger(path));
  }) ?? [''];
  throw new Error(
    `\`validate\` has to start without ${stranger}: ${importer} should be loaded with import()`,
  );
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
    plugins: [apart(script, chunks), pastIndexes],
    // A function of what the starter gives it, as CommonJS modules are.
    banner: { js: '(function (require, importChunk, module, url) {' },
    footer: { js: '})' },
    define: { 'import.meta.url': 'url' },
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  for (const { path, text } of outputFiles)
    writeFileSync(path, text.replaceAll('import("chunk:', 'importChunk("'));
  return metafile;
}

/** Leads imports of what is in another script there, and import() of other commands to their chunks. */
function apart(self: FastScript, chunks: Metafile): Plugin {
  const others = scripts.filter((each) => each !== self && each.name !== 'validate');
  const isIn = ({ within }: FastScript, path: string) => path.startsWith(resolve(within));
  return {
    name: 'apart',
    setup({ onResolve }) {
      onResolve({ filter: /./ }, ({ kind, path, importer, resolveDir }: OnResolveArgs) => {
        if (kind === 'entry-point') return undefined;
        const target = path.startsWith('.') ? resolve(resolveDir, path) : path;
        if (kind === 'dynamic-import') {
          const chunk = chunkOf(relative('.', target), chunks);
          return chunk === undefined ? undefined : { path: chunk, external: true };
        }
        const other = others.find(
          (each) => (path === each.entry || isIn(each, target)) && !isIn(each, importer),
        );
        return other && { path: `./${other.name}.cjs`, external: true };
      });
    },
  };
}

function chunkOf(source: string, { outputs }: Metafile): string | undefined {
  if (builtIn.has(source)) return undefined;
  const [chunk] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === source) ?? [];
  if (chunk === undefined) throw new Error(`${source} is loaded with import() and has no chunk`);
  return `chunk:${basename(chunk)}`;
}

/**
 * Keeps the code that V8 makes of the scripts beside them, as it is after files without faults were validated: what they
 * call needs no compiling any more. The starter takes it when it runs under the same version of V8, which is why the
 * version that a release is built with should be the one most used.
 */
export function compileAhead(): void {
  const warm = (name: string) => `scripts/bundle/warm/${name}`;
  const templates = [warm('template.span.toml.njk'), warm('template.clnrm.toml.tera')];
  compileBy(
    ['examples/quickstart/checkout.span.toml', ...templates, warm('patterns.span.toml')],
    EXIT.passed,
  );
  // Only what the others did not load is compiled by this: what is called for faults would slow down the rest.
  compileBy([warm('faulty.span.toml')], EXIT.invalid);
}

function compileBy(files: readonly string[], expected: number): void {
  const args = ['scripts/bundle/compile.cjs', ...files];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== expected) throw new Error(`the scripts in ${FAST_FOLDER} do not work: ${stdout}${stderr}`);
}
