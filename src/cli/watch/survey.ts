import { join } from 'node:path';
import { settingsDigest, variablesDigest, type WatchedProject } from '../../watch/index.ts';
import { loadProject, type Project } from '../config/project.ts';
import type { Setting } from '../config/settings.ts';
import type { CommandContext } from '../context.ts';
import { discover } from '../files/discover.ts';
import { namedPaths } from '../files/paths.ts';
import { surroundingsOf } from '../files/surroundings.ts';
import type { commands } from '../options/table.ts';

export type WatchContext = CommandContext<typeof commands.watch.options>;

/** Takes looks at the project: the first is what the command was called with, the others read the project file again. */
export function surveyor(context: WatchContext): () => WatchedProject {
  let isFirst = true;
  return () => {
    const { project, diagnostics } = isFirst
      ? { project: context.project, diagnostics: [] }
      : loadProject(context.host);
    isFirst = false;
    const { host, version } = context;
    const surroundings = surroundingsOf({ ...context, project });
    const paths = pathsIn(context, project);
    return {
      surroundings,
      variables: variablesDigest({ surroundings, version }),
      config: settingsDigest({ surroundings, version }),
      configFiles: [...new Set([join(host.cwd, 'spanwright.toml'), ...(project ? [project.path] : [])])],
      problems: diagnostics,
      scan() {
        const found = discover(namedPaths({ host, project, settings: { paths } }), host);
        return { files: found.files, problems: found.problems.map((each) => each.diagnostic) };
      },
    };
  };
}

/** What was said on the command line or in the environment stays; the project file may say something else now. */
function pathsIn({ settings }: WatchContext, project: Project | undefined): Setting<readonly string[]> {
  const { paths } = settings;
  if (paths.origin.kind === 'flag' || paths.origin.kind === 'environment') return paths;
  const set = project?.settings.get('run.paths');
  // The schema of the project file has it as a list of texts.
  if (set) return set as Setting<readonly string[]>;
  return paths.origin.kind === 'default' ? paths : { value: ['.'], origin: { kind: 'default', places: [] } };
}
