import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { serialize } from 'node:v8';
import { call } from './package/trial.ts';

// `npm run sea`: Spanwright and the Node at hand in one file, dist-sea/spanwright, for machines without Node; then a trial
// of it. The file holds the package as it is built and unpacks it into the user's cache when it is started for the first
// time: commands are chunks that are loaded when needed, with code that V8 compiled when they were built, and both are
// files by nature (docs/decisions/bundle.md). See https://nodejs.org/api/single-executable-applications.html.

/** From this version on, Node puts the parts together itself. */
const BUILDS_ITSELF = 26;
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** What runs, and of the pages the one that the language server shows. */
const PARTS = ['bin', 'dist', 'docs/reference/diagnostics.md', 'spanwright.schema.json', 'package.json'];
const LEFT_OUT = /^dist\/(?:types|man|completions)\//;

const root = resolve(import.meta.dirname, '..');
const output = join(root, 'dist-sea/spanwright');
const work = mkdtempSync(join(tmpdir(), 'spanwright-sea-'));
try {
  if (!existsSync(join(root, 'dist/cli.js'))) throw new Error('run `npm run build` first');
  await build();
  await tryOut();
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function build(): Promise<void> {
  const packed = serialize(
    new Map(PARTS.flatMap(filesIn).map((name) => [name, readFileSync(join(root, name))])),
  );
  writeFileSync(join(work, 'package.bin'), packed);
  writeFileSync(join(work, 'digest'), createHash('sha256').update(packed).digest('hex').slice(0, 16));
  const config = {
    main: join(root, 'scripts/sea/main.cjs'),
    disableExperimentalSEAWarning: true,
    assets: { package: join(work, 'package.bin'), digest: join(work, 'digest') },
  };
  rmSync(join(root, 'dist-sea'), { recursive: true, force: true });
  mkdirSync(join(root, 'dist-sea'));
  // Nothing in it is for git.
  writeFileSync(join(root, 'dist-sea/.gitignore'), '*\n');
  const configFile = join(work, 'sea.json');
  const isWhole = Number.parseInt(process.versions.node, 10) >= BUILDS_ITSELF;
  writeFileSync(configFile, JSON.stringify({ ...config, output: isWhole ? output : join(work, 'blob') }));
  if (isWhole) await call(process.execPath, ['--build-sea', configFile], {});
  else await inject(configFile);
  chmodSync(output, 0o755);
}

/** The same in three steps, for older versions. */
async function inject(configFile: string): Promise<void> {
  await call(process.execPath, ['--experimental-sea-config', configFile], {});
  copyFileSync(process.execPath, output);
  chmodSync(output, 0o755);
  const args = [
    'postject@1.0.0-alpha.6',
    output,
    'NODE_SEA_BLOB',
    join(work, 'blob'),
    '--sentinel-fuse',
    FUSE,
  ];
  await call('npx', ['--yes', ...args], { cwd: work });
}

function filesIn(part: string): string[] {
  if (!statSync(join(root, part)).isDirectory()) return [part];
  const entries = readdirSync(join(root, part), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((name) => !LEFT_OUT.test(name));
}

/** On a machine without Node: nothing but the system's own programs is on PATH, and the cache is empty at first. */
async function tryOut(): Promise<void> {
  const cwd = join(work, 'trial');
  mkdirSync(cwd);
  const step = '[[scenario.steps]]\ncommand = "echo hi"\nexpect.stdout.contains = "hi"\n';
  const scenario = `[meta]\nname = "trial"\n[[scenario]]\nname = "says hi"\n${step}`;
  writeFileSync(join(cwd, 'trial.span.toml'), scenario);
  const options = { cwd, env: { PATH: '/usr/bin:/bin', HOME: join(work, 'home') } };
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const [args, text] of [
    [['--version'], `${version}\n`],
    [['validate'], '1 file'],
    [['run', '--reporter', 'human', '--reporter', 'html:run.html'], '1 passed (1 scenario)'],
    [['watch', '--help'], 'spanwright watch'],
    [['--help'], 'spanwright <command>'],
    [['init', 'greeter'], 'greeter/greeter.span.toml'],
  ] as const) {
    const { stdout } = await call(output, args, options);
    if (!stdout.includes(text)) throw new Error(`spanwright ${args.join(' ')} said ${stdout}`);
  }
  const megabytes = (statSync(output).size / 1e6).toFixed(0);
  process.stdout.write(`dist-sea/spanwright: ${megabytes} MB with Node ${process.versions.node}; it works\n`);
}
