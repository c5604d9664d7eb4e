import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { yargsOf } from '../help/yargs.ts';
import { type CommandEntry, flagsOf, isRepeatable, isRequired, positionalOf } from './command.ts';
import { type OptionEntry, spellingsOf } from './entry.ts';
import { parseArguments } from './parse.ts';
import { type CommandName, commands, globalOptions } from './table.ts';

const names = Object.keys(commands) as CommandName[];

/** One way to write an option, and what it comes to: its name and the text of its value. */
function mention(
  name: string,
  entry: OptionEntry,
): fc.Arbitrary<{ args: string[]; name: string; text: string }> {
  if (entry.kind === 'switch') {
    const spellings = spellingsOf(name, entry);
    return fc
      .constantFrom(...spellings)
      .map((spelling) => ({ args: [spelling], name, text: String(!spelling.startsWith('--no-')) }));
  }
  const isNumber = entry.schema.shape.kind === 'integer';
  const value = fc.stringMatching(isNumber ? /^[1-9][0-9]{0,5}$/ : /^[a-z0-9:./ =]{1,8}$/);
  const separate = fc.constantFrom(...spellingsOf(name, entry));
  return fc.oneof(
    fc.tuple(separate, value).map(([spelling, text]) => ({ args: [spelling, text], name, text })),
    value.map((text) => ({ args: [`--${name}=${text}`], name, text })),
  );
}

/** A correct command line, as its parts. */
const commandLine = fc.constantFrom(...names).chain((command) => {
  const entry: CommandEntry = commands[command];
  const { help: _help, version: _version, ...global } = globalOptions;
  const flags = Object.entries({ ...flagsOf(entry.options), ...global });
  const positional = positionalOf(entry);
  const room = positional && isRepeatable(positional.entry) ? 4 : 1;
  const shape = positional?.entry.schema.shape;
  const word =
    shape?.kind === 'choice' ? fc.constantFrom(...shape.values) : fc.stringMatching(/^[a-z./]{1,8}$/);
  return fc.record({
    command: fc.constant(command),
    positionals: positional
      ? fc.array(word, { minLength: isRequired(positional.entry) ? 1 : 0, maxLength: room })
      : fc.constant([]),
    mentions: fc.array(fc.oneof(...flags.map(([name, flag]) => mention(name, flag))), { maxLength: 5 }),
  });
});

describe('a correct command line', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(commandLine, ({ command, positionals, mentions }) => {
        const args = [command, ...positionals, ...mentions.flatMap((each) => each.args)];
        const parsed = parseArguments(args);
        expect(parsed.diagnostics).toEqual([]);
        expect(parsed.command).toBe(command);
        const positional = positionalOf(commands[command]);
        for (const name of new Set(mentions.map((each) => each.name))) {
          const texts = mentions.filter((each) => each.name === name).map((each) => each.text);
          expect(parsed.given.get(name)?.map((each) => each.text)).toEqual(texts);
        }
        const found = positional ? (parsed.given.get(positional.name) ?? []) : [];
        expect(found.map((each) => each.text)).toEqual(positionals);
      }),
    );
  });

  test('has the text of every argument at its place', () => {
    fc.assert(
      fc.property(commandLine, ({ command, positionals, mentions }) => {
        const parsed = parseArguments([command, ...positionals, ...mentions.flatMap((each) => each.args)]);
        for (const [name, found] of parsed.given) {
          if (isSwitch(command, name)) continue;
          for (const { text, place } of found) {
            expect(parsed.line.text.slice(place.column - 1, place.column - 1 + place.length)).toBe(text);
          }
        }
      }),
    );
  });

  test('is read by yargs, which prints the help, in the same way', async () => {
    await fc.assert(
      fc.asyncProperty(commandLine, async ({ command, positionals, mentions }) => {
        const args = [command, ...positionals, ...mentions.flatMap((each) => each.args)];
        const { given } = parseArguments(args);
        const read = await yargsOf().parseAsync(args, {}, () => {});
        for (const [name, found] of given) {
          if (positionalOf(commands[command])?.name === name) continue;
          const texts = found.map((each) => each.text);
          const value = read[name];
          if (isSwitch(command, name)) expect(String(value)).toBe(texts.at(-1));
          else expect([value].flat().map(String).at(-1)).toBe(texts.at(-1));
        }
      }),
      { numRuns: 50 },
    );
  });
});

function isSwitch(command: CommandName, name: string): boolean {
  const table: CommandEntry['options'] = { ...globalOptions, ...commands[command].options };
  return table[name]?.kind === 'switch';
}

test('any command line is answered, never with an exception', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom('--', '-', '--no-', '--=', '-=', '--__proto__', '-jjj', '--no-no-color', ...names),
  );
  fc.assert(
    fc.property(fc.array(piece), (args) => {
      const { command, diagnostics } = parseArguments(args);
      expect(command === undefined || names.includes(command)).toBe(true);
      for (const { place } of diagnostics) expect(place?.column).toBeGreaterThan(0);
    }),
  );
});

test('what stands before the command can only be a global switch', () => {
  expect(parseArguments(['--no-color', 'run']).command).toBe('run');
  expect(parseArguments(['--only', 'run', 'x']).diagnostics.map((each) => each.code)).toEqual(['SW0002']);
});

test('help is ASCII, which the width function of the bundle counts on', () => {
  const texts = JSON.stringify({ commands, globalOptions });
  expect([...texts].filter((char) => char > '~')).toEqual([]);
});
