import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BIN, makeFolder } from './program.ts';

// The actions for GitHub workflows: what their files say is held to the page about them, and their scripts are run as a
// step runs them, with the built program, a repository of git, and a `gh` that writes down what it is asked.

const root = resolve(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

describe.each(globSync('actions/*/action.yml', { cwd: root }).sort())('%s', (path) => {
  const text = read(path);
  const name = dirname(path).split('/')[1] ?? '';
  const inputs = [...(/^inputs:\n((?: {2}.*\n)+)/m.exec(text)?.[1]?.matchAll(/^ {2}([\w-]+):$/gm) ?? [])].map(
    ([, each]) => each,
  );

  it('has the inputs that its page explains', () => {
    const [, section = ''] =
      new RegExp(`^## ${name}$([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, 'm').exec(read('docs/github-actions.md')) ??
      [];
    expect([...section.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, each]) => each)).toEqual(inputs);
  });

  it('hands every input on in the environment, and none in a script', () => {
    for (const input of inputs) {
      const uses = [...text.matchAll(new RegExp(`^(.*)\\$\\{\\{ inputs\\.${input} \\}\\}$`, 'gm'))];
      expect(uses.map(([, before = '']) => before.trim())).toEqual([
        expect.stringMatching(/^([A-Z_]+|working-directory):$/),
      ]);
    }
    for (const [, script] of text.matchAll(/^ +(?:- )?run: (.*)$/gm))
      expect(script).toBe(`bash "$GITHUB_ACTION_PATH/${name}.sh"`);
    expect(existsSync(join(root, dirname(path), `${name}.sh`))).toBe(true);
  });
});

describe('as steps', { timeout: 60_000 }, () => {
  const scenario = (amount: number) => `[meta]
name = "shop"

[[scenario]]
name = "pay"

[[scenario.steps]]
name = "work"
command = "true"
expect.exit_code = ${amount}
`;
  const folder = makeFolder({ 'shop.span.toml': scenario(0), 'bad file.span.toml': '[meta]\nnam = "x"\n' });
  const git = (...args: readonly string[]) =>
    spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: folder.path });
  const inFolder = (name: string) => join(folder.path, name);

  beforeAll(() => {
    mkdirSync(inFolder('node_modules/.bin'), { recursive: true });
    symlinkSync(BIN, inFolder('node_modules/.bin/spanwright'));
    mkdirSync(inFolder('bin'));
    writeFileSync(
      inFolder('bin/gh'),
      `#!/bin/sh\nfor each in "$@"; do case "$each" in body=@*) cat "\${each#body=@}" > body.txt ;; esac; done\necho "$@" >> gh.txt\ncase "$*" in *--jq*) cat ids.txt ;; esac\n`,
    );
    chmodSync(inFolder('bin/gh'), 0o755);
    writeFileSync(inFolder('.gitignore'), 'node_modules\nbin\nbad*\n*.txt\n');
    for (const args of [
      ['init', '-q', '-b', 'main'],
      ['add', 'shop.span.toml'],
      ['commit', '-q', '-m', 'one'],
    ])
      git(...args);
  });
  afterAll(() => folder.remove());

  /** What a step came to: its exit code, what it printed, and the files that it was given. */
  function step(name: string, inputs: Readonly<Record<string, string>>) {
    for (const each of ['output.txt', 'summary.txt', 'gh.txt', 'body.txt']) writeFileSync(inFolder(each), '');
    const { status, stdout, stderr } = spawnSync('bash', [join(root, `actions/${name}/${name}.sh`)], {
      cwd: folder.path,
      encoding: 'utf8',
      env: {
        PATH: [inFolder('bin'), dirname(process.execPath), process.env.PATH].join(delimiter),
        HOME: folder.path,
        // Whatever would have to be fetched is a fault.
        npm_config_offline: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_OUTPUT: inFolder('output.txt'),
        GITHUB_STEP_SUMMARY: inFolder('summary.txt'),
        GITHUB_REPOSITORY: 'shop/shop',
        ...inputs,
      },
    });
    const written = (file: string) => readFileSync(inFolder(file), 'utf8');
    return { status, stdout, stderr, written };
  }

  it('validate annotates the lines of faults, of the files that are named', () => {
    const bad = step('validate', { INPUT_PATHS: '\n  bad file.span.toml  \n\n' });
    expect([bad.status, bad.stderr]).toEqual([2, '']);
    expect(bad.stdout).toMatch(/^::error .*file=bad file\.span\.toml,line=2/m);
    const good = step('validate', { INPUT_PATHS: 'shop.span.toml' });
    expect([good.status, good.stderr]).toEqual([0, '']);
  });

  it('takes an input for a word, whatever a shell would make of it', () => {
    const { status, stdout } = step('validate', { INPUT_PATHS: '$(touch owned.txt); `touch owned.txt`' });
    expect(status).toBe(2);
    expect(stdout).toContain('$(touch owned.txt)');
    expect(existsSync(inFolder('owned.txt'))).toBe(false);
  });

  it('run writes the page and the summary, and says what came of it', () => {
    writeFileSync(inFolder('shop.span.toml'), scenario(3));
    const { status, stdout, written } = step('run', {
      INPUT_PATHS: 'shop.span.toml',
      INPUT_PAGE: 'out/page.html',
      INPUT_JUNIT: 'out/junit.xml',
      INPUT_OPTIONS: '--jobs\n1',
    });
    expect(status).toBe(1);
    expect(stdout).toContain('::error');
    expect(written('output.txt')).toBe('exit-code=1\npage=out/page.html\n');
    expect(written('summary.txt')).toContain('### Spanwright: 1 failed');
    expect(written('out/page.html')).toContain('<title>1 of 1 not passed');
    expect(existsSync(inFolder('out/junit.xml'))).toBe(true);
  });

  describe('diff-comment', () => {
    const inputs = { INPUT_BASE: 'main', GH_TOKEN: 'secret', INPUT_PULL_REQUEST: '7' };

    it('says nothing where nothing changed', () => {
      writeFileSync(inFolder('shop.span.toml'), scenario(0));
      writeFileSync(inFolder('ids.txt'), '');
      const { status, written } = step('diff-comment', inputs);
      expect(status).toBe(0);
      expect(written('gh.txt')).not.toContain('POST');
    });

    it('writes one comment, and writes it anew later', () => {
      writeFileSync(inFolder('shop.span.toml'), scenario(3));
      writeFileSync(inFolder('ids.txt'), '');
      const first = step('diff-comment', inputs);
      expect(first.status).toBe(0);
      expect(first.written('gh.txt')).toContain(
        'api --method POST repos/shop/shop/issues/7/comments --field body=@',
      );
      expect(first.written('body.txt')).toMatch(/^<!-- spanwright diff -->\n/);
      expect(first.written('body.txt')).toContain(first.written('summary.txt'));
      writeFileSync(inFolder('ids.txt'), '42\n');
      const second = step('diff-comment', inputs);
      expect(second.written('gh.txt')).toContain(
        'api --method PATCH repos/shop/shop/issues/comments/42 --field body=@',
      );
      expect(second.written('gh.txt')).not.toContain('POST');
    });

    it('fails for the changes that it is told to fail for', () => {
      const { status, stdout } = step('diff-comment', { INPUT_BASE: 'main', INPUT_FAIL_ON: 'any' });
      expect(status).toBe(1);
      expect(stdout).toContain('::');
    });

    it('warns when the token may not write, and says what it has to say all the same', () => {
      writeFileSync(inFolder('bin/gh'), '#!/bin/sh\nexit 1\n');
      const { status, stdout, written } = step('diff-comment', inputs);
      expect(status).toBe(0);
      expect(stdout).toContain('::warning::the comment could not be written');
      expect(written('summary.txt')).not.toBe('');
    });

    it('ends with the fault where there is nothing to compare with', () => {
      const { status, stderr } = step('diff-comment', { ...inputs, INPUT_BASE: 'nosuch' });
      expect(status).toBe(2);
      expect(stderr).toContain('nosuch');
    });
  });
});
