import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, install, npx, type Packed, pack, tryAll } from '../scripts/package/trial.ts';
import { commands } from '../src/cli/index.ts';
import { makeFolder } from './program.ts';

// The package as it would be published, held against the machine it is installed on. `npm run check:package` does the
// same with every version of Node that is supported.

const MAX_UNPACKED_BYTES = 20e6;

const root = resolve(import.meta.dirname, '..');
const { path: folder, remove } = makeFolder({ 'trial/.keep': '', 'other/.keep': '' });
const trial = { folder: join(folder, 'trial'), node: process.execPath };
const installed = join(trial.folder, 'node_modules/spanwright');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
let packed: Packed;

beforeAll(async () => {
  if (!existsSync('dist/cli.js'))
    throw new Error('this is about the built program: run `npm run build` first');
  packed = await pack(root, folder);
  await install(trial, packed.tarball);
}, 120_000);
afterAll(remove);

describe('the tarball', () => {
  test('holds the program, the library with its types, the schema, completions, the manual and the docs', () => {
    expect(packed.files).toEqual(
      expect.arrayContaining([
        'actions/common.sh',
        'actions/validate/action.yml',
        'bin/spanwright.js',
        'dist/cli.js',
        'dist/index.js',
        'dist/types/index.d.ts',
        'dist/LICENSES.txt',
        'dist/man/spanwright.1',
        'dist/completions/spanwright.bash',
        'dist/completions/_spanwright',
        'dist/completions/spanwright.fish',
        'spanwright.schema.json',
        'docs/guide.md',
        'README.md',
        'CHANGELOG.md',
        'LICENSE',
      ]),
    );
  });

  test('holds no sources and no tests', () => {
    expect(packed.files.filter((file) => /^(src|test|benches|scripts|node_modules)\//.test(file))).toEqual(
      [],
    );
    expect(packed.files.filter((file) => /\.test\.|\.tsbuildinfo$|\.map$/.test(file))).toEqual([]);
  });

  test('is as small as it should be', () => {
    expect(packed.unpackedSize).toBeLessThanOrEqual(MAX_UNPACKED_BYTES);
  });

  test('leads with every path of its package.json to a file in it', () => {
    const paths: unknown[] = [];
    JSON.stringify({ bin: manifest.bin, exports: manifest.exports, man: manifest.man }, (_, value) => {
      if (typeof value === 'string') paths.push(value.replace(/^\.\//, ''));
      return value;
    });
    expect(paths.length).toBeGreaterThanOrEqual(6);
    for (const path of paths) expect(packed.files).toContain(path);
  });

  test('needs nothing else, and runs nothing when it is installed', () => {
    const { dependencies, peerDependencies, optionalDependencies, scripts } = manifest;
    expect({ dependencies, peerDependencies, optionalDependencies }).toEqual({});
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
    expect(packed.files.filter((file) => /\.node$|binding\.gyp$/.test(file))).toEqual([]);
  });
});

describe('installed from it in an empty folder, without a network', () => {
  test('init, validate, run, a save under watch, and diff work', { timeout: 120_000 }, async () => {
    await tryAll(trial);
    expect(await npx(trial, ['--version'])).toBe(`${manifest.version}\n`);
  });

  test.each([
    ['import', `import { loadScenarioFile } from 'spanwright'`],
    [
      'require',
      `const { loadScenarioFile } = process.getBuiltinModule('module').createRequire(process.cwd() + '/x')('spanwright')`,
    ],
  ])('the library can be had by %s', async (_, line) => {
    const script = `${line}; console.log(loadScenarioFile({ file: 'a', dir: '/', content: '' }).diagnostics[0].code)`;
    const { stdout } = await call(trial.node, ['--input-type=module', '-e', script], { cwd: trial.folder });
    expect(stdout).toMatch(/^SW\d{4}\n$/);
  });

  test('the schema can be had by its name', async () => {
    const script = `import schema from 'spanwright/schema' with { type: 'json' }; console.log(schema.$schema)`;
    const { stdout } = await call(trial.node, ['--input-type=module', '-e', script], { cwd: trial.folder });
    expect(stdout).toMatch(/^https:\/\/json-schema\.org\//);
  });

  const { man } = manifest;

  test('the manual has every command', () => {
    const text = readFileSync(join(installed, man), 'utf8');
    for (const name of Object.keys(commands)) {
      expect(text).toMatch(new RegExp(`^\\.SS \\\\fB${name.replace('-', '\\\\-')}\\b`, 'm'));
    }
  });

  test.skipIf(!has('groff'))('the manual is correct for man', async () => {
    const { stderr } = await call('groff', ['-man', '-ww', '-z', join(installed, man)], {});
    expect(stderr).toBe('');
  });
});

function has(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
