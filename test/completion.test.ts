import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// The generated scripts are given to real shells. A shell that is not installed skips its tests, but fails them in CI.

const bin = resolve(import.meta.dirname, '../bin/spanwright.js');
const isMissing = (shell: string) =>
  process.env.CI === undefined && spawnSync(shell, ['--version']).status !== 0;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spanwright-completion-'));
  for (const shell of ['bash', 'zsh', 'fish']) {
    const script = execFileSync(process.execPath, [bin, 'completion', shell], { encoding: 'utf8' });
    writeFileSync(join(folder, shell), script);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is typed after `spanwright `, and words that must and must not be offered. */
const cases: readonly (readonly [typed: string, offered: readonly string[], withheld: readonly string[]])[] =
  [
    ['', ['run', 'init', 'collector'], []],
    ['co', ['collector', 'config', 'completion'], ['run']],
    ['run --re', ['--reporter', '--retries', '--record'], ['--jobs']],
    ['run --reporter j', ['json', 'junit'], ['tap']],
    ['explain SW000', ['SW0001', 'SW0009'], ['SW9001']],
    ['completion ', ['bash', 'zsh', 'fish'], []],
    ['run --jobs 3 --fail', ['--fail-fast'], ['--jobs']],
  ];

describe('bash', { skip: isMissing('bash') }, () => {
  test.for(cases)('completes "%s"', ([typed, offered, withheld]) => {
    const words = typed === '' || typed.endsWith(' ') ? `${typed}''` : typed;
    const line = `source '${folder}/bash'; COMP_WORDS=(spanwright ${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1));
      _spanwright; printf '%s\\n' "\${COMPREPLY[@]}"`;
    expectWords(execFileSync('bash', ['-c', line], { encoding: 'utf8' }).split('\n'), offered, withheld);
  });
});

describe('fish', { skip: isMissing('fish') }, () => {
  test.for(cases)('completes "%s"', ([typed, offered, withheld]) => {
    const line = `source '${folder}/fish'; complete -C 'spanwright ${typed}'`;
    // fish has a home of its own, so that it finds no settings of whoever runs the tests.
    const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder };
    const found = execFileSync('fish', ['-c', line], { encoding: 'utf8', env }).split('\n');
    expectWords(
      found.map((each) => each.split('\t')[0] ?? ''),
      offered,
      withheld,
    );
  });
});

describe('zsh', { skip: isMissing('zsh') }, () => {
  // zsh completes only inside its line editor; here its helpers are replaced by ones that print what they are given.
  const helpers = `
compdef() { :; }
_describe() { print -rl -- "\${(@P)2}"; }
_arguments() { if [[ $1 == -C ]]; then state=$wanted; else print -rl -- "$@"; fi; }
`;
  const given = (wanted: string, words: string) =>
    execFileSync(
      'zsh',
      ['-f', '-c', `${helpers} source '${folder}/zsh'; wanted=${wanted}; words=(${words}); _spanwright`],
      {
        encoding: 'utf8',
      },
    );

  test('describes the commands', () => {
    expect(given('command', '').split('\n')).toContain('collector:Receive spans, and print them as trees');
  });

  test('describes the options and arguments of a command', () => {
    expect(given('rest', 'run').split('\n')).toEqual(
      expect.arrayContaining([
        '--no-record[Keep a record of the run under .spanwright/runs]',
        expect.stringMatching(/^\*--reporter\[.*\]:reporter:\(human json /),
        '*:paths:_files',
      ]),
    );
    expect(given('rest', 'completion').split('\n')).toContain('1:shell:(bash zsh fish)');
  });
});

function expectWords(
  found: readonly string[],
  offered: readonly string[],
  withheld: readonly string[],
): void {
  for (const word of offered) expect(found).toContain(word);
  for (const word of withheld) expect(found).not.toContain(word);
}
