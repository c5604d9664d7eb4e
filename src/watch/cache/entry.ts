import type { Diagnostic } from '../../diagnostic/index.ts';
import { type Digest, sha256 } from '../../digest/index.ts';
import type { Dependency } from '../../render/index.ts';
import type { LoadedFile } from '../../scenario/index.ts';

/** What checking one file came to. Plain data, so that it can be kept on a disk. */
export interface Checked {
  /** Of the loader and of every rule, sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** What it says, rendered and normalised: one for each combination of its matrix, none where it has errors. */
  readonly forms: readonly Form[];
  readonly scenarios: readonly ScenarioName[];
  /** The files it was made of besides itself, sorted by path. */
  readonly dependencies: readonly Dependency[];
  readonly variables: Variables;
}

/** Names of the variables that the templates in it have to do with. */
export interface Variables {
  readonly used: readonly string[];
  readonly declared: readonly string[];
}

/** A model as the text of a native file, of which it can be made again. */
export interface Form {
  readonly toml: string;
  /** Names and values of the matrix combination; empty without a matrix. */
  readonly combination: readonly (readonly [name: string, value: string])[];
}

export interface ScenarioName {
  readonly name: string;
  readonly tags: readonly string[];
}

/** A result as caches hold it. */
export interface CacheEntry {
  readonly checked: Checked;
  /**
   * The files as they were loaded: rendered text, map to the template, model. Only in memory, and only for as long as
   * there is room; who needs them and finds none loads the file again.
   */
  readonly files?: readonly LoadedFile[] | undefined;
}

/** What a result was made from, but for its dependencies, which are known only once it is there. */
export type CacheKey = Digest;

/** Tells what a file contains now, or where a link leads; undefined when there is none. */
export type DigestOf = (path: string) => Digest | undefined;

/** Whether everything that the result was made of is still the same. */
export function isCurrent({ dependencies }: Pick<Checked, 'dependencies'>, digestOf: DigestOf): boolean {
  return dependencies.every((each) => digestOf(each.file) === expectedDigest(each));
}

/** What {@link DigestOf} tells of a dependency that has not changed. */
export function expectedDigest({ digest, real }: Dependency): Digest | undefined {
  return real === undefined ? digest : linkDigest(real);
}

/** Of a path that leads to another one. What lies there is a dependency of its own. */
export function linkDigest(real: string): Digest {
  return sha256(`link to ${real}`);
}
