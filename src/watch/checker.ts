import { sortDiagnostics } from '../diagnostic/index.ts';
import { type Digest, sha256 } from '../digest/index.ts';
import type { Files } from '../host/index.ts';
import {
  type LoadedFile,
  type LoadedSet,
  type LoadInput,
  loadRendered,
  printScenarioFile,
  type TemplateSurroundings,
} from '../scenario/index.ts';
import { validateFile } from '../validate/index.ts';
import type { CacheBackend } from './cache/backend.ts';
import { type Checked, type DigestOf, type Form, linkDigest, type ScenarioName } from './cache/entry.ts';
import { cacheKey, contextDigest } from './cache/key.ts';
import type { Meter } from './meter.ts';

export interface CheckerOptions {
  readonly surroundings: TemplateSurroundings;
  /** Undefined to check everything anew. */
  readonly cache: CacheBackend | undefined;
  /** Of Spanwright. */
  readonly version: string;
  /** Told how long each stage takes; default nobody. */
  readonly meter?: Meter | undefined;
  /** What included files contain now; default their present content, read each time. */
  readonly digestOf?: DigestOf | undefined;
}

export interface CheckInput extends LoadInput {
  readonly content: Uint8Array;
  /** Of `content`; computed when it is not given. */
  readonly digest?: Digest | undefined;
  /** Not to be looked up; default false. */
  readonly fresh?: boolean | undefined;
}

export interface CheckResult {
  readonly checked: Checked;
  /** As loaded; undefined when the result comes from a cache that has only the outcome. */
  readonly files: readonly LoadedFile[] | undefined;
  readonly isHit: boolean;
}

export interface Checker {
  /** Everything wrong with a file, from the cache where that is certain to be the same. Starts and writes nothing else. */
  check(input: CheckInput): CheckResult;
  readonly hits: number;
  readonly misses: number;
}

/**
 * Checks files by rendering, loading and validating them, and remembers what came of it under the digests of all that
 * it was made of. A rendering that read the clock, or took random numbers that no seed fixes, is not remembered.
 */
export function createChecker(options: CheckerOptions): Checker {
  const { surroundings, cache, meter } = options;
  const { files } = surroundings.host;
  const digestOf = options.digestOf ?? ((path) => digestOfPath(path, files));
  const context = contextDigest(options);
  const counts = { hits: 0, misses: 0 };
  const time = <T>(stage: 'lookup' | 'render' | 'validate', work: () => T): T =>
    meter ? meter.time(stage, work) : work();
  return {
    check(input) {
      const key = cacheKey(context, input.file, input.digest ?? sha256(input.content));
      const hit = input.fresh ? undefined : time('lookup', () => cache?.get(key, digestOf));
      if (hit) {
        counts.hits++;
        return { checked: hit.checked, files: hit.files, isHit: true };
      }
      counts.misses++;
      const set = time('render', () => loadRendered(input, surroundings));
      const checked = time('validate', () => checkSet(set));
      if (!set.uses.clock && !set.uses.random) cache?.set(key, { checked, files: set.files });
      return { checked, files: set.files, isHit: false };
    },
    get hits() {
      return counts.hits;
    },
    get misses() {
      return counts.misses;
    },
  };
}

/** Of what a path has to do with a result; undefined also for what cannot be read, which is for whoever reads it to report. */
export function digestOfPath(path: string, files: Files): Digest | undefined {
  try {
    // Absent is what most of them are: whatever is included is looked for beside the file first.
    const stat = files.stat(path);
    const real = stat && files.realPath(path);
    if (real === undefined) return undefined;
    if (real !== path) return linkDigest(real);
    const content = stat?.kind === 'file' ? files.read(path) : undefined;
    return content && sha256(content);
  } catch {
    return undefined;
  }
}

/** Of the content of a file; undefined for anything else. To read a pipe would be to wait for whoever writes to it. */
export function contentDigest(path: string, files: Files): Digest | undefined {
  try {
    const content = files.stat(path)?.kind === 'file' ? files.read(path) : undefined;
    return content && sha256(content);
  } catch {
    return undefined;
  }
}

function checkSet({ files, diagnostics, dependencies, variables }: LoadedSet): Checked {
  const found = files.flatMap((file) => validateFile(file));
  return {
    diagnostics: sortDiagnostics([...diagnostics, ...found]),
    forms: files.flatMap(formOf),
    scenarios: files.flatMap(scenariosOf),
    dependencies,
    variables: { used: [...(variables?.used ?? [])], declared: [...(variables?.declared ?? [])] },
  };
}

function formOf({ model, combination }: LoadedFile): Form[] {
  try {
    return [{ toml: printScenarioFile(model), combination: [...(combination ?? [])] }];
  } catch {
    // A template can cut a character in half, which no TOML can hold: such a file is compared with nothing.
    return [];
  }
}

function scenariosOf({ model }: LoadedFile): ScenarioName[] {
  return model.scenario.map(({ name, tags }) => ({
    name,
    tags: [...(model.meta.tags ?? []), ...(tags ?? [])],
  }));
}
