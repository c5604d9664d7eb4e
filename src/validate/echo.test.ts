import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { type Command, splitCommand } from '../scenario/index.ts';
import { literalOutput } from './echo.ts';

describe('literal text, the same that the command really prints', () => {
  test.each<[Command, boolean]>([
    ['echo hello', false],
    [`echo 'a  b' "c d"`, false],
    [['echo', 'a  b', '', 'c'], false],
    [['/bin/echo', '-n', 'no line end'], false],
    [['printf', '%s', 'ok'], false],
    [['printf', 'plain text'], false],
    [['printf', '%s and %s', 'a', 'b c'], false],
    ['echo --- a -b', false],
    ['echo a && echo b', false],
    ['echo a && echo b', true],
    [`sh -c "echo 'one; two'; echo three"`, false],
    [['bash', '-c', 'echo one\necho two'], false],
    [['sh', '-c', ": ; echo 'a && b'; sleep 0"], false],
    ['echo "*" \'$HOME\'', true],
    [`printf '%s\\n' ok`, true],
    [['printf', 'a\\tb\\n%s\\n', 'c'], false],
    ['set -e; echo PASS; exit 0', true],
    ['set -eu\necho PASS\nexit', true],
  ])('%j (shell: %s)', (command, shell) => {
    const line = typeof command === 'string' ? command : command.join(' ');
    const split = typeof command === 'string' ? splitCommand(command) : { argv: command };
    const [program = '', ...args] = shell ? ['sh', '-c', line] : 'argv' in split ? split.argv : [];
    expect(literalOutput({ command, shell })).toBe(execFileSync(program, args, { encoding: 'utf8' }));
  });
});

describe('anything else is not literal', () => {
  test.each<[Command, boolean]>([
    ['ls', false],
    ['true', false],
    ['echo ${service.api.port.http}', false],
    ['echo $HOME', true],
    ['echo `date`', true],
    ['echo $(date)', true],
    ['echo "$HOME"', true],
    ['echo a | wc -c', true],
    ['echo a > file', true],
    ['echo *', true],
    ['echo {a,b}', true],
    ['echo a & echo b', true],
    ['make && echo built', true],
    ['test -f a || echo missing', true],
    ['if true; then echo a; fi', true],
    ['echo a # comment', true],
    ['echo -e a', false],
    ['echo -ne a', true],
    ['echo -n -n a', false],
    [['printf', '%d', '5'], false],
    [['echo', 'a\\nb'], false],
    [['sh', '-c', 'echo $1', 'sh', 'a'], false],
    [['sh', 'script.sh'], false],
    [['myecho', 'a'], false],
    ['echo a; exit 0; echo b', true],
    ['echo a; exit 1', true],
    [['printf', 'a\\\\n'], false],
    ['cat', false],
    ['cat file', false],
  ])('%j (shell: %s)', (command, shell) => {
    expect(literalOutput({ command, shell })).toBeUndefined();
  });
});

test('input is printed by cat', () => {
  expect(literalOutput({ command: 'cat', stdin: 'a\nb' })).toBe('a\nb');
  expect(literalOutput({ command: 'cat -n', stdin: 'a' })).toBeUndefined();
  expect(literalOutput({ command: 'cat', stdin: '${capture.order}' })).toBeUndefined();
});

test('a step without a command prints nothing that is known', () => {
  expect(literalOutput({})).toBeUndefined();
});
