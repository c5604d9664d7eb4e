import { relative, resolve } from 'node:path';
import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import type { Host } from '../../host/index.ts';
import { resolveSettings } from '../config/settings.ts';
import type { CommandContext } from '../context.ts';
import type { NamedPath } from '../files/discover.ts';
import { namedPaths } from '../files/paths.ts';
import { scenarioPaths } from '../options/paths.ts';

type Context = CommandContext<{ readonly paths: typeof scenarioPaths }>;

/**
 * The paths to look in, as the command line says or as the project file does that is staged. A path from elsewhere into
 * the repository, as through a link, becomes the one inside it; `folder` is the machine, which knows where links lead.
 */
export function pathsIn(
  root: string,
  context: Context,
  folder: Host,
): { readonly named: readonly NamedPath[] } | { readonly diagnostics: readonly Diagnostic[] } {
  const named: NamedPath[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const each of namedPaths(asStaged(context))) {
    const path = resolve(each.base, each.text);
    const inside = [path, realPathOf(path, folder)].find((candidate) => isInside(root, candidate));
    if (inside === undefined) diagnostics.push(outside(each, root));
    else named.push(inside === path ? each : { ...each, base: root, text: relative(root, inside) });
  }
  return diagnostics.length > 0 ? { diagnostics } : { named };
}

/** What a project file says in the folder has no say here. */
function asStaged(context: Context): Context {
  const { settings, project } = context;
  if (settings.paths.origin.kind !== 'project' && settings.paths.origin.kind !== 'default') return context;
  const layers = { given: new Map(), env: {}, project: project?.settings ?? new Map(), addSource: () => {} };
  return { ...context, settings: resolveSettings({ paths: scenarioPaths }, layers).settings };
}

function realPathOf(path: string, { files }: Host): string {
  try {
    return files.realPath(path) ?? path;
  } catch {
    // A link that leads in a circle leads nowhere in the repository.
    return path;
  }
}

function isInside(root: string, path: string): boolean {
  const below = relative(root, path);
  return below !== '..' && !below.startsWith('../');
}

function outside({ text, place }: NamedPath, root: string): Diagnostic {
  return diagnostic({
    code: 'SW0021',
    message: `"${text}" lies outside the repository, where nothing is staged`,
    place,
    hint: `the repository is ${root}`,
  });
}
