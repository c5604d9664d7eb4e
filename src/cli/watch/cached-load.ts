import type { LoadedSet, LoadInput, TemplateSurroundings } from '../../scenario/index.ts';
import { createChecker } from '../../watch/index.ts';
import type { CommandContext } from '../context.ts';
import { projectCache } from './cache.ts';

/**
 * Loads a file as validation does, with the results of earlier calls where they are certain to be the same. What comes
 * from the cache has been held to every rule already, so there are no files left to hold to them.
 */
export function cachedLoad(
  surroundings: TemplateSurroundings,
  context: Pick<CommandContext, 'host' | 'project' | 'version'>,
): (input: LoadInput) => LoadedSet {
  const checker = createChecker({ surroundings, cache: projectCache(context), version: context.version });
  return (input) => {
    const content = typeof input.content === 'string' ? Buffer.from(input.content) : input.content;
    const { checked } = checker.check({ ...input, content });
    const { diagnostics, variables, dependencies } = checked;
    const { used, declared } = variables;
    return {
      files: [],
      diagnostics,
      dependencies,
      // What reads the clock or takes random values is not kept; the environment is part of the key.
      uses: { clock: false, random: false, env: [] },
      variables: { used: new Set(used), declared: new Set(declared) },
    };
  };
}
