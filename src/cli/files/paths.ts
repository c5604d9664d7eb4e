import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import type { Setting } from '../config/settings.ts';
import type { CommandContext } from '../context.ts';
import type { scenarioPaths } from '../options/paths.ts';
import type { NamedPath } from './discover.ts';

/** What a command is given that takes the paths of scenarios. */
type PathsContext = Pick<
  CommandContext<{ readonly paths: typeof scenarioPaths }>,
  'settings' | 'host' | 'project'
>;

/** Paths in the project file start at its folder, all others at the working directory. */
export function baseOf(
  setting: Setting,
  { host, project }: Pick<CommandContext, 'host' | 'project'>,
): string {
  return setting.origin.kind === 'project' && project ? project.dir : host.cwd;
}

export function namedPaths(context: PathsContext): NamedPath[] {
  const { paths } = context.settings;
  const base = baseOf(paths, context);
  return paths.value.map((text, index) => ({ text, base, place: paths.origin.places[index] }));
}

export function noScenarioFiles({ settings, host }: PathsContext): Diagnostic {
  const { value, origin } = settings.paths;
  const where = origin.kind === 'default' ? host.cwd : value.join(', ');
  return diagnostic({
    code: 'SW0012',
    message: `there is no *.span.toml and no *.clnrm.toml in ${where}`,
    place: origin.places[0],
    hint: 'name a file or another folder; `spanwright init` writes a first scenario',
  });
}
