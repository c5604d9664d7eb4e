import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteCommand, splitCommand } from './split.ts';

describe('splitCommand', () => {
  it.each([
    ['echo hi', ['echo', 'hi']],
    ['  echo \t hi  ', ['echo', 'hi']],
    [`sh -c 'echo "$HOME" \\n'`, ['sh', '-c', 'echo "$HOME" \\n']],
    [`echo "it's" 'a "b"'`, ['echo', "it's", 'a "b"']],
    [String.raw`echo a\ b "c\"d" \'`, ['echo', 'a b', 'c"d', "'"]],
    [`pre"mid dle"'post'`, ['premid dlepost']],
    ['a && b | c > d $E *', ['a', '&&', 'b', '|', 'c', '>', 'd', '$E', '*']],
    ['line\nbreak', ['line\nbreak']],
    [`echo '' "" x`, ['echo', 'x']],
    ['printf é 😀', ['printf', 'é', '😀']],
  ])('splits %j', (text, argv) => {
    expect(splitCommand(text)).toEqual({ argv });
  });

  it.each([
    ['', 'the command is empty', 0],
    [' \t ', 'the command is empty', 0],
    [`''`, 'the command is empty', 0],
    [`echo 'it`, 'the single quote is never closed', 5],
    ['echo "a b', 'the double quote is never closed', 5],
    [String.raw`echo "a\"`, 'the double quote is never closed', 5],
    ['echo a\\', 'the backslash at the end has nothing to escape', 6],
  ])('refuses %j', (text, error, offset) => {
    expect(splitCommand(text)).toEqual({ error, offset });
  });

  it('gives back what quoteCommand was given, without empty arguments', () => {
    const word = fc.string({ unit: fc.constantFrom(...`ab '"\\\t\n$&;é😀-`) });
    fc.assert(
      fc.property(fc.array(word), (argv) => {
        const kept = argv.filter((each) => each !== '');
        const split = splitCommand(quoteCommand(argv));
        expect(split).toEqual(
          kept.length === 0 ? { error: 'the command is empty', offset: 0 } : { argv: kept },
        );
      }),
    );
  });

  it('places every error inside the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...`a '"\\`) }), (text) => {
        const split = splitCommand(text);
        if ('error' in split) expect(split.offset).toBeLessThan(Math.max(1, text.length));
        else expect(split.argv.every((each) => each !== '')).toBe(true);
      }),
    );
  });
});

describe('quoteCommand', () => {
  it.each([
    [['node', 'api.mjs', '--port=8080'], 'node api.mjs --port=8080'],
    [['sh', '-c', 'echo hi'], "sh -c 'echo hi'"],
    [['echo', "it's", ''], String.raw`echo 'it'\''s' ''`],
  ])('writes %j', (argv, text) => {
    expect(quoteCommand(argv)).toBe(text);
  });
});
