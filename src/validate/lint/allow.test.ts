import { describe, expect, test } from 'vitest';
import { loadPlain } from '../../scenario/index.ts';
import { type Allowed, lintSet } from './index.ts';

const head = '[meta]\nname = "a"\n[[scenario]]\nname = "b"\n';

/** Rule codes with the line and the stretch they are at. */
function lint(text: string, allowed?: Allowed): string[] {
  const content = head + text;
  const { files, diagnostics } = loadPlain({ file: 'a.span.toml', dir: '/project', content });
  expect(diagnostics).toEqual([]);
  const lines = content.split('\n');
  return lintSet(files, { allowed }).map(({ code, place }) => {
    const { line = 0, column = 1, length = 0 } = place ?? {};
    return `${code} ${(lines[line - 1] ?? '').slice(column - 1, column - 1 + length)}`;
  });
}

describe('# spanwright: allow', () => {
  test.each([
    ['behind the statement', 'run = "sleep 1" # spanwright: allow sleep-step\n'],
    ['above the statement', '# spanwright: allow sleep-step\nrun = "sleep 1"\n'],
    [
      'above it with other comments and lines between',
      '  # spanwright: allow sleep-step\n\n# because\nrun = "sleep 1"\n',
    ],
    ['without the spaces', 'run = "sleep 1" #spanwright:allow sleep-step'],
    [
      'together with others',
      'run = "sleep 1"\n"timeout" = "1000ms" # spanwright: allow quoted-key, duration-unit\n# spanwright: allow-file sleep-step\n',
    ],
    ['for the whole file', 'run = "sleep 1"\n# spanwright: allow-file sleep-step'],
    [
      'above a value over several lines',
      '# spanwright: allow needless-escapes\nrun = [\n  "ls",\n  "\\\\",\n]\n',
    ],
    [
      'behind a value over several lines',
      'run = [\n  "ls",\n  "\\\\",\n] # spanwright: allow needless-escapes\n',
    ],
    ['in a value, behind the item', 'run = [\n  "ls",\n  "\\\\", # spanwright: allow needless-escapes\n]\n'],
    [
      'in a value, above the item',
      'run = [\n  "ls",\n  # spanwright: allow needless-escapes\n  "\\\\",\n]\n',
    ],
    [
      'behind a string over several lines',
      'shell = true\nrun = """\nls\nsleep 2""" # spanwright: allow sleep-step\n',
    ],
  ])('%s', (_, text) => {
    expect(lint(text)).toEqual([]);
  });

  test.each([
    [
      'is about one statement',
      '# spanwright: allow duration-unit\ntimeout = "1000ms"\nrun = "sleep 1"\n',
      ['SW4533 "sleep 1"'],
    ],
    [
      'behind one statement is not about the next',
      'retries = 1 # spanwright: allow sleep-step\nrun = "sleep 1"\n',
      ['SW4591 sleep-step', 'SW4533 "sleep 1"'],
    ],
    [
      'in a value is not about its other items',
      'run = [\n  "\\\\", # spanwright: allow needless-escapes\n  "\\"",\n]\n',
      ['SW4504 "\\""'],
    ],
    [
      'names rules that exist',
      '# spanwright: allow sleep-steps\nrun = "sleep 1"\n',
      ['SW4591 sleep-steps', 'SW4533 "sleep 1"'],
    ],
    [
      'at the end of the file is about nothing',
      'run = "ls"\n# spanwright: allow sleep-step',
      ['SW4591 sleep-step'],
    ],
    [
      'in a string is text',
      'run = "sleep 1"\ndescription = "# spanwright: allow sleep-step"\n',
      ['SW4533 "sleep 1"'],
    ],
    ['needs its words', 'run = "sleep 1" # spanwright: allows sleep-step\n', ['SW4533 "sleep 1"']],
  ])('%s', (_, text, expected) => {
    expect(lint(text)).toEqual(expected);
  });
});

describe('rules that are switched off', () => {
  test('say nothing, and comments about them are left alone', () => {
    const text = 'run = "sleep 1"\nretries = 1 # spanwright: allow sleep-step\n';
    expect(lint(text, new Set(['sleep-step']))).toEqual([]);
  });

  test('can be the one about comments', () => {
    expect(lint('run = "ls" # spanwright: allow sleep-step\n', new Set(['allow-without-effect']))).toEqual(
      [],
    );
  });
});

test('the hint names the rule that was meant', () => {
  const content = `${head}run = "ls" # spanwright: allow sleep-steps\n`;
  const { files } = loadPlain({ file: 'a.span.toml', dir: '/project', content });
  expect(lintSet(files)).toMatchObject([
    { message: 'there is no rule `sleep-steps`', hint: 'did you mean `sleep-step`?' },
  ]);
});
