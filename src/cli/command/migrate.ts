import { type Diagnostic, diagnostic, EXIT } from '../../diagnostic/index.ts';
import type { Host } from '../../host/index.ts';
import { migrateScenario, nativeNameOf, type TemplateSurroundings } from '../../scenario/index.ts';
import type { Command, CommandContext } from '../context.ts';
import { findFile, type NamedPath } from '../files/discover.ts';
import { readText } from '../files/read.ts';
import { shownPath } from '../files/say.ts';
import { surroundingsOf } from '../files/surroundings.ts';
import { writeText } from '../files/write.ts';
import type { commands } from '../options/table.ts';

type MigrateContext = CommandContext<typeof commands.migrate.options>;

/** `spanwright migrate FILE..`: writes native files and templates beside those of clnrm, or prints the one with `--stdout`. */
export const migrate: Command<typeof commands.migrate.options> = async (context) => {
  const { settings, host, complain } = context;
  const { value: texts, origin } = settings.file;
  if (settings.stdout.value && texts.length > 1) {
    complain([
      diagnostic({
        code: 'SW0009',
        message: `--stdout prints one file, and ${texts.length} are named`,
        place: origin.places[1],
        hint: 'name one file, or leave out --stdout to write a file beside each',
      }),
    ]);
    return EXIT.invalid;
  }
  const surroundings = surroundingsOf(context);
  const results = texts.map((text, index) =>
    migrateFile({ text, base: host.cwd, place: origin.places[index] }, { ...context, surroundings }),
  );
  const notes = results.flatMap((result) => result.notes);
  if (notes.length > 0) complain(notes);
  return results.every((result) => result.isMigrated) ? EXIT.passed : EXIT.invalid;
};

interface Result {
  readonly isMigrated: boolean;
  readonly notes: readonly Diagnostic[];
}

function migrateFile(
  named: NamedPath,
  {
    settings,
    host,
    terminal,
    surroundings,
  }: MigrateContext & { readonly surroundings: TemplateSurroundings },
): Result {
  const file = findFile(named, host);
  if ('code' in file) return failed([file]);
  const text = readText(file, host);
  if (typeof text !== 'string') return failed(text);
  const target = nativeNameOf(file.path, text);
  const shown = shownPath(target, host.cwd);
  if (!settings.stdout.value && exists(target, host)) {
    return failed([fileExists(named, { shown, isItself: target === file.path })]);
  }
  const { text: native, diagnostics } = migrateScenario(text, { file: file.shown, surroundings });
  if (native === undefined) return failed(diagnostics);
  if (settings.stdout.value) {
    terminal.out.write(native);
    return { isMigrated: true, notes: diagnostics };
  }
  const fault = writeText(target, native, host);
  if (fault) return failed([...diagnostics, fault]);
  terminal.out.write(`${file.shown} -> ${shown}\n`);
  return { isMigrated: true, notes: diagnostics };
}

function exists(path: string, host: Host): boolean {
  try {
    return host.files.stat(path) !== undefined;
  } catch {
    // A link that leads in a circle, say, which is not to be replaced either.
    return true;
  }
}

function failed(notes: readonly Diagnostic[]): Result {
  return { isMigrated: false, notes };
}

function fileExists(
  { place }: NamedPath,
  target: { readonly shown: string; readonly isItself: boolean },
): Diagnostic {
  return diagnostic({
    code: 'SW0015',
    message: target.isItself
      ? `${target.shown} is a native file by its name`
      : `nothing was written, because there is already ${target.shown}`,
    place,
    hint: target.isItself
      ? 'there is nothing to migrate'
      : 'remove or rename it, or look at the result with --stdout',
  });
}
