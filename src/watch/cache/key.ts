import { type CanonicalValue, type Digest, digestOf, sha256 } from '../../digest/index.ts';
import type { TemplateSurroundings } from '../../scenario/index.ts';
import type { CacheKey } from './entry.ts';

/** What results depend on besides the file and what it includes. */
export interface CheckContext {
  readonly surroundings: TemplateSurroundings;
  /** Of Spanwright: another version may find something else. */
  readonly version: string;
}

/** Raised when {@link Checked} or its meaning changes in a way that the version of Spanwright does not tell. */
const FORMAT = 2;

/**
 * A digest of everything in the context that can change a result. Of the environment the values of the variables that
 * templates may read count, and no others.
 */
export function contextDigest(context: CheckContext): Digest {
  return sha256(`${variablesDigest(context)} ${settingsDigest(context)}`);
}

/** Of the variables that templates are given. */
export function variablesDigest({ surroundings }: CheckContext): Digest {
  const { given, project } = surroundings;
  return digestOf(plain({ given, project }));
}

/** Of everything else. */
export function settingsDigest({ surroundings, version }: CheckContext): Digest {
  const { host, given: _given, project: _project, ...settings } = surroundings;
  const env = [...surroundings.allowedEnv].sort().map((name) => [name, host.env[name] ?? null]);
  return digestOf({ format: FORMAT, version, cwd: host.cwd, env, settings: plain(settings) });
}

/** Maps and sets as arrays, whatever is added to the settings later. */
function plain(value: unknown): CanonicalValue {
  if (value instanceof Set) return [...value].map(plain);
  if (value instanceof Map) return [...value].map(([key, each]) => [plain(key), plain(each)]);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return new Map(Object.entries(value).map(([key, each]) => [key, plain(each)]));
  }
  if (typeof value === 'function') throw new Error('a setting of templates is a function: it has no digest');
  // What is left is a primitive; symbols are no settings.
  return value as CanonicalValue;
}

/** The same text elsewhere is another thing: places name the file, and includes are looked for beside it. */
export function cacheKey(context: Digest, file: string, content: Digest): CacheKey {
  return sha256(`${context} ${content} ${file}`);
}
