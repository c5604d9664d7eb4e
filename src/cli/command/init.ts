import { join, relative, resolve } from 'node:path';
import { type Diagnostic, diagnostic, EXIT, type Place } from '../../diagnostic/index.ts';
import { type Host, systemReason } from '../../host/index.ts';
import type { Command, CommandContext } from '../context.ts';
import { shownPath } from '../files/say.ts';
import type { commands } from '../options/table.ts';

type InitContext = CommandContext<typeof commands.init.options>;

/** The files of the starter project, as they stand in the package. The first is what `run` is shown. */
const starterFiles = ['greeter.span.toml', 'greeter.mjs', 'ask.mjs', 'spanwright.toml'] as const;
const SCHEMA = 'spanwright.schema.json';

/** `spanwright init [FOLDER]`: writes the starter project, or nothing if a file of it exists already. */
export const init: Command<typeof commands.init.options> = async (context) => {
  const { settings, host, terminal, complain } = context;
  const { value, origin } = settings.folder;
  const folder = resolve(host.cwd, value);
  const place = origin.places[0];
  try {
    const files = projectFiles(folder, context);
    const existing = [...files.keys()].filter((name) => host.files.stat(join(folder, name)));
    if (existing.length > 0) {
      complain([
        fileExists(
          existing.map((name) => shownPath(join(folder, name), host.cwd)),
          place,
        ),
      ]);
      return EXIT.invalid;
    }
    for (const [name, text] of files) host.files.write(join(folder, name), text);
    const ignored = ignoreOwnFiles(folder, host);
    const names = ignored ? [...files.keys(), '.gitignore'] : [...files.keys()];
    terminal.out.write(nextSteps(shownPath(folder, host.cwd), names));
    return EXIT.passed;
  } catch (error) {
    complain([cannotWrite(shownPath(folder, host.cwd), systemReason(error), place)]);
    return EXIT.invalid;
  }
};

function projectFiles(folder: string, { host, packageDir }: InitContext): Map<string, string> {
  const read = (path: string) => {
    const bytes = host.files.read(join(packageDir, path));
    if (!bytes) throw new Error(`${path} is missing from the package`);
    return new TextDecoder().decode(bytes);
  };
  const files = new Map<string, string>(starterFiles.map((name) => [name, read(join('dist/starter', name))]));
  const installed = installedSchema(folder, host);
  if (installed === undefined) files.set(SCHEMA, read(SCHEMA));
  const scenario = files.get(starterFiles[0]);
  files.set(starterFiles[0], `#:schema ${installed ?? `./${SCHEMA}`}\n${scenario}`);
  return files;
}

/** The schema of the Spanwright installed in the project, which stays in step with it; undefined without one. */
function installedSchema(folder: string, host: Host): string | undefined {
  for (let at = folder; ; at = resolve(at, '..')) {
    const path = join(at, 'node_modules/spanwright', SCHEMA);
    if (host.files.stat(path)) {
      const fromFolder = relative(folder, path);
      return fromFolder.startsWith('.') ? fromFolder : `./${fromFolder}`;
    }
    if (resolve(at, '..') === at) return undefined;
  }
}

/** Adds `.spanwright/` to the folder's .gitignore; false when it is there already. */
function ignoreOwnFiles(folder: string, host: Host): boolean {
  const path = join(folder, '.gitignore');
  const text = new TextDecoder().decode(host.files.read(path) ?? new Uint8Array());
  if (/^\/?\.spanwright\/?$/m.test(text)) return false;
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  host.files.write(path, `${text}${separator}.spanwright/\n`);
  return true;
}

function nextSteps(folder: string, names: readonly string[]): string {
  const written = names.map((name) => `  ${join(folder, name)}\n`).join('');
  const run = folder === '.' ? 'spanwright run' : `cd ${folder} && spanwright run`;
  return `Written:
${written}
Run it:
  ${run}

In a GitHub workflow, with failures shown at their line of the file:
  - run: npx spanwright run --reporter github

As a git hook, in .git/hooks/pre-commit:
  #!/bin/sh
  exec npx spanwright validate --staged
`;
}

function fileExists(names: readonly string[], place: Place | undefined): Diagnostic {
  return diagnostic({
    code: 'SW0015',
    message: `nothing was written, because there is already ${names.join(', ')}`,
    place,
    hint: 'name an empty folder, or one that does not exist yet',
  });
}

function cannotWrite(folder: string, reason: string, place: Place | undefined): Diagnostic {
  return diagnostic({
    code: 'SW0016',
    message: `the project cannot be written to ${folder}: ${reason}`,
    place,
    hint: 'check the path and the permissions of the folder',
  });
}
