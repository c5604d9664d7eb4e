import type { Digest } from '../digest/index.ts';
import { type Checked, type DigestOf, isCurrent } from './cache/entry.ts';

/** Why a file was looked at, and what came of that. */
export type Reason =
  /** Its bytes, and everything that it is made of, are as they were: nothing is done. */
  | 'unchanged'
  /** Its own text changed. */
  | 'template'
  /** The variables of the project changed. */
  | 'variables'
  /** A file changed that it includes, or one came up that it had looked for. */
  | 'dependency'
  /** It was not there before. */
  | 'new'
  | 'deleted'
  /** The project file changed in another way. */
  | 'config'
  /** Somebody asked for it. */
  | 'asked';

/** What a result was made of. */
export interface Basis {
  readonly content: Digest;
  readonly variables: Digest;
  readonly config: Digest;
  readonly checked: Pick<Checked, 'dependencies'>;
}

/** What there is now. */
export type Present = Omit<Basis, 'checked'>;

/** Why a file has to be checked again; the nearest cause counts. Undefined `before` is a file that was never checked. */
export function reasonFor(before: Basis | undefined, now: Present, digestOf: DigestOf): Reason {
  if (before === undefined) return 'new';
  if (before.content !== now.content) return 'template';
  if (before.variables !== now.variables) return 'variables';
  if (before.config !== now.config) return 'config';
  return isCurrent(before.checked, digestOf) ? 'unchanged' : 'dependency';
}
