import { type Diagnostic, diagnostic, nearest, type Place } from '../../diagnostic/index.ts';
import type { Positional } from './command.ts';
import { type OptionEntry, type OptionTable, spellingsOf } from './entry.ts';
import type { Argument } from './line.ts';
import { type CommandName, commands } from './table.ts';

// What can be wrong with a command line, before any value is looked at.

export function unknownCommand(name: string, place: Place): Diagnostic {
  const meant = nearest(name, Object.keys(commands));
  const isPath = /[./\\]/.test(name);
  return diagnostic({
    code: 'SW0001',
    message: `there is no command "${name}"`,
    place,
    expected: Object.keys(commands).join(', '),
    hint: isPath
      ? `did you mean \`spanwright run ${name}\`?`
      : meant
        ? `did you mean \`spanwright ${meant}\`?`
        : 'the command comes first, its options after it; `spanwright --help` lists the commands',
  });
}

export function unknownOption(
  written: string,
  context: { readonly place: Place; readonly table: OptionTable },
): Diagnostic {
  const spellings = Object.entries(context.table).flatMap(([name, entry]) => spellingsOf(name, entry));
  // Any letter is like any other.
  const meant = written.length > 2 ? nearest(written, spellings) : undefined;
  return diagnostic({
    code: 'SW0002',
    message: `there is no option ${written}`,
    place: context.place,
    hint: meant ? `did you mean ${meant}?` : 'add --help to see the options of the command',
  });
}

export function valueForSwitch(name: string, entry: OptionEntry, place: Place): Diagnostic {
  return diagnostic({
    code: 'SW0003',
    message: `--${name} is a switch and takes no value`,
    place,
    hint: entry.kind === 'switch' ? `write --${name} or --no-${name}` : `write --${name}`,
  });
}

export function missingValue(
  written: string,
  context: { readonly place: Place; readonly entry: OptionEntry; readonly found?: string },
): Diagnostic {
  const { entry, found } = context;
  return diagnostic({
    code: 'SW0004',
    message: found ? `${written} needs a value, and ${found} is an option` : `${written} needs a value`,
    place: context.place,
    expected: `${written} ${entry.placeholder}`,
    hint: found ? `a value that begins with a dash is written ${written}=${found}` : undefined,
  });
}

export function missingArgument(
  name: CommandName,
  { name: argument, entry }: Positional,
  place: Place,
): Diagnostic {
  const { shape } = entry.schema;
  return diagnostic({
    code: 'SW0005',
    message: `\`spanwright ${name}\` needs a ${argument}`,
    place,
    expected: shape.kind === 'choice' ? `one of ${shape.values.join(', ')}` : entry.schema.doc,
  });
}

export function unexpectedArgument(name: CommandName, extra: Argument): Diagnostic {
  return diagnostic({
    code: 'SW0006',
    message: `\`spanwright ${name}\` does not expect the argument "${extra.text}"`,
    place: extra.place,
    hint: `\`spanwright ${name} --help\` shows what it takes`,
  });
}
