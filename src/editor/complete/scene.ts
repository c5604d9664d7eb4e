import type { EditedFile } from '../document.ts';

/** What there is to choose names from where something is completed. */
export interface Scene {
  readonly file: EditedFile;
  readonly offset: number;
  /** The file, and the templates it is made of. */
  readonly files: readonly EditedFile[];
}
