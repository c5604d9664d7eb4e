import { builtInTemplate, builtInTemplateName } from '../../render/index.ts';
import { type EditedFile, readEdited } from '../document.ts';
import { findTemplate, type ProjectView } from '../project.ts';
import type { Stretch } from '../syntax/tree.ts';
import { templateNamesIn } from './names.ts';

/** A macro; the stretch is its name. */
export interface Macro extends Stretch {
  readonly name: string;
  /** As declared, such as `name, parent=""`. */
  readonly parameters: string;
}

const DEFINITION = /^\{%-?\s*macro\s+(\w+)\s*\(([\s\S]*)\)\s*-?%\}$/;

export function macrosIn(file: EditedFile): readonly Macro[] {
  return file.tags.flatMap(({ start, end }) => {
    const [tag, name, parameters = ''] = DEFINITION.exec(file.text.slice(start, end)) ?? [];
    if (tag === undefined || name === undefined) return [];
    const at = start + tag.indexOf(name, tag.indexOf('macro') + 'macro'.length);
    return [{ name, parameters: parameters.trim(), start: at, end: at + name.length }];
  });
}

/** Where the macros of a namespace come from. */
export interface MacroSource {
  /** What is built in has no path, and no place to go to. */
  readonly path: string | undefined;
  readonly name: string;
  readonly file: EditedFile;
}

/** The file behind a namespace such as `m` or `self`; undefined for one that nothing imports. */
export function macroSource(
  file: EditedFile,
  namespace: string,
  project: ProjectView,
): MacroSource | undefined {
  if (namespace === 'self') return { path: file.path, name: 'this file', file };
  const imported = templateNamesIn(file).find(({ alias }) => alias === namespace);
  if (!imported) return undefined;
  const { name } = imported;
  if (name === builtInTemplateName) {
    return { path: undefined, name, file: readEdited('built-in.tera', builtInTemplate(file.text)) };
  }
  const path = findTemplate(file.path, name, project);
  const text = path === undefined ? undefined : project.read(path);
  return path === undefined || text === undefined ? undefined : { path, name, file: readEdited(path, text) };
}
