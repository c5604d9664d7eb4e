import { dirname } from 'node:path';
import type { Diagnostic } from '../../diagnostic/index.ts';
import { type LoadedFile, loadRendered, type TemplateSurroundings } from '../../scenario/index.ts';
import type { CommandContext } from '../context.ts';
import type { FoundFile } from '../files/discover.ts';
import { readContent } from '../files/read.ts';
import { surroundingsOf } from '../files/surroundings.ts';
import { VariableBook } from '../files/variables.ts';
import { loadPlugins, neededCode } from '../plugins/load.ts';

export interface Loaded {
  readonly files: readonly LoadedFile[];
  /** Of every file, warnings included. */
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute paths of what the rendering of a file read or looked for, by the file as it is shown. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
}

/** Reads and checks every file, whatever is wrong with the others. */
export function loadFiles(
  found: readonly FoundFile[],
  surroundings: TemplateSurroundings,
  variables = new VariableBook(),
): Loaded {
  const { host } = surroundings;
  const files: LoadedFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const dependencies = new Map<string, readonly string[]>();
  for (const each of found) {
    const content = readContent(each, host);
    if ('code' in content) {
      diagnostics.push(content);
      continue;
    }
    const input = { file: each.shown, dir: dirname(each.path), content };
    const result = variables.note(loadRendered(input, surroundings));
    diagnostics.push(...result.diagnostics);
    files.push(...result.files);
    dependencies.set(
      each.shown,
      result.dependencies.map(({ file }) => file),
    );
  }
  return { files, diagnostics, dependencies };
}

/**
 * The same for what is to be run: a plugin in code that a service names is loaded, and the files are read again with what it
 * says. Files that are not correct keep it from being loaded.
 */
export function loadToRun(
  found: readonly FoundFile[],
  context: Pick<CommandContext, 'host' | 'project' | 'settings'>,
  variables = new VariableBook(),
): Loaded {
  const surroundings = surroundingsOf(context);
  const loaded = loadFiles(found, surroundings, variables);
  const { project } = context;
  const { plugins: known } = surroundings;
  const needed = neededCode(loaded.files);
  if (!project || !known || needed.size === 0) return loaded;
  if (loaded.diagnostics.some(({ severity }) => severity === 'error')) return loaded;
  const { plugins, diagnostics } = loadPlugins(known, needed, { project });
  if (diagnostics.length > 0) return { ...loaded, diagnostics: [...loaded.diagnostics, ...diagnostics] };
  return loadFiles(found, { ...surroundings, plugins }, variables);
}
