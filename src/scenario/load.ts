import type { Diagnostic, Place } from '../diagnostic/index.ts';
import type { KeyPath } from './path.ts';
import type { ScenarioFile } from './schema/file.ts';

/** A checked scenario file: only {@link loadScenarioFile} makes one, so later stages cannot be handed an unchecked one. */
export interface LoadedFile {
  /** As shown to people: relative to the working directory where possible. */
  readonly file: string;
  /** Absolute folder of the file; relative paths in it start here. */
  readonly dir: string;
  /** Source text, for excerpts. */
  readonly text: string;
  /** Native files are strict; clnrm files are judged more gently. */
  readonly dialect: 'native' | 'clnrm';
  readonly model: ScenarioFile;
  /** Place of the value at a key path of the model, or of the deepest part of the path that exists. */
  readonly locate: (path: KeyPath) => Place;
}

/** `loaded` is absent when there are errors; warnings may accompany it. */
export interface LoadResult {
  readonly loaded: LoadedFile | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export interface LoadInput {
  readonly file: string;
  readonly dir: string;
  readonly content: string | Uint8Array;
}

export declare function loadScenarioFile(input: LoadInput): LoadResult;
