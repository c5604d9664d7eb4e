import { dirname, resolve } from 'node:path';
import { type EditedFile, readEdited } from './document.ts';
import type { Stretch } from './syntax/tree.ts';
import { templateNamesIn } from './template/names.ts';

/** What the features may see of the project beside the file they are asked about. Paths are absolute. */
export interface ProjectView {
  /** Templates name others from beside themselves, or from here. */
  readonly root: string;
  /** Names of the variables that the project gives to every template. */
  readonly variables: readonly string[];
  /** The text of a file: as it stands in the editor if it is open there, else on disk. Undefined outside of the root. */
  read(path: string): string | undefined;
  /** The names of the files in a folder; empty where there is none, or where it lies outside of the root. */
  list(folder: string): readonly string[];
}

/** More files than a template needs are not followed. */
const MAX_FILES = 50;

/** A file and the templates that it includes, imports or extends, at any distance; each once, the file itself first. */
export function withTemplates(file: EditedFile, project: ProjectView): readonly EditedFile[] {
  const files = new Map([[file.path, file]]);
  for (const each of files.values()) {
    for (const { name } of templateNamesIn(each)) {
      const path = findTemplate(each.path, name, project);
      const text = path === undefined || files.has(path) ? undefined : project.read(path);
      if (path !== undefined && text !== undefined && files.size < MAX_FILES)
        files.set(path, readEdited(path, text));
    }
  }
  return [...files.values()];
}

/** Where a file names the template that leads to another file, at any distance; undefined where none does. */
export function mentionOf(file: EditedFile, target: string, project: ProjectView): Stretch | undefined {
  return templateNamesIn(file).find(({ name }) => {
    const path = findTemplate(file.path, name, project);
    const text = path === undefined ? undefined : project.read(path);
    if (path === undefined || text === undefined) return false;
    return (
      path === target || withTemplates(readEdited(path, text), project).some((each) => each.path === target)
    );
  });
}

/** The file that a template names, looked for as the renderer does: beside the one that names it, then in the root. */
export function findTemplate(from: string, name: string, project: ProjectView): string | undefined {
  if (name === '') return undefined;
  return templateFolders(from, project)
    .map((folder) => resolve(folder, name))
    .find((path) => project.read(path) !== undefined);
}

export function templateFolders(from: string, { root }: ProjectView): readonly string[] {
  return [...new Set([dirname(from), root])];
}
