import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRun } from './arbitrary.ts';
import { createGithub } from './github.ts';
import { isRed } from './outcome.ts';
import { missingSpan, plain, run, runs, scenario, scenarios } from './sample.ts';

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** What the runner obeys, read as in ActionCommand.cs and ActionCommandManager.cs of actions/runner; both syntaxes. */
function obeyed(log: string): Command[] {
  const commands: Command[] = [];
  let resume: string | undefined;
  for (const line of log.split(/\r\n|\n|\r/)) {
    const command = commandOf(line, resume);
    if (!command || (resume !== undefined && command.name !== resume)) continue;
    if (resume !== undefined) resume = undefined;
    else if (command.name === 'stop-commands') resume = command.message;
    else commands.push(command);
  }
  expect(resume).toBeUndefined();
  return commands;
}

const known = [
  'error',
  'warning',
  'notice',
  'debug',
  'group',
  'endgroup',
  'add-mask',
  'set-env',
  'stop-commands',
];

function commandOf(line: string, resume: string | undefined): Command | undefined {
  const modern = /^::([^\s:]+)(?: (.*?))?::(.*)$/s.exec(line.trimStart());
  const old = modern ?? /##\[([^\s\]]+)(?: ([^\]]*))?\](.*)$/s.exec(line);
  const [, name = '', properties = '', message = ''] = old ?? [];
  if (!known.includes(name) && name !== resume) return undefined;
  const pairs = properties.split(',').map((pair): [string, string] => {
    const [key = '', ...value] = pair.split('=');
    return [key, unescaped(value.join('=').replaceAll('%3A', ':').replaceAll('%2C', ','))];
  });
  return { name, properties: Object.fromEntries(pairs), message: unescaped(message) };
}

function unescaped(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

describe('github', () => {
  it.each(Object.entries(runs))('reports a run: %s', async (name, record) => {
    await expect(createGithub(plain).finish(record)).toMatchFileSnapshot(`./goldens/github-${name}.txt`);
  });

  it('annotates at most ten errors and ten warnings, one scenario after the other, and counts the rest', () => {
    const failed = Array.from({ length: 8 }, (_, index) => ({ ...scenarios.red, ...names(`f${index}`) }));
    const flaky = Array.from({ length: 12 }, (_, index) => ({ ...scenarios.flaky, ...names(`w${index}`) }));
    const log = createGithub(plain).finish(run([...failed, ...flaky]));
    const commands = obeyed(log);
    const errors = commands.filter(({ name }) => name === 'error');
    expect(errors.map(({ properties }) => properties.title)).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7, 0, 1].map((index) => `f${index}: failed`),
    );
    expect(commands.filter(({ name }) => name === 'warning')).toHaveLength(10);
    expect(log).toContain('\n14 more errors and 2 more warnings in the log only: GitHub shows 10 of each\n');
  });

  it('gives paths from the root of the repository', () => {
    const fileOf = (env: Record<string, string>) =>
      obeyed(createGithub({ ...plain, env }).finish(runs.red)).find(({ name }) => name === 'error')
        ?.properties.file;
    expect(fileOf({})).toBe('shop/checkout.span.toml');
    expect(fileOf({ GITHUB_WORKSPACE: '/w/repo', PWD: '/w/repo' })).toBe('shop/checkout.span.toml');
    expect(fileOf({ GITHUB_WORKSPACE: '/w/repo', PWD: '/w/repo/packages/a' })).toBe(
      'packages/a/shop/checkout.span.toml',
    );
    expect(fileOf({ GITHUB_WORKSPACE: '/w/repo', PWD: '/elsewhere' })).toBe('shop/checkout.span.toml');
  });

  it('carries any text through the escapes of the runner', () => {
    const name = 'a:b,c=%0A%25 "d" 100%';
    const message = 'first\nsecond %0A ::error::not a command';
    const odd = { ...scenarios.red, ...names(name), findings: [{ ...missingSpan, message }] };
    const [error] = obeyed(createGithub(plain).finish(run([odd]))).filter((each) => each.name === 'error');
    expect(error?.properties).toMatchObject({
      title: `${name}: failed`,
      line: '16',
      col: '8',
      endColumn: '21',
    });
    expect(error?.message.split('\n').slice(0, 2)).toEqual([
      'expect.span[charge card]: first',
      'second %0A ::error::not a command',
    ]);
  });

  it('has the runner obey nothing but its own commands, whatever is in the record', () => {
    fc.assert(
      fc.property(anyRun, fc.boolean(), (record, verbose) => {
        const log = createGithub({ ...plain, verbose }).finish(record);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
        expect(log).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
        const commands = obeyed(log);
        const red = record.scenarios.filter(isRed).length;
        const number = (wanted: string) => commands.filter(({ name }) => name === wanted).length;
        expect(number('group')).toBe(red);
        expect(number('endgroup')).toBe(red);
        expect(number('error') + number('warning') + 2 * red).toBe(commands.length);
        expect(number('error')).toBeLessThanOrEqual(10);
        expect(number('warning')).toBeLessThanOrEqual(10);
      }),
    );
  });
});

function names(name: string) {
  const { id } = scenario(name);
  return { id, name };
}
