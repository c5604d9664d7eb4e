import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gitEnv as env, gitIn } from './git.ts';
import { BIN, makeFolder } from './program.ts';

// `validate --staged` in real repositories. Git is on every machine that tests this; its configuration is not asked.

const good = `[meta]
name = "order"
[[scenario]]
name = "order"
run = "node order.mjs"
[[expect.span]]
name = "order"
`;
const broken = good.replace('[meta]', '[meta]\nnmae = "order"');

let folder: { path: string; remove: () => void };
beforeEach(() => {
  folder = makeFolder({});
  git('init', '--quiet', '--initial-branch', 'main');
});
afterEach(() => folder.remove());

function git(...args: readonly string[]): string {
  return gitIn(folder.path, args);
}

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder.path, name)), { recursive: true });
  writeFileSync(join(folder.path, name), text);
}

/** Writes a file and stages it. */
function stage(name: string, text: string): void {
  write(name, text);
  git('add', name);
}

interface Call {
  readonly args?: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What the command says of staged files: a line for each diagnostic, and the files that it looked at. */
function validate(call: Call = {}) {
  const args = [BIN, 'validate', '--staged', '--format', 'json', ...(call.args ?? [])];
  const cwd = join(folder.path, call.cwd ?? '.');
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    env: { ...env, ...call.env },
    encoding: 'utf8',
  });
  const files: { path: string; diagnostics: { code: string; file: string; message: string }[] }[] =
    stdout === '' ? [] : JSON.parse(stdout).files;
  const diagnostics = files.flatMap((file) => file.diagnostics);
  return {
    status,
    stderr,
    files: files.map(({ path }) => path),
    found: diagnostics.map(({ code, file, message }) => `${file}: ${code} ${message}`),
  };
}

describe('a hook', () => {
  const hook = (more = '') => {
    const path = join(folder.path, '.git/hooks/pre-commit');
    writeFileSync(path, `#!/bin/sh\n${more}\nexec '${process.execPath}' '${BIN}' validate --staged\n`);
    chmodSync(path, 0o755);
  };
  const commit = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync('git', ['commit', '--message', 'change', ...args], {
      cwd: folder.path,
      env,
      encoding: 'utf8',
    });
    return { status, said: stdout + stderr };
  };

  test('refuses what is staged and broken, whatever the folder has', () => {
    hook();
    stage('order.span.toml', broken);
    write('order.span.toml', good);
    const { status, said } = commit();
    expect(status).toBe(1);
    expect(said).toContain('error[SW3003]: the key `nmae` in `meta` is unknown\n --> order.span.toml:2:1\n');
    expect(said).toContain('2 | nmae = "order"');
    expect(said).toContain('order.span.toml is not the same in the folder as staged');
  });

  test('lets pass what is staged and right, whatever the folder has', () => {
    hook();
    stage('order.span.toml', good);
    write('order.span.toml', broken);
    write('other.span.toml', broken);
    expect(commit().status).toBe(0);
  });

  test('lets pass a commit without scenarios', () => {
    hook();
    write('order.span.toml', broken);
    stage('notes.txt', 'notes');
    const { status, said } = commit();
    expect(status).toBe(0);
    expect(said).toContain('no scenario file is staged');
  });

  test('sees the index of a commit of some paths only, which is another than the usual one', () => {
    hook();
    stage('order.span.toml', good);
    stage('pay.span.toml', good);
    commit();
    write('order.span.toml', broken);
    stage('pay.span.toml', `${good}# more\n`);
    expect(commit('pay.span.toml').status).toBe(0);
    expect(commit('order.span.toml').said).toContain('order.span.toml:2:1');
    expect(commit('--all').said).toContain('order.span.toml:2:1');
  });

  test('knows its repository in a linked work tree, and in a folder below', () => {
    hook('cd tests');
    stage('tests/keep', '');
    commit();
    git('worktree', 'add', '--quiet', 'linked');
    folder = { ...folder, path: join(folder.path, 'linked') };
    stage('tests/order.span.toml', broken);
    const { status, said } = commit();
    folder = { ...folder, path: dirname(folder.path) };
    expect(status).toBe(1);
    expect(said).toContain('order.span.toml:2:1');
  });
});

describe('the files of a commit', () => {
  test('what did not change, what is gone and what is not named is left alone', () => {
    stage('old.span.toml', broken);
    stage('gone.span.toml', broken);
    stage('moved.span.toml', broken);
    git('commit', '--quiet', '--message', 'before');
    git('rm', '--quiet', 'gone.span.toml');
    git('mv', 'moved.span.toml', 'here.span.toml');
    stage('a/new.span.toml', broken);
    stage('b/new.span.toml', broken);
    expect(validate().files).toEqual(['a/new.span.toml', 'b/new.span.toml', 'here.span.toml']);
    expect(validate({ args: ['b', 'gone.span.toml', 'old.span.toml'] }).files).toEqual(['b/new.span.toml']);
    expect(validate({ cwd: 'a' }).files).toEqual(['new.span.toml']);
    expect(validate({ cwd: 'a', args: ['..'] }).files).toHaveLength(3);
    expect(validate({ args: ['here.span.toml'] }).found).toEqual([
      'here.span.toml: SW3003 the key `nmae` in `meta` is unknown',
    ]);
  });

  test('a plain .toml counts when it is named, and a name that is nowhere is a fault', () => {
    stage('order.toml', good);
    expect(validate().files).toEqual([]);
    expect(validate({ args: ['order.toml'] }).files).toEqual(['order.toml']);
    write('unstaged.span.toml', broken);
    expect(validate({ args: ['unstaged.span.toml'] })).toMatchObject({ status: 0, files: [] });
    expect(validate({ args: ['misisng.span.toml'] })).toMatchObject({
      status: 2,
      files: ['misisng.span.toml'],
    });
  });

  test('links are followed inside the index, and submodules are not entered', () => {
    stage('plain/order.toml', good);
    symlinkSync('plain', join(folder.path, 'linked'));
    symlinkSync('linked/order.toml', join(folder.path, 'order.span.toml'));
    symlinkSync('/etc/hostname', join(folder.path, 'outside.span.toml'));
    symlinkSync('circle.span.toml', join(folder.path, 'circle.span.toml'));
    git('add', '--all');
    git('commit', '--quiet', '--message', 'before');
    git('update-index', '--add', '--cacheinfo', `160000,${git('rev-parse', 'HEAD').trim()},sub.span.toml`);
    expect(validate()).toMatchObject({ status: 0, files: [] });
    stage('plain/order.toml', broken);
    expect(validate().files).toEqual(['order.span.toml']);
  });

  test('unmerged files are reported, and so is what includes one', () => {
    const template = `{% include "part.njk" %}\n${good}`;
    stage('order.span.toml', good);
    stage('page.span.toml.njk', template);
    stage('part.njk', '# a\n');
    git('commit', '--quiet', '--message', 'base');
    for (const branch of ['left', 'right']) {
      git('checkout', '--quiet', '-b', branch, 'main');
      stage('order.span.toml', `${good}# ${branch}\n`);
      stage('part.njk', `# ${branch}\n`);
      git('commit', '--quiet', '--message', branch);
    }
    expect(() => git('merge', 'left')).toThrow();
    const { status, found } = validate();
    expect(status).toBe(2);
    expect(found).toEqual([
      'order.span.toml: SW0022 what is staged cannot be read: it has a merge conflict',
      'part.njk: SW0022 what is staged cannot be read: it has a merge conflict',
    ]);
  });

  test('names may hold anything but a slash and NUL', () => {
    const names = [
      'a b.span.toml',
      'ü.span.toml',
      '-n.span.toml',
      '"q".span.toml',
      'new\nline.span.toml',
      '*.span.toml',
    ];
    for (const name of names) write(name, broken);
    git('add', '--all');
    expect(validate().files).toEqual([...names].sort());
  });

  test('a file far too large is refused, and keeps none of the others from being read', () => {
    stage('large.span.toml', '#'.repeat((16 << 20) + 1));
    stage('order.span.toml', broken);
    expect(validate().found).toEqual([
      'large.span.toml: SW0022 what is staged cannot be read: it has 16777217 bytes',
      'order.span.toml: SW3003 the key `nmae` in `meta` is unknown',
    ]);
  });
});

describe('templates', () => {
  const template = `{% from "lib/names.njk" import meta %}\n${good.replace('name = "order"', '{{ meta() }}')}`;
  const part = (text: string) => `{% macro meta() %}${text}{% endmacro %}`;

  test('are read with what is staged, and concerned when that changes', () => {
    stage('page.span.toml.njk', template);
    stage('lib/names.njk', part('name = "x"'));
    git('commit', '--quiet', '--message', 'before');
    write('lib/names.njk', part('nmae = "x"'));
    stage('notes.txt', 'notes');
    expect(validate().files).toEqual([]);
    git('add', 'lib/names.njk');
    write('lib/names.njk', part('name = "x"'));
    expect(validate().found).toContain('lib/names.njk: SW3003 the key `nmae` in `meta` is unknown');
    git('rm', '--quiet', '--force', 'lib/names.njk');
    expect(validate().found).toEqual(['page.span.toml.njk: SW1117 there is no template `lib/names.njk`']);
  });

  test('do not see what is in the folder only', () => {
    stage('tests/page.span.toml.njk', `{% include "unstaged.njk" %}${good}`);
    write('tests/unstaged.njk', '# there\n');
    expect(validate().found).toEqual([
      'tests/page.span.toml.njk: SW1117 there is no template `unstaged.njk`',
    ]);
  });

  test('are all concerned when the project file changes, which counts as it is staged', () => {
    stage('page.span.toml.njk', template);
    stage('lib/names.njk', part('name = "x"'));
    stage('order.span.toml', good);
    git('commit', '--quiet', '--message', 'before');
    stage('spanwright.toml', '[run]\npaths = ["."]\n');
    expect(validate().files).toEqual(['page.span.toml.njk']);
    stage('spanwright.toml', '[run]\npaths = ["lib"]\n');
    write('spanwright.toml', '[run]\npaths = ["."]\n');
    expect(validate().files).toEqual([]);
    stage('spanwright.toml', '[rum]\npaths = ["."]\n');
    write('spanwright.toml', '[run]\npaths = ["."]\n');
    const { status, stderr } = validate();
    expect(status).toBe(2);
    expect(stderr).toContain('1 | [rum]');
  });
});

describe('where git has no answer', () => {
  test('outside a repository, and for a path outside', () => {
    stage('order.span.toml', good);
    expect(validate({ args: ['/'] }).stderr).toContain('error[SW0021]: "/" lies outside the repository');
    renameSync(join(folder.path, '.git'), join(folder.path, 'elsewhere'));
    const ceiling = { GIT_CEILING_DIRECTORIES: dirname(folder.path) };
    expect(validate({ env: ceiling })).toMatchObject({ status: 2, files: [] });
    expect(validate({ env: ceiling }).stderr).toContain(
      'error[SW0021]: git does not show what is staged: not a git',
    );
    const told = { GIT_DIR: join(folder.path, 'elsewhere'), GIT_WORK_TREE: folder.path };
    expect(validate({ env: told }).files).toEqual(['order.span.toml']);
  });

  test('without git', () => {
    const { status, stderr } = validate({ env: { PATH: folder.path } });
    expect(status).toBe(2);
    expect(stderr).toContain('error[SW0021]: git is not installed, or not on PATH');
  });

  test('a content that a partial clone left out is not fetched', () => {
    stage('order.span.toml', broken);
    const object = git('rev-parse', ':order.span.toml').trim();
    rmSync(join(folder.path, '.git/objects', object.slice(0, 2), object.slice(2)));
    expect(validate().found).toEqual([
      'order.span.toml: SW0022 what is staged cannot be read: the repository does not have its content',
    ]);
  });
});

test('git is called a handful of times, however many files there are, and writes nothing', () => {
  const calls = join(folder.path, '.git/calls');
  const real = execFileSync('sh', ['-c', 'command -v git'], { env, encoding: 'utf8' }).trim();
  write('.git/bin/git', `#!/bin/sh\necho "$@" >> '${calls}'\nexec '${real}' "$@"\n`);
  chmodSync(join(folder.path, '.git/bin/git'), 0o755);
  for (let index = 0; index < 60; index++) write(`${index % 6}/${index}.span.toml`, `${good}# ${index}\n`);
  git('add', '--all');
  const index = readFileSync(join(folder.path, '.git/index'));
  const { files } = validate({ env: { PATH: `${join(folder.path, '.git/bin')}:${env.PATH}` } });
  expect(files).toHaveLength(60);
  expect(readFileSync(calls, 'utf8').trim().split('\n')).toHaveLength(5);
  expect(readFileSync(join(folder.path, '.git/index'))).toEqual(index);
});
