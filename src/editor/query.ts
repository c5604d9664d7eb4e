import type { EditedFile } from './document.ts';
import type { ProjectView } from './project.ts';

/** A place in a file that an editor asks about. */
export interface Query {
  readonly file: EditedFile;
  /** In UTF-16 units. */
  readonly offset: number;
  readonly project: ProjectView;
}
