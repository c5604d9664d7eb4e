import { dirname } from 'node:path';
import { type Diagnostic, EXIT } from '../../diagnostic/index.ts';
import { createGraph, draftModel, type GraphFile, type TemplateUse, templateUses } from '../../plan/index.ts';
import { printGraph } from '../../report/index.ts';
import { type LoadedSet, loadRendered, type TemplateSurroundings } from '../../scenario/index.ts';
import type { Command } from '../context.ts';
import { discover, type FoundFile } from '../files/discover.ts';
import { namedPaths, noScenarioFiles } from '../files/paths.ts';
import { readContent } from '../files/read.ts';
import { shownPath } from '../files/say.ts';
import { surroundingsOf } from '../files/surroundings.ts';
import type { commands } from '../options/table.ts';

/** `spanwright graph [PATHS]`: what leads to what, as a tree, a picture or data. Starts and writes nothing. */
export const graph: Command<typeof commands.graph.options> = async (context) => {
  const { settings, host, terminal, complain } = context;
  const { files, problems } = discover(namedPaths(context), host);
  if (files.length + problems.length === 0) {
    complain([noScenarioFiles(context)]);
    return EXIT.nothingSelected;
  }
  const surroundings = surroundingsOf(context);
  const drawn = files.map((file) => draw(file, surroundings));
  terminal.out.write(
    printGraph(
      createGraph({
        files: drawn.flatMap((each) => each.files),
        uses: drawn.flatMap((each) => each.uses),
      }),
      settings.format.value,
    ),
  );
  const faults = [...problems.map((each) => each.diagnostic), ...drawn.flatMap((each) => each.diagnostics)];
  const errors = faults.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return EXIT.passed;
  complain(errors);
  return EXIT.invalid;
};

interface Drawn {
  readonly files: readonly GraphFile[];
  readonly uses: readonly TemplateUse[];
  readonly diagnostics: readonly Diagnostic[];
}

function draw(found: FoundFile, surroundings: TemplateSurroundings): Drawn {
  const { host } = surroundings;
  const content = readContent(found, host);
  if ('code' in content) return { files: [], uses: [], diagnostics: [content] };
  const file = found.shown;
  const set = loadRendered({ file, dir: dirname(found.path), content }, surroundings);
  const { diagnostics } = set;
  if (set.files.length > 0) return { files: set.files, uses: usesOf(found, set, surroundings), diagnostics };
  const model = draftModel({ file, content }, diagnostics);
  return { files: model ? [{ file, combination: undefined, model }] : [], uses: [], diagnostics };
}

/** Which of the files it was made of names which, by the names that people see. */
function usesOf(found: FoundFile, { files, dependencies }: LoadedSet, surroundings: TemplateSurroundings) {
  const { host, root } = surroundings;
  const [first] = files;
  // What was looked for and is not there has no digest.
  const read = dependencies.filter(({ digest }) => digest !== undefined).map((each) => each.file);
  if (first === undefined || read.length === 0) return [];
  const dialect = first.dialect === 'native' ? 'nunjucks' : 'tera';
  const uses = templateUses({ path: found.path, text: first.text, dialect, dependencies: read, host, root });
  const shown = (path: string) => shownPath(path, host.cwd);
  return uses.map(({ from, to, kind }): TemplateUse => ({ from: shown(from), to: shown(to), kind }));
}
