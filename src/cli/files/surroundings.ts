import type { TemplateSurroundings } from '../../scenario/index.ts';
import type { CommandContext } from '../context.ts';

/** Environment variables that templates may read: where things are and who runs, never a secret. */
const allowedEnv: ReadonlySet<string> = new Set(['HOME', 'PATH', 'USER']);

/** Templates see the project: the folder of `spanwright.toml`, else the working directory. */
export function surroundingsOf({
  host,
  project,
}: Pick<CommandContext, 'host' | 'project'>): TemplateSurroundings {
  return { host, root: project?.dir ?? host.cwd, allowedEnv };
}
