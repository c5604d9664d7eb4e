import { readEdited } from './document.ts';
import type { EditedFile, ProjectView } from './index.ts';

/** Marks the cursor in the texts of tests. */
const CARET = '‸';

/** A file with a cursor in it; the texts of other files by absolute path. For tests. */
export function edited(
  marked: string,
  { path = '/project/main.span.toml', files = {} }: { path?: string; files?: Record<string, string> } = {},
): { file: EditedFile; offset: number; project: ProjectView } {
  const offset = marked.indexOf(CARET);
  if (offset === -1) throw new Error('the text has no cursor');
  const text = marked.replace(CARET, '');
  return { file: readEdited(path, text), offset, project: projectOf(files) };
}

export function projectOf(files: Readonly<Record<string, string>>): ProjectView {
  return {
    root: '/project',
    variables: ['shared'],
    read: (path) => files[path],
    list: (folder) => {
      const prefix = folder.endsWith('/') ? folder : `${folder}/`;
      const below = Object.keys(files).filter((path) => path.startsWith(prefix));
      return below.map((path) => path.slice(prefix.length)).filter((name) => !name.includes('/'));
    },
  };
}
